import { handler } from "../../rule/handler";
import type { Answer } from "./lambda";
import { assessCase, casesIn } from "./sample-cases";
import { enterLambda } from "./sources-environment";
import type { World } from "./world";

// The bundle's cases once more, on the sources themselves, for coverage and mutation testing; npm test has the bundle's.
describe("the evaluator's sources, against AWS over loopback", () => {
  let world: World;
  let leave: () => void;

  before(async () => {
    ({ world, leave } = await enterLambda());
  });
  after(() => leave());

  for (const set of ["samples", "cases"]) {
    for (const [name, sample] of casesIn(set)) {
      // Waiting for retries and deadlines shows nothing new of the sources, and mutation testing would wait each time.
      if (sample.world.throttle !== undefined || sample.world.hang !== undefined) continue;
      it(`do as ${set}/${name} says`, async () => {
        world.become(sample.world);

        const answer = await invoke(sample.invocation, sample.timeout);

        assessCase(sample, answer, world);
      });
    }
  }
});

const invokedFunctionArn = "arn:aws:lambda:eu-west-1:123456789012:function:evaluator";

async function invoke(event: unknown, timeout = 60_000): Promise<Answer> {
  const end = Date.now() + timeout;
  const own = Object.getOwnPropertyDescriptor(process.stdout, "write");
  let stdout = "";
  process.stdout.write = (text: unknown) => {
    stdout += String(text);
    return true;
  };
  try {
    const context = { getRemainingTimeInMillis: () => end - Date.now(), invokedFunctionArn };
    return { result: await handler(event, context), stdout };
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    return { error: { name, message }, stdout };
  } finally {
    if (own === undefined) Reflect.deleteProperty(process.stdout, "write");
    else Object.defineProperty(process.stdout, "write", own);
  }
}

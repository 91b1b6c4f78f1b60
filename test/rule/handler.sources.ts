import { handler } from "../../rule/handler";
import type { Answer } from "./lambda";
import { assessCase, casesIn } from "./sample-cases";
import { World } from "./world";

const environment = {
  AWS_REGION: "eu-west-1",
  AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
  AWS_SECRET_ACCESS_KEY: "secret-access-key",
  AWS_SESSION_TOKEN: "session-token",
};

// The bundle's cases once more, on the sources themselves, for coverage and mutation testing; npm test has the bundle's.
describe("the evaluator's sources, against AWS over loopback", () => {
  const earlier = { ...process.env };
  let world: World;

  before(async () => {
    world = await World.start();
    Object.assign(process.env, environment, { AWS_ENDPOINT_URL: world.url });
  });

  after(async () => {
    await world.stop();
    for (const name of [...Object.keys(environment), "AWS_ENDPOINT_URL"]) {
      const value = earlier[name];
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
  });

  for (const set of ["samples", "cases"]) {
    for (const [name, sample] of casesIn(set)) {
      it(`do as ${set}/${name} says`, async () => {
        world.become(sample.world);

        const answer = await invoke(sample.invocation, sample.timeout);

        assessCase(sample, answer, world);
      });
    }
  }
});

async function invoke(event: unknown, timeout = 60_000): Promise<Answer> {
  const end = Date.now() + timeout;
  const own = Object.getOwnPropertyDescriptor(process.stdout, "write");
  let stdout = "";
  process.stdout.write = (text: unknown) => {
    stdout += String(text);
    return true;
  };
  try {
    return { result: await handler(event, { getRemainingTimeInMillis: () => end - Date.now() }), stdout };
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    return { error: { name, message }, stdout };
  } finally {
    if (own === undefined) Reflect.deleteProperty(process.stdout, "write");
    else Object.defineProperty(process.stdout, "write", own);
  }
}

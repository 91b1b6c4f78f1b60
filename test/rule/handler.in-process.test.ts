import assert from "node:assert/strict";
import { handler } from "../../rule/config-handler";
import { allCases, assessCase, readSample } from "./sample-cases";
import { enterLambda, invokeHere } from "./sources-environment";
import type { World } from "./world";

// The bundle's cases once more, on the sources themselves, for coverage and mutation testing; npm test has the bundle's.
describe("the evaluator's sources, against AWS over loopback", () => {
  let world: World;
  let leave: () => void;

  before(async () => {
    ({ world, leave } = await enterLambda());
  });
  after(() => leave());

  for (const [name, sample] of allCases()) {
    // Waiting for retries and deadlines shows nothing new of the sources, and mutation testing would wait each time.
    if (sample.world.throttle !== undefined || sample.world.hang !== undefined) continue;
    it(name, async () => {
      world.become(sample.world);

      const answer = await invokeHere(handler, sample.invocation, sample.timeout);

      assessCase(sample, answer, world);
    });
  }

  it("judge where Lambda does not name the function too", async () => {
    const sample = readSample("change-desired-key.json");
    world.become(sample.world);

    const answer = await invokeHere(
      (event, context) =>
        handler(event, { getRemainingTimeInMillis: () => context.getRemainingTimeInMillis() }),
      sample.invocation,
    );

    assert.equal(answer.error, undefined);
    assert.equal(world.reported[0]?.ComplianceType, "COMPLIANT");
  });
});

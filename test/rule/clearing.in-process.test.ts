import assert from "node:assert/strict";
import { handler } from "../../rule/config-handler";
import { buildCase } from "./build-case";
import { enterLambda, invokeHere } from "./sources-environment";
import type { World } from "./world";

describe("the account's result, when the verdict stands on the resource", () => {
  let world: World;
  let leave: () => void;

  before(async () => {
    ({ world, leave } = await enterLambda());
  });
  after(() => leave());

  const reported = () => world.reported.map(({ ComplianceResourceType }) => ComplianceResourceType);

  const run = async (keepsTheAccount: boolean) => {
    const { invocation, world: usual } = buildCase({ name: "", sends: "schedule", verdict: "COMPLIANT" });
    world.become({ ...usual, keepsTheAccount });
    return invokeHere(handler, invocation);
  };

  it("is taken back in a call of its own, after the verdict", async () => {
    const { error } = await run(false);

    assert.equal(error, undefined);
    assert.equal(world.operations.filter((one) => one === "PutEvaluations").length, 2);
    assert.deepEqual(reported(), ["AWS::XRay::EncryptionConfig", "AWS::::Account"]);
  });

  it("stays where AWS Config refuses to take it back: that is logged, and takes nothing down", async () => {
    const { error, stdout } = await run(true);

    assert.equal(error, undefined);
    assert.equal(world.observed.length, 1);
    assert.match(stdout, /^\{"level":"WARN",.*"clearing":"failed",.*InvalidParameterValueException/m);
  });
});

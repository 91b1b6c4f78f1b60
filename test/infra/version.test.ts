import assert from "node:assert/strict";
import { description, version } from "../../package.json";
import { handlersCode } from "../../infra/lambda/handlers-code";
import { propertyChanges } from "../../local/deployment/property-changes";
import { runProgram } from "../../stack-runner/run";
import { stubCloud } from "../support/stub-cloud";

describe("the version", () => {
  it("stands in each function's description, and in no other input beside the code: a release replaces nothing", async () => {
    const { registrations } = await runProgram({ stack: "fast", cloud: stubCloud() });

    const versioned = registrations.flatMap(({ type, inputs }) =>
      Object.entries(inputs).flatMap(([input, value]) =>
        JSON.stringify(value).includes(version) ? [{ type, input, value }] : [],
      ),
    );

    assert.deepEqual(
      versioned.map(({ type, input }) => `${type} ${input}`),
      Array.from({ length: 3 }, () => "aws:lambda/function:Function description"),
    );
    for (const { value } of versioned)
      assert.match(String(value), /^[A-Z].{30,200}\. xray-encryption-guard \d+\.\d+\.\d+\.$/);
    const inPlace = propertyChanges["aws:lambda/function:Function"]?.updates;
    assert.ok(inPlace?.includes("description") && inPlace.includes("code"));
  });

  it("is all that the functions' bundle has of package.json", async () => {
    const code = await handlersCode();

    assert.ok(code.includes(JSON.stringify(version)));
    for (const member of [description, "test:mutation"]) assert.ok(!code.includes(member), member);
  });
});

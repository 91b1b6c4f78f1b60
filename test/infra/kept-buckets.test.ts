import assert from "node:assert/strict";
import type { GuardArgs } from "../../infra/guard";
import { only, runGuard, statements } from "../support/stub-cloud";

/** A bucket and everything that configures it. Whatever is deleted of these is missing at the bucket that stays. */
const types = [
  "Bucket",
  "BucketLifecycleConfiguration",
  "BucketOwnershipControls",
  "BucketPolicy",
  "BucketPublicAccessBlock",
  "BucketServerSideEncryptionConfiguration",
  "BucketVersioning",
];
const bucket = (name: string) => types.map((type) => `${type} ${name}`);

/** What `pulumi destroy` leaves in the account, and a change that takes resources out of the program. */
async function kept(args: GuardArgs): Promise<string[]> {
  const { registrations } = await runGuard(args);
  return registrations
    .filter(({ options }) => options.retainOnDelete)
    .map(({ type, name }) => `${type.split(":").at(-1) ?? ""} ${name}`)
    .toSorted();
}

describe("what stays when it is destroyed", () => {
  const trail: GuardArgs = { fastDetection: true, trail: "create" };
  const cases: [what: string, args: GuardArgs, stays: string[]][] = [
    ["the bucket with the history, with all that hardens it", {}, bucket("guard-history")],
    [
      "the trail's bucket too, with the policy that awsx declares for it",
      trail,
      [...bucket("guard-history"), ...bucket("guard-trail")],
    ],
    [
      "the trail's bucket alone beside a recorder of somebody else's",
      { ...trail, recorder: "existing" },
      bucket("guard-trail"),
    ],
    ["nothing, once forceDestroyBucket is true", { ...trail, forceDestroyBucket: true }, []],
  ];
  for (const [what, args, stays] of cases) {
    it(what, async () => {
      assert.deepEqual(await kept(args), stays.toSorted());
    });
  }
});

describe("historyBucket", () => {
  it("is delivered to by name, in any partition, and no resource is declared for it", async () => {
    const run = await runGuard({ historyBucket: "log-archive", supportedRegions: ["cn-north-1"] }, "aws-cn");

    assert.deepEqual(
      run.registrations.filter(({ type }) => type.startsWith("aws:s3/")),
      [],
    );
    assert.equal(only(run, "DeliveryChannel").inputs["s3BucketName"], "log-archive");
    assert.equal(run.outputs["bucketName"], "log-archive");
    const arn = "arn:aws-cn:s3:::log-archive";
    const resources = statements(only(run, "RolePolicy", "guard-recorder")).map(
      (statement) => (statement as { Resource: string }).Resource,
    );
    assert.deepEqual(resources, ["*", `${arn}/AWSLogs/123456789012/Config/*`, arn]);
  });

  it("goes with forceDestroyBucket where the trail has a bucket that may be deleted", async () => {
    const args: GuardArgs = { historyBucket: "log-archive", trail: "create", forceDestroyBucket: true };

    assert.deepEqual(await kept(args), []);
  });
});

import assert from "node:assert/strict";
import { costOf, total } from "../../audit/cost/compute";
import { runGuard } from "../support/stub-cloud";

describe("what a stack costs in a month", () => {
  it("is counted from what it declares, item by item", async () => {
    const { registrations } = await runGuard({ frequency: "Six_Hours", notify: ["a@example.com"] });

    const counts = Object.fromEntries(costOf(registrations).map(({ what, count }) => [what, count]));

    // 120 scheduled runs that report twice, 10 changes; 256 MB for three seconds each, and for half a second of the notifier.
    assert.deepEqual(counts, {
      // Five alarms, one of which watches two metrics.
      "CloudWatch alarms, by metric": 6,
      "AWS Config rule evaluations": 250,
      "AWS Config configuration items": 20,
      "Lambda requests": 260,
      "Lambda GB-seconds": 113.75,
      "logs, GB": 0.00052,
      "KMS requests": 260,
      "DynamoDB reads": 130,
      "DynamoDB writes": 140,
      "e-mails": 10,
      "S3 puts": 50,
      "S3 GB": 0.01,
    });
  });

  it("is nothing for nothing", () => {
    assert.equal(total(costOf([])), 0);
  });

  it("doubles with the Regions, but for what is there once", async () => {
    const [one, two] = await Promise.all([runGuard({}), runGuard({ regions: ["eu-west-1", "us-east-1"] })]);

    assert.equal(
      total(costOf(two.registrations)).toFixed(6),
      (2 * total(costOf(one.registrations))).toFixed(6),
    );
  });
});

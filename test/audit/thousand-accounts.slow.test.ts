import assert from "node:assert/strict";
import { measuredAudit, type Took } from "../../tools/bench/report/measured-audit";
import { ThousandAccounts } from "./thousand-accounts";

/** The Regions that an account has without opting in. */
const regions = [
  ...["ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-southeast-1", "ap-southeast-2"],
  ...["ca-central-1", "eu-central-1", "eu-north-1", "eu-west-1", "eu-west-2", "eu-west-3", "sa-east-1"],
  ...["us-east-1", "us-east-2", "us-west-1", "us-west-2"],
];

describe("an inventory of 1,000 accounts of 17 Regions, by an aggregator", function () {
  this.timeout(600_000);
  let aws: ThousandAccounts;
  let took: Took;
  before(async () => {
    // Fewer than this machine asks for.
    aws = await new ThousandAccounts(regions, 300).listen(60_000);
    took = await measuredAudit({ url: aws.url, now: "2026-01-11T12:02:00Z" }, [
      ...["inventory", "--aggregator", "everybody", "--regions", "eu-west-1", "--format", "json"],
    ]);
  });
  after(() => aws.stop());

  it("is whole, although AWS refused calls: nobody is told of that", () => {
    assert.equal(aws.rows, 17_000);
    assert.ok(aws.refused > 0, "nothing was refused, so that nothing is proved");
    // Each row is at least this long.
    assert.ok(took.printed > aws.rows * 500, `${took.printed} B`);
    assert.deepEqual([took.code, took.said], [0, []]);
  });

  it("has few calls refused, for it asks less often once it is told to", () => {
    assert.ok(aws.refused < aws.answered / 10, `${aws.refused} refused, ${aws.answered} answered`);
  });

  it("needs less than 400 MB", () => {
    const figures = `${took.ms} ms, ${took.cpuMs} ms of the processor, ${took.peakMb} MB, ${aws.refused} refused`;
    if (process.env["SHOW_FIGURES"]) process.stdout.write(`      ${figures}\n`);
    assert.ok(took.peakMb < 400, figures);
  });
});

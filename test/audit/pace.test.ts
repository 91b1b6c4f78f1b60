import assert from "node:assert/strict";
import { connector } from "../../audit/aws/clients";
import { readEventHistory } from "../../audit/aws/cloudtrail";
import { guardedRegion, now } from "./account";
import { LoopbackAws } from "./loopback-aws";

describe("the pace of CloudTrail's look-ups", () => {
  let aws: LoopbackAws;
  before(async () => {
    aws = await LoopbackAws.start();
  });
  after(() => aws.stop());

  /** How long the look-ups of an event history take, in milliseconds, and how many there were. */
  async function lookUps(lookUpsPerSecond: number | undefined): Promise<{ ms: number; calls: number }> {
    aws.become({ "eu-west-1": guardedRegion() });
    const connect = connector({
      endpoint: aws.url,
      credentials: { accessKeyId: "AKIATEST", secretAccessKey: "secret" },
      ...(lookUpsPerSecond !== undefined && { lookUpsPerSecond }),
    });
    const begin = performance.now();
    await readEventHistory(connect("eu-west-1"), now);
    return { ms: performance.now() - begin, calls: aws.operations.length };
  }

  it("is kept from the first to the last of a Region", async () => {
    const perSecond = 5;

    const { ms, calls } = await lookUps(perSecond);

    assert.ok(calls >= 6, `${calls}`);
    const least = ((calls - 1) * 1000) / perSecond;
    assert.ok(ms >= least, `${calls} look-ups took ${ms} ms, not ${least} or more`);
  });

  it("is not kept where an endpoint stands in AWS's place", async () => {
    const { ms } = await lookUps(undefined);

    // At two a second it would be two and a half seconds.
    assert.ok(ms < 2000, `${ms} ms`);
  });
});

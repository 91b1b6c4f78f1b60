import assert from "node:assert/strict";
import { accountIds, AggregatedAccounts } from "../../tools/bench/inventory/aggregated-accounts";
import { AskedAccounts } from "../../tools/bench/inventory/asked-accounts";
import { callsPerSecond, inventoryByAggregator, inventoryByRole } from "../../tools/bench/inventory/measure";
import type { Took } from "../../tools/bench/report/measured-audit";

/** Set by night. */
const isNight = process.env["SLOW_TESTS"] === "all";

describe("an inventory of 1,000 accounts of 17 Regions, by an aggregator", function () {
  this.timeout(600_000);
  let aws: AggregatedAccounts;
  let took: Took;
  before(async () => {
    aws = await new AggregatedAccounts(accountIds(1000), callsPerSecond).listen(60_000);
    took = await inventoryByAggregator(aws);
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

(isNight ? describe : describe.skip)(
  "an inventory of 1,000 accounts of 17 Regions, by a role in each",
  function () {
    this.timeout(3_600_000);
    const accounts = accountIds(1000);
    let aws: AskedAccounts;
    let took: Took;
    before(async () => {
      aws = await new AskedAccounts().listen(60_000);
      took = await inventoryByRole(aws, accounts);
    });
    after(() => aws.stop());

    it("is whole, although AWS refused calls: nobody is told of that", () => {
      assert.ok(aws.refused > 1000, `${aws.refused} refused`);
      // Each row is at least this long.
      assert.ok(took.printed > 17_000 * 750, `${took.printed} B`);
      assert.deepEqual([took.code, took.said], [0, []]);
    });

    it("assumes the role of each account once", () => {
      assert.deepEqual(
        [...aws.assumed].sort(),
        accounts.map((account) => [account, 1]),
      );
    });

    it("needs less than 400 MB", () => {
      const figures = `${took.ms} ms, ${took.cpuMs} ms of the processor, ${took.peakMb} MB, ${aws.answered} answered, ${aws.refused} refused`;
      if (process.env["SHOW_FIGURES"]) process.stdout.write(`      ${figures}\n`);
      assert.ok(took.peakMb < 400, figures);
    });
  },
);

import assert from "node:assert/strict";
import { inventoryTable } from "../../audit/cli/print";
import { AuditError } from "../../audit/aws/aws-call";
import { emptyRow, failedRow, type InventoryRow } from "../../audit/inventory/inventory";

const terminal = { color: false, width: undefined };

function row(account: number, part: Partial<InventoryRow> = {}): InventoryRow {
  const verdict = { complianceType: "COMPLIANT", annotation: null, since: null };
  return { ...emptyRow(String(100_000_000_000 + account), "eu-west-1"), verdict, ...part };
}

function rows(count: number, part: Partial<InventoryRow> = {}): InventoryRow[] {
  return Array.from({ length: count }, (_, index) => row(index, part));
}

const wrong = { complianceType: "NON_COMPLIANT", annotation: "Wrong key.", since: null };

/** The accounts in a table's rows, by their last digits. */
function accountsIn(text: string): number[] {
  return [...text.matchAll(/│ 1000000(\d{5})/g)].map(([, digits]) => Number(digits));
}

describe("the table of an inventory", () => {
  it("has every row of 200, in their order, and says no more", () => {
    const text = inventoryTable([...rows(199), row(199, { verdict: wrong })], terminal);

    assert.deepEqual(
      accountsIn(text),
      Array.from({ length: 200 }, (_, index) => index),
    );
    assert.match(text, /^┌/);
  });

  it("of a longer one counts the kinds, and has those that are not well, the worst first", () => {
    const { row: refused } = failedRow("100000000301", "eu-west-1", new AuditError("accessDenied", "No."));
    const text = inventoryTable(
      [
        ...rows(1200),
        row(302, { notes: ["Recorder r is stopped: changes are not recorded."] }),
        row(303, { verdict: null }),
        refused,
        row(300, { verdict: wrong }),
      ],
      terminal,
    );

    const [counts, shown] = text.split("\n");
    assert.equal(
      counts,
      "1,204 Regions of 1,200 accounts: 1 NON_COMPLIANT, 1 not read, 1 without a verdict of compliant, 1 COMPLIANT with a note, 1,200 COMPLIANT.",
    );
    assert.equal(shown, "The 4 that are not well are shown; --format csv and --format json have every one.");
    assert.deepEqual(accountsIn(text), [300, 301, 303, 302]);
    assert.match(text, /^100000000302 eu-west-1: Recorder r is stopped/m);
  });

  it("of a longer one that is well has no rows", () => {
    assert.equal(
      inventoryTable(
        rows(201).map((one) => ({ ...one, account: "100000000000" })),
        terminal,
      ),
      "201 Regions of 1 account: 201 COMPLIANT.\nNone of them is shown; --format csv and --format json have every one.\n",
    );
  });

  it("of 17,000 that are all wrong has 200, in a few seconds of the processor", () => {
    const all = rows(17_000, { verdict: wrong });
    const before = process.cpuUsage();

    const text = inventoryTable(all, terminal);

    // Drawing all of them takes minutes.
    assert.ok(process.cpuUsage(before).user < 5_000_000);
    assert.equal(accountsIn(text).length, 200);
    assert.match(text, /^The worst 200 of 17,000 that are not well are shown;/m);
    assert.equal(text.match(/: Wrong key\.$/gm)?.length, 200);
  });
});

import { visibleLines } from "../../cli/visible";
import { jsonVersion, madeBy } from "../cli/json";
import { readsToJson } from "../report/document";
import type { AccountsReport } from "./accounts-report";

/** The front page as JSON, in pieces: an account is a line. docs/report.schema.json says what it is. */
export function* accountsJson(report: AccountsReport): Generator<string> {
  const { caller, madeAt, period, role, aggregator, accounts, reads } = report;
  const head = {
    version: jsonVersion,
    kind: "accounts",
    madeBy,
    simulated: caller.simulatedTime !== undefined,
    madeAt: madeAt.toISOString(),
    account: caller.account,
    caller: { arn: caller.arn, userId: caller.userId },
    since: period.since?.toISOString() ?? null,
    until: period.until?.toISOString() ?? null,
    role,
    aggregator: aggregator ?? null,
    reads: readsToJson(reads),
  };
  yield `${visibleLines(JSON.stringify(head)).slice(0, -1)},\n"accounts": [`;
  for (const [index, account] of accounts.entries())
    yield `${index === 0 ? "\n" : ",\n"}${visibleLines(JSON.stringify(account))}`;
  yield "\n]}\n";
}

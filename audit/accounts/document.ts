import { visibleLines } from "../../cli/visible";
import { headOf, readsToJson } from "../report/document";
import type { AccountsReport } from "./accounts-report";

/** The front page as JSON, in pieces: an account is a line. docs/report.schema.json says what it is. */
export function* accountsJson(report: AccountsReport): Generator<string> {
  const { role, aggregator, accounts, reads } = report;
  const head = {
    ...headOf("accounts", report),
    role,
    aggregator: aggregator ?? null,
    reads: readsToJson(reads),
  };
  yield `${visibleLines(JSON.stringify(head)).slice(0, -1)},\n"accounts": [`;
  for (const [index, account] of accounts.entries())
    yield `${index === 0 ? "\n" : ",\n"}${visibleLines(JSON.stringify(account))}`;
  yield "\n]}\n";
}

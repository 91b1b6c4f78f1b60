import { csv } from "../cli/print";
import type { AccountsReport } from "./accounts-report";

/** The front page as a table: a row for each Region of each account, in the order of the page. */
export function accountsCsv({ accounts, caller }: AccountsReport): string {
  const rows = accounts.flatMap((account) =>
    account.regions.map((region) => ({
      account: account.account,
      label: account.label,
      region: region.region,
      guarded: region.guarded === null ? "" : String(region.guarded),
      notGuarded: region.notGuarded.join("; "),
      verdict: region.verdict,
      from: account.from,
      to: account.to,
      nonCompliantSeconds: region.history?.nonCompliantSeconds,
      judgedSeconds: region.history?.judgedSeconds,
      unjudgedSeconds: region.history?.unjudgedSeconds,
      occurrences: region.history?.occurrences,
      longestSeconds: region.history?.longestSeconds,
      problems: region.problems.join(" "),
      error: account.error?.message,
      folder: account.folder,
      simulated: caller.simulatedTime === undefined ? "" : "SIMULATED",
    })),
  );
  return csv(rows, true);
}

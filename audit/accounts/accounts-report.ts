import type { Caller } from "../aws/clients";
import type { TimeRange } from "../history/setting-history";
import type { Reads } from "../report/answers";
import type { AccountSummary } from "./summary";

/** What the front page of many accounts shows. */
export interface AccountsReport {
  madeAt: Date;
  caller: Caller;
  /** As requested. */
  period: TimeRange;
  /** The name of the role that was assumed in each account but the caller's. */
  role: string;
  /** What named the accounts; undefined for a list. */
  aggregator: string | undefined;
  /** In the order of the page. */
  accounts: AccountSummary[];
  /** What was asked of AWS with the caller's own credentials, the accounts' reports aside. */
  reads: Reads[];
}

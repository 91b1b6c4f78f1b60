import { AuditError } from "../aws/aws-call";
import { accessTo, type RoleOptions } from "../aws/account-role";
import { callerIdentity, connector, type Clients } from "../aws/clients";
import { inParallel } from "../aws/in-parallel";
import type { Reason } from "../cli/exit-codes";
import { overall } from "../cli/exit-codes";
import { Answers } from "../report/answers";
import { ReportFolder } from "../report/folder";
import { firstPage } from "../report/page";
import { madeOf, writeReportInto, type WriteReportOptions } from "../report/write";
import type { ChosenAccount } from "./account-list";
import type { AccountsReport } from "./accounts-report";
import { accountsCsv } from "./csv";
import { accountsJson } from "./document";
import { accountsPage } from "./page";
import { type AccountSummary, inOrder, refusedSummary, summaryOf } from "./summary";

/** How many accounts are asked at the same time. AWS's limits are each account's own; this is for memory and connections. */
const accountsAtOnce = 8;

/** What to report on, and where to write it. */
export interface WriteAccountsOptions extends Omit<WriteReportOptions, "regions" | "done"> {
  role: RoleOptions["role"];
  /** Where the caller is asked who it is, and asks for roles; the aggregator's Region, if there is one. */
  homeRegion: string;
  /** What names the accounts; undefined for a list. */
  aggregator?: string | undefined;
  /** Finds the accounts. */
  choose: (home: Clients) => Promise<ChosenAccount[]>;
  /** Called when it is known how many accounts there are. */
  chosen?: (accounts: number) => void;
  /** Called after each account. */
  done?: (account: string) => void;
}

/** What was reported, and the SHA-256 of the manifest over all of it. */
export interface WrittenAccounts {
  report: AccountsReport;
  manifestSha256: string;
  /** What came of all accounts, for the exit code. */
  reason: Reason;
}

/**
 * Writes a folder with a page in front, and a report for each account in a folder of its own. An account that cannot be asked
 * is a line of that page.
 *
 * @throws AuditError when there are no credentials, no accounts, or the folder cannot be written
 */
export async function writeAccounts(options: WriteAccountsOptions): Promise<WrittenAccounts> {
  const { out, access, since, until, role, aggregator, homeRegion, chosen, done } = options;
  const folder = new ReportFolder(out);
  try {
    const answers = new Answers((file, line) => folder.append(file, line));
    const home = connector({ ...access, heard: answers.heard })(homeRegion);
    const caller = await callerIdentity(home);
    const accounts = await options.choose(home);
    chosen?.(accounts.length);
    const results = await inParallel(
      accounts,
      (account) => reportOn(account, { role, caller, home }, options, folder),
      { atOnce: accountsAtOnce, done: ({ account }) => done?.(account) },
    );
    const report: AccountsReport = {
      madeAt: caller.simulatedTime ?? options.now ?? new Date(),
      caller,
      period: { since, until },
      role: role.name,
      aggregator,
      accounts: inOrder(results.map(({ summary }) => summary)),
      reads: answers.reads(),
    };
    folder.append(firstPage, accountsPage(report));
    folder.append("accounts.csv", accountsCsv(report));
    for (const piece of accountsJson(report)) folder.append("accounts.json", piece);
    const manifestSha256 = folder.finish({
      ...madeOf(report),
      accounts: accounts.map(({ account }) => account).sort(),
    });
    return { report, manifestSha256, reason: overall(results.map(({ reason }) => reason)) };
  } catch (error) {
    folder.abandon();
    throw error;
  }
}

/** Writes one account's report. What is kept of it is what the front page says. */
async function reportOn(
  account: ChosenAccount,
  roleOptions: RoleOptions,
  { access = {}, rule, since, until, trail, now }: WriteAccountsOptions,
  folder: ReportFolder,
): Promise<{ summary: AccountSummary; reason: Reason }> {
  try {
    const written = await writeReportInto(folder.folderWithin(account.account), {
      access: await accessTo(account.account, access, roleOptions),
      regions: account.regions,
      rule,
      since,
      until,
      trail,
      ...(now && { now }),
    });
    const reason = overall(written.report.regions.map((region) => region.reason));
    return { summary: summaryOf(account, written), reason };
  } catch (error) {
    // What cannot be written is an end: no other account could be, either.
    if (!(error instanceof AuditError) || error.reason === "usage") throw error;
    return { summary: refusedSummary(account, error), reason: error.reason };
  }
}

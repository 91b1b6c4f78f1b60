import { type Progress, startProgress } from "../../cli/progress";
import { accountChooser } from "../accounts/choose";
import { totalsInWords } from "../accounts/sentences";
import type { AccountSummary } from "../accounts/summary";
import { writeAccounts } from "../accounts/write";
import type { Reason } from "../cli/exit-codes";
import { simulatedNotice } from "../cli/print";
import { chooseRegions } from "../cli/regions";
import { atLeastOne, type Context } from "./command";
import { whatWasWritten } from "./what-was-written";

/** Many accounts' reports in one folder, behind one page. @param role its name in each account */
export async function reportOnAccounts(role: string, context: Context): Promise<Reason> {
  const { options, access, now, warn, print, environment } = context;
  const { out, rule, since, until, trail, aggregator, accounts, externalId } = options;
  const regions = atLeastOne(chooseRegions(options.regions, environment));
  const choose = accountChooser({ accounts, aggregator }, regions);
  let progress: Progress | undefined;
  const { report, manifestSha256, reason } = await writeAccounts({
    ...{ out, access, rule, since, until, trail, now, aggregator },
    role: { name: role, externalId },
    homeRegion: regions[0],
    choose,
    chosen: (count) => (progress = startProgress(count)),
    done: (account) => progress?.step(account),
  }).finally(() => progress?.stop());
  for (const account of report.accounts) for (const sentence of whyNotWhole(account)) warn(sentence);
  if (report.caller.simulatedTime !== undefined) print(simulatedNotice);
  print(
    totalsInWords(report.accounts)
      .map((sentence) => `${sentence}\n`)
      .join(""),
  );
  print(whatWasWritten(out, manifestSha256));
  return reason;
}

/** One line for an account that is not whole: thousands of Regions are on the page. */
function whyNotWhole({ account, label, error, regions }: AccountSummary): string[] {
  const who = label === null ? account : `${account} (${label})`;
  if (error !== null) return [`${who}: ${error.message}`];
  const failed = regions.filter(({ problems }) => problems.length > 0);
  const [first] = failed.flatMap(({ problems }) => problems);
  return first === undefined
    ? []
    : [`${who}: ${failed.length} of ${regions.length} Regions could not be read whole. The first: ${first}`];
}

import { overall } from "../cli/exit-codes";
import { startProgress } from "../../cli/progress";
import { simulatedNotice } from "../cli/print";
import { chooseRegions } from "../cli/regions";
import { writeReport } from "../report/write";
import { atLeastOne, type Command } from "./command";
import { reportOnAccounts } from "./report-accounts";
import { whatWasWritten } from "./what-was-written";

/** The report as a folder: pages, tables, and what AWS answered. */
export const report: Command = async (context) => {
  const { options, access, now, warn, print, environment } = context;
  const { out, role, rule, since, until, trail } = options;
  if (role !== undefined) return reportOnAccounts(role, context);
  const regions = atLeastOne(chooseRegions(options.regions, environment));
  const progress = startProgress(regions.length);
  const { report: written, manifestSha256 } = await writeReport({
    out,
    regions,
    access,
    rule,
    since,
    until,
    trail,
    now,
    done: (region) => progress.step(region),
  }).finally(() => progress.stop());
  for (const { region, problems, reason } of written.regions) {
    for (const problem of problems) warn(problem);
    if (reason === "emptyHistory")
      warn(`AWS Config recorded nothing about the setting in ${region} in that time.`);
    if (reason === "noRecorder") {
      warn(`There is no AWS Config recorder in ${region}: deploy with \`recorder: create\`.`);
    }
  }
  if (written.caller.simulatedTime !== undefined) print(simulatedNotice);
  print(whatWasWritten(out, manifestSha256));
  return overall(written.regions.map(({ reason }) => reason));
};

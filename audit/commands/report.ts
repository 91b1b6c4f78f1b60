import * as path from "node:path";
import { overall } from "../cli/exit-codes";
import { startProgress } from "../../cli/progress";
import { simulatedNotice } from "../cli/print";
import { chooseRegions } from "../cli/regions";
import { firstPage } from "../report/page";
import { writeReport } from "../report/write";
import { atLeastOne, type Command } from "./command";

/** The report as a folder: pages, tables, and what AWS answered. */
export const report: Command = async ({ options, access, now, warn, print, environment }) => {
  const { out, rule, since, until, trail } = options;
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
  print(`Wrote ${path.join(out, firstPage)}, and what it rests on beside it.\n`);
  print(
    `SHA-256 of its manifest: ${manifestSha256}. Keep it elsewhere; \`npm run audit -- verify ${out}\` says the same as long as nothing is changed.\n`,
  );
  return overall(written.regions.map(({ reason }) => reason));
};

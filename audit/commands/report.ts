import { overall } from "../exit-codes";
import { startProgress } from "../progress";
import { chooseRegions } from "../regions";
import { writeReport } from "../report/write";
import { atLeastOne, type Command } from "./command";

/** Everything as one HTML page. */
export const report: Command = async ({ options, access, now, say, print, environment }) => {
  const { out, rule, since, until } = options;
  const regions = atLeastOne(chooseRegions(options.regions, environment));
  const progress = startProgress(regions.length);
  const written = await writeReport({
    out,
    regions,
    access,
    rule,
    since,
    until,
    now,
    done: (region) => progress.step(region),
  }).finally(() => progress.stop());
  for (const { region, problems, reason } of written.regions) {
    for (const problem of problems) say(problem);
    if (reason === "emptyHistory")
      say(`AWS Config recorded nothing about the setting in ${region} in that time.`);
    if (reason === "noRecorder") {
      say(`There is no AWS Config recorder in ${region}: deploy with \`recorder: create\`.`);
    }
  }
  print(`Wrote ${out}.\n`);
  return overall(written.regions.map(({ reason }) => reason));
};

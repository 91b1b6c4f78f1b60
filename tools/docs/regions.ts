import { regionSources, regionTable, type Support } from "../../rule/decision/region-support";
import { page, table } from "./markdown";

/** docs/regions.md, made from the table of Regions. */
export function regionsPage(): string {
  const rows = Object.entries(regionTable).flatMap(([partition, regions]) =>
    Object.entries(regions).map(([region, { records, remediates }]) => [
      `\`${partition}\``,
      `\`${region}\``,
      said(records),
      said(remediates),
    ]),
  );
  return page(
    "What works in which Region?",
    `As of ${regionSources.date}. "Recorded": AWS Config records \`AWS::XRay::EncryptionConfig\` (${regionSources.records}; China and
GovCloud have no row there). "Remediated": AWS Config runs remediation (${regionSources.remediates}). "Not known" is treated like
"no". A Region that is not in the table is not known.`,
    "## Where it is not recorded",
    `Recording can be switched on there all the same: it deploys cleanly and records nothing. So

- \`trigger: change\` is refused: nothing would ever be judged.
- With \`both\` and \`periodic\` the schedule judges the live setting. \`preview\` and \`up\` warn that only the schedule does,
  preflight does too, and the output \`judgedOnScheduleOnly\` names the Region. There is no history.
- With \`recorder: create\` there is a recorder that never starts, and neither channel nor stream topic: AWS Config takes no rule in
  a Region without a recorder (\`NoAvailableConfigurationRecorderException\`), and runs its schedule
  [without an enabled one](sources.md#aws-config). It costs nothing.
- Scheduled runs do not look at it, whatever \`alarmOnRecorder\` says.

Each Region of a stack is treated by itself. \`enforcement: remediate\` is refused where there is no remediation.`,
    "## When the table has aged",
    `\`supportedRegions\` names Regions in which AWS Config now does both. Where it does not, a day later people are told that it "has
recorded nothing yet", and preflight warns: also in a Region that the table calls recorded.`,
    "## The table",
    table(["partition", "Region", "recorded", "remediated"], rows),
  );
}

function said(support: Support): string {
  return support === "unknown" ? "not known" : support;
}

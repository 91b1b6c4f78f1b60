import { table } from "../../cli/table";
import { paint, type Terminal } from "../../cli/terminal";
import { changeOf } from "../../rule/decision/change";
import { formatTime } from "../cli/format";
import { styleOf } from "../cli/print";
import type { Criterion } from "./criteria";
import type { TimelineEntry } from "./entries";
import { changesIn, type Evidence } from "./evidence";
import {
  criterionInWords,
  gapInWords,
  knownByInWords,
  nonComplianceInWords,
  recordedInWords,
  settingInWords,
  timeInWords,
  whileSentences,
  whoInWords,
} from "./sentences";

/** An entry of a timeline as text. */
export function entryText(region: string, entry: TimelineEntry, terminal: Terminal): string {
  const { color } = terminal;
  const head = `${formatTime(entry.at)}  ${paint(color, "bold", region)}  `;
  switch (entry.kind) {
    case "change":
      return `${head}${timeInWords(entry)}\n${changeText(entry, terminal)}`;
    case "verdict": {
      const before = entry.before === undefined ? "" : ` (before: ${entry.before})`;
      const verdict = paint(color, styleOf(entry.complianceType), entry.complianceType);
      return `${head}the rule said ${verdict} until ${formatTime(entry.until)}${before}\n`;
    }
    case "gap":
      return `${head}until ${formatTime(entry.until)} ${gapInWords(entry)}\n`;
    case "unexplained":
      return `${head}AWS Config recorded ${settingInWords(entry.setting)}; no call in CloudTrail explains it\n`;
  }
}

/** What is said of a Region at the end of its timeline. */
export function regionText(region: string, evidence: Evidence, criteria: readonly Criterion[]): string {
  const changes = changesIn(evidence).length;
  const times = changes === 1 ? "1 time" : `${changes} times`;
  return [
    `${region}: the setting changed ${times}; the rule said ${nonComplianceInWords(evidence)}.`,
    ...criteria.map((criterion) => `  Desired: ${criterionInWords(criterion)}.`),
    ...whileSentences(evidence).map(({ sentence }) => `  ${sentence}`),
    "",
  ].join("\n");
}

function changeText(entry: TimelineEntry & { kind: "change" }, { color, width = 80 }: Terminal): string {
  const changes = changeOf(entry.from?.setting, entry.to).map(({ property, from = "", to = "" }) => [
    property,
    from,
    to,
  ]);
  // Indented by two.
  const terminal = { color, width: width - 2 };
  const lines = [
    ...(changes.length > 0 ? [table(["", "From", "To"], changes, terminal).replace(/^/gm, "  ")] : []),
    ...(entry.to === undefined ? ["  To: CloudTrail does not say what the call asked for"] : []),
    ...[knownByInWords(entry.from)].filter(Boolean).map((known) => `  From: ${known}`),
    `  By: ${whoInWords(entry.who)}`,
    ...[recordedInWords(entry)].filter(Boolean).map((recorded) => `  ${recorded}`),
  ];
  return `${lines.join("\n")}\n`;
}

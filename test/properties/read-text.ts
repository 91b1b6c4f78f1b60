import assert from "node:assert/strict";
import type { EncryptionSetting } from "../../rule/decision/setting";
import {
  aTime,
  changeTimeIn,
  gapIn,
  knownByIn,
  nonComplianceIn,
  parts,
  recordedIn,
  settingIn,
  timeIn,
  whileIn,
  whoIn,
} from "./read-words";
import type { Statement } from "./statements";

/** What a reader takes from an entry of the text timeline. */
export function entryIn(text: string): Statement {
  const [, time = "", words = "", rest = ""] = parts(
    new RegExp(`^(${aTime})  eu-west-1  (.*)\n([^]*)$`),
    text,
  );
  const at = timeIn(time);
  const verdict = new RegExp(`^the rule said ([A-Z_]+) until (${aTime})(?: \\(before: ([A-Z_]+)\\))?$`).exec(
    words,
  );
  if (verdict !== null) {
    const [, complianceType = "", to = "", before = null] = verdict;
    return { kind: "verdict", complianceType, from: at, to: timeIn(to), before };
  }
  const [, to, gap = ""] = new RegExp(`^until (${aTime}) (.*)$`).exec(words) ?? [];
  if (to !== undefined) return { kind: "gap", from: at, to: timeIn(to), ...gapIn(gap) };
  const [, recorded] = /^AWS Config recorded (.*); no call in CloudTrail explains it$/.exec(words) ?? [];
  return recorded === undefined
    ? changeIn(at, words, rest.trimEnd().split("\n"))
    : { kind: "unexplained", at, setting: settingIn(recorded) };
}

function changeIn(at: string, words: string, lines: string[]): Statement {
  const { by, isFirst, isSure } = changeTimeIn(words);
  const rows = new Map<string, [string, string]>();
  let notes = lines;
  if (lines[0]?.startsWith("  ┌") === true) {
    const end = lines.findIndex((line) => line.startsWith("  └"));
    for (const line of lines.slice(3, end).filter((one) => one.startsWith("  │"))) {
      const [, name = "", from = "", to = ""] = line.split("│").map((cell) => cell.trim());
      rows.set(name, [from, to]);
    }
    notes = lines.slice(end + 1);
  }
  const note = (lead: string): string | undefined =>
    notes.find((line) => line.startsWith(`  ${lead}`))?.slice(2 + lead.length);
  const unsaid = note("To: ");
  if (unsaid !== undefined) assert.equal(unsaid, "CloudTrail does not say what the call asked for");
  const recorded = note("AWS Config ");
  return {
    kind: "change",
    at,
    by,
    isSure,
    from: isFirst ? null : { setting: settingOf(rows, 0), by: knownByIn(note("From: ")) },
    to: unsaid === undefined ? settingOf(rows, 1) : null,
    ...whoIn(note("By: ") ?? ""),
    recordedAt:
      recorded === undefined ? (by === "recording" ? at : null) : recordedIn(`AWS Config ${recorded}`),
  };
}

/** A side of a table of what changed: a type that is not there is the same on both sides, and then a key's. */
function settingOf(rows: Map<string, [string, string]>, side: 0 | 1): EncryptionSetting | null {
  const type = rows.get("Configuration.type")?.[side];
  const keyId = rows.get("Configuration.keyId")?.[side] ?? "";
  if (type === "NONE") return { type };
  return keyId === "" ? null : { type: "KMS", keyId };
}

/** What is said of a Region at the end of the text timeline. */
export function regionIn(text: string): Statement[] {
  const [first = "", ...sentences] = text.trimEnd().split("\n");
  const [, times, said = ""] = parts(
    /^eu-west-1: the setting changed (\d+) times?; the rule said (.*)\.$/,
    first,
  );
  return [
    { kind: "count", changes: Number(times) },
    nonComplianceIn(said),
    ...sentences.flatMap((line) => whileIn(line.trimStart())),
  ];
}

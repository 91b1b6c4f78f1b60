import assert from "node:assert/strict";
import type { EncryptionSetting } from "../../rule/decision/setting";
import { keyArn } from "./histories";
import type { Change, Gap, NonCompliance, Setting, Statement, Verdict } from "./statements";

/** A time, as text for people has it. */
export const aTime = String.raw`\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ`;

/** The groups of a text that must be of this form. */
export function parts(pattern: RegExp, text: string): string[] {
  const match = pattern.exec(text);
  assert.ok(match, `"${text}" is not ${pattern}`);
  return match.map((group: string | undefined) => group ?? "");
}

export function timeIn(words: string): string {
  return new Date(words.replace(" ", "T")).toISOString();
}

export function settingIn(words: string): EncryptionSetting | null {
  if (words === "X-Ray's default encryption") return { type: "NONE" };
  if (words === "a setting that the sources do not name") return null;
  if (words.startsWith("alias/")) return { type: "KMS", keyId: words };
  const [, id = ""] = parts(/^key (\S+)$/, words);
  return { type: "KMS", keyId: keyArn(id) };
}

/** "2 days 1 second", in milliseconds. */
export function lengthIn(words: string): number {
  const units: Record<string, number> = { day: 86_400_000, hour: 3_600_000, minute: 60_000, second: 1000 };
  parts(/^\d+ \w+( \d+ \w+)*$/, words);
  return [...words.matchAll(/(\d+) (\w+?)s?(?= |$)/g)].reduce((sum, [, count, unit = ""]) => {
    assert.ok(units[unit], words);
    return sum + Number(count) * units[unit];
  }, 0);
}

/** What a reader takes from a sentence of timeline and report that names both tracks. */
export function whileIn(sentence: string): Statement[] {
  const [, lead, setting = "", from = "", to = "", source, said = ""] = parts(
    new RegExp(
      `^While (it was|AWS Config's last record was) (.*) \\((${aTime}) to (${aTime})(, by CloudTrail's calls)?\\): (.*)\\.$`,
    ),
    sentence,
  );
  assert.equal(lead === "it was", source !== "", sentence);
  const period: Setting = {
    kind: "setting",
    setting: settingIn(setting),
    from: timeIn(from),
    to: timeIn(to),
    by: lead === "it was" ? "call" : "recording",
  };
  return [period, ...(said === "no verdict known" ? [] : said.split("; ").map(saidIn))];
}

function saidIn(clause: string): Verdict | Gap {
  const gap = new RegExp(`^no verdict known from (${aTime}) to (${aTime}) \\((.*)\\)$`).exec(clause);
  if (gap !== null) {
    const [, from = "", to = "", why = ""] = gap;
    return { kind: "gap", of: "verdict", from: timeIn(from), to: timeIn(to), why };
  }
  const [, complianceType = "", from = "", to = ""] = parts(
    new RegExp(`^([A-Z_]+) from (${aTime}) to (${aTime})$`),
    clause,
  );
  return { kind: "verdict", complianceType, from: timeIn(from), to: timeIn(to), before: null };
}

/** What is not known, and why. */
export function gapIn(words: string): Pick<Gap, "of" | "why"> {
  const tracks: Record<string, Gap["of"]> = {
    "what the setting was is not known": "setting",
    "no verdict is known": "verdict",
    "not every call is known": "calls",
  };
  const [, what = "", why = ""] = parts(/^([^:]*): (.*)$/, words);
  const of = tracks[what];
  assert.ok(of, words);
  return { of, why };
}

/** What the time of a change is, and whether the setting changed then. */
export function changeTimeIn(words: string): Pick<Change, "by" | "isSure"> & { isFirst: boolean } {
  const [what = "", time = ""] = words.split("; ");
  const times: Record<string, Change["by"]> = {
    "time of the call": "call",
    "time of AWS Config's record, up to some minutes after the change": "recording",
  };
  const by = times[time];
  assert.ok(by, words);
  const first = by === "call" ? "the first call that is known" : "the record begins";
  assert.ok(["the setting changed", "the setting may have changed", first].includes(what), words);
  return { by, isFirst: what === first, isSure: what === "the setting changed" };
}

/** By what it is known what the setting was before; nothing is said where calls prove it. */
export function knownByIn(words: string | undefined): "call" | "earlier call" | "recording" {
  if (words === undefined) return "call";
  if (words === "as AWS Config recorded it last") return "recording";
  assert.equal(words, "by an earlier call; later ones may be missing");
  return "earlier call";
}

export function whoIn(words: string): Pick<Change, "caller" | "candidates" | "unidentified"> {
  const nobody = { caller: null, candidates: [], unidentified: null };
  const [, possible] = /^not identified; possibly (.*)$/.exec(words) ?? [];
  if (possible !== undefined)
    return {
      ...nobody,
      candidates: possible.split(", or ").map((one) => {
        const [, principal = "", at = ""] = parts(new RegExp(`^(\\S+) at (${aTime})$`), one);
        return { principal, at: timeIn(at) };
      }),
    };
  const [, why] = /^not identified: (.*)$/.exec(words) ?? [];
  if (why !== undefined) return { ...nobody, unidentified: why };
  const [, principal = "", eventId = ""] = parts(
    /^(\S+) \(CloudTrail, (?:event history|trail|function log), event (\S+)\)$/,
    words,
  );
  return { ...nobody, caller: { principal, eventId } };
}

/** When AWS Config recorded a change that a call made. */
export function recordedIn(words: string): string | null {
  if (words === "AWS Config has no item that is certainly of it") return null;
  const [, at = ""] = parts(new RegExp(`^AWS Config recorded it (${aTime})$`), words);
  return timeIn(at);
}

/** How long the rule said NON_COMPLIANT. */
export function nonComplianceIn(words: string): NonCompliance {
  if (words === "no verdict of compliant or not is known") return { kind: "non-compliance", judged: 0 };
  const [, never] = /^never NON_COMPLIANT in (.*) with a verdict$/.exec(words) ?? [];
  if (never !== undefined) return { kind: "non-compliance", occurrences: 0, judged: lengthIn(never) };
  const [, times, length = "", judged = ""] = parts(
    /^NON_COMPLIANT (?:once|(\d+) times), for (.*) of (.*) with a verdict$/,
    words,
  );
  return {
    kind: "non-compliance",
    occurrences: times === "" ? 1 : Number(times),
    nonCompliant: lengthIn(length),
    judged: lengthIn(judged),
  };
}

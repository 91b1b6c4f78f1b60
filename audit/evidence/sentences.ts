import type { EncryptionSetting } from "../../rule/decision/setting";
import { formatLength, formatTime, shortKey } from "../cli/format";
import type { Criterion } from "./criteria";
import { type Evidence, saidDuring } from "./evidence";
import type { Gap } from "./gaps";
import type { SettingChange, Who } from "./setting-track";
import type { Span } from "./sources";

/** A setting in a few words: "key 1234abcd-…" or "X-Ray's default encryption". */
export function settingInWords(setting: EncryptionSetting | undefined): string {
  if (setting === undefined) return "a setting that the sources do not name";
  if (setting.type === "NONE") return "X-Ray's default encryption";
  const short = shortKey(setting.keyId);
  return short.includes("alias/") ? short : `key ${short}`;
}

/** Who made a change, by what source: only what is proved. */
export function whoInWords(who: Who): string {
  switch (who.is) {
    case "caller":
      return `${who.call.principal} (CloudTrail, ${who.call.source}, event ${who.call.eventId})`;
    case "candidates":
      return `not identified; possibly ${who.calls
        .map(({ principal, at }) => `${principal} at ${formatTime(at)}`)
        .join(", or ")}`;
    case "unidentified":
      return `not identified: ${who.why}`;
  }
}

/** What the time of a change is. */
export function timeInWords(change: Pick<SettingChange, "by" | "from" | "isCertain">): string {
  const isCall = change.by === "call";
  const first = isCall ? "the first call that is known" : "the record begins";
  const known = change.isCertain ? "the setting changed" : "the setting may have changed";
  return `${change.from === undefined ? first : known}; ${
    isCall ? "time of the call" : "time of AWS Config's record, up to some minutes after the change"
  }`;
}

/** By what it is known what the setting was before a change; empty where calls prove it, or where nothing is known. */
export function knownByInWords(from: SettingChange["from"]): string {
  if (from?.by === "recording") return "as AWS Config recorded it last";
  return from?.by === "earlier call" ? "by an earlier call; later ones may be missing" : "";
}

/** When AWS Config recorded a change whose time is the call's. */
export function recordedInWords({ by, recordedAt }: SettingChange): string {
  if (recordedAt !== undefined) return `AWS Config recorded it ${formatTime(recordedAt)}`;
  return by === "call" ? "AWS Config has no item that is certainly of it" : "";
}

/** What is not known, and why. */
export function gapInWords({ of, why }: Pick<Gap, "of" | "why">): string {
  const what = {
    setting: "what the setting was is not known",
    verdict: "no verdict is known",
    calls: "not every call is known",
  };
  return `${what[of]}: ${why}`;
}

/** What was desired, and from when to when as far as calls prove it. */
export function criterionInWords({ desired, set, until }: Criterion): string {
  const since =
    set === undefined
      ? "since when is not known"
      : `set ${formatTime(set.at)} by ${set.principal} (CloudTrail, ${set.source}, event ${set.eventId})`;
  const end =
    until === "now"
      ? "until now"
      : until === undefined
        ? "until when is not known"
        : `until ${formatTime(until)}`;
  return `${desired}: ${since}, ${end}`;
}

/** How long the rule said NON_COMPLIANT. */
export function nonComplianceInWords({ nonCompliance }: Evidence): string {
  const { nonCompliant, judged, occurrences } = nonCompliance;
  if (judged === 0) return "no verdict of compliant or not is known";
  const times = occurrences === 1 ? "once" : `${occurrences} times`;
  return occurrences === 0
    ? `never NON_COMPLIANT in ${formatLength(judged)} with a verdict`
    : `NON_COMPLIANT ${times}, for ${formatLength(nonCompliant)} of ${formatLength(judged)} with a verdict`;
}

/**
 * What the rule said while the setting was one thing, a sentence a stretch. It puts two tracks side by side, each with its
 * own times, and says nothing of one that only the other proves.
 */
export function whileSentences({ settings, verdicts }: Evidence): { span: Span; sentence: string }[] {
  return settings.map((setting) => {
    const said = saidDuring(setting, verdicts).map(({ complianceType, why, from, to }) =>
      complianceType === undefined
        ? `no verdict known from ${formatTime(from)} to ${formatTime(to)} (${why ?? "none recorded"})`
        : `${complianceType} from ${formatTime(from)} to ${formatTime(to)}`,
    );
    const times = `${formatTime(setting.from)} to ${formatTime(setting.to)}`;
    const was =
      setting.by === "call"
        ? `While it was ${settingInWords(setting.setting)} (${times}, by CloudTrail's calls)`
        : `While AWS Config's last record was ${settingInWords(setting.setting)} (${times})`;
    return {
      span: setting,
      sentence: `${was}: ${said.length === 0 ? "no verdict known" : said.join("; ")}.`,
    };
  });
}

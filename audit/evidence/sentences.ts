import type { EncryptionSetting } from "../../rule/decision/setting";
import { shortKey, formatTime } from "../cli/format";
import { type Evidence, saidDuring } from "./evidence";
import type { Who } from "./setting-track";
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

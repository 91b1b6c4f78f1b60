import type { TimelineEntry } from "./entries";
import { entryToJson } from "./json";

/** A timeline's entry as a row of CSV, by column. An empty cell is not known, or not said of such an entry. */
export function entryToRow(region: string, entry: TimelineEntry): Record<string, string> {
  const json = entryToJson(region, entry);
  const change = json.kind === "change" && "timeFrom" in json ? json : undefined;
  const verdict = json.kind === "verdict" && "until" in json ? json : undefined;
  const to = change?.to ?? ("setting" in json ? json.setting : null);
  const row = {
    kind: json.kind,
    region,
    at: json.at,
    timeFrom: change?.timeFrom,
    fromType: change?.from?.setting?.type,
    fromKeyId: change?.from?.setting?.keyId,
    fromKnownBy: change?.from?.knownBy,
    toType: to?.type,
    toKeyId: to?.keyId,
    caller: change?.caller?.principal,
    callId: change?.caller?.eventId,
    callSource: change?.caller?.source,
    candidates: change?.candidates.map(({ principal, at }) => `${principal} at ${at}`).join("; "),
    callerUnknown: change?.callerUnknown,
    recordedAt: change?.recordedAt,
    verdict: verdict?.complianceType,
    verdictBefore: verdict?.before,
    verdictUntil: verdict?.until,
    verdictUnknown: verdict?.unknown,
  };
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value ?? ""]));
}

import type { TimelineEntry } from "./entries";
import { entryToJson } from "./json";

/** A timeline's entry as a row of CSV, by column. An empty cell is not known, or not said of such an entry. */
export function entryToRow(
  region: string,
  entry: TimelineEntry,
  isSimulated = false,
): Record<string, string> {
  const json = entryToJson(region, entry);
  const change = json.kind === "change" && "timeFrom" in json ? json : undefined;
  const verdict = json.kind === "verdict" && "complianceType" in json ? json : undefined;
  const gap = json.kind === "gap" && "why" in json ? json : undefined;
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
    certain: change && String(change.certain),
    caller: change?.caller?.principal,
    callId: change?.caller?.eventId,
    callSource: change?.caller?.source,
    candidates: change?.candidates.map(({ principal, at }) => `${principal} at ${at}`).join("; "),
    callerUnknown: change?.callerUnknown,
    recordedAt: change?.recordedAt,
    verdict: verdict?.complianceType,
    verdictBefore: verdict?.before,
    until: verdict?.until ?? gap?.until,
    gapOf: gap?.of,
    gapWhy: gap?.why,
    simulated: isSimulated ? "SIMULATED" : undefined,
  };
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value ?? ""]));
}

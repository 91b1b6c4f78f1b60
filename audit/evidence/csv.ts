import type { HashedFile } from "../aws/read-file";
import { entryToJson, type JsonEntry } from "./json";

/** A timeline's entry as a row of CSV, by column. An empty cell is not known, or not said of such an entry. */
export function entryToRow(json: JsonEntry, isSimulated = false): Record<string, string | null | undefined> {
  const change = json.kind === "change" && "timeFrom" in json ? json : undefined;
  const verdict = json.kind === "verdict" && "complianceType" in json ? json : undefined;
  const gap = json.kind === "gap" && "why" in json ? json : undefined;
  const to = change?.to ?? ("setting" in json ? json.setting : null);
  const item = "item" in json ? json.item : null;
  return {
    kind: json.kind,
    region: json.region,
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
    callRead: change?.caller?.read?.call,
    callReadAt: change?.caller?.read?.at,
    callRequestId: change?.caller?.read?.requestId,
    callFile: fileName(change?.caller?.file),
    callFileSha256: change?.caller?.file?.sha256,
    itemId: item?.configurationStateId,
    itemCapturedAt: item?.capturedAt,
    itemRead: item?.read?.call,
    itemReadAt: item?.read?.at,
    itemRequestId: item?.read?.requestId,
    itemFile: fileName(item?.file),
    itemFileSha256: item?.file?.sha256,
    simulated: isSimulated ? "SIMULATED" : undefined,
  };
}

function fileName(file: HashedFile | null | undefined): string | undefined {
  return file ? `s3://${file.bucket}/${file.key}` : undefined;
}

/** The columns, in order. */
export const rowColumns = Object.keys(
  entryToRow(entryToJson("", { kind: "gap", at: new Date(0), until: new Date(0), of: "calls", why: "" })),
);

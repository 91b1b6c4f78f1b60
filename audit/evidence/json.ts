import type { Read } from "../aws/clients";
import type { EncryptionSetting } from "../../rule/decision/setting";
import type { TimelineEntry } from "./entries";
import { changesIn, type Evidence } from "./evidence";
import type { RegionSources } from "./read-sources";
import type { EncryptionCall, ItemSource, Span } from "./sources";

/** A timeline's entry as JSON: what is not known is null, times are ISO 8601 in UTC. */
export function entryToJson(region: string, entry: TimelineEntry) {
  const head = { kind: entry.kind, region, at: entry.at.toISOString() };
  switch (entry.kind) {
    case "change":
      return {
        ...head,
        /** `call`: the time of the call. `recording`: when AWS Config recorded it, up to some minutes later. */
        timeFrom: entry.by,
        from: entry.from ? { setting: settingToJson(entry.from.setting), knownBy: entry.from.by } : null,
        to: settingToJson(entry.to),
        /** Whether it certainly was something else before, and no other change tells the same step. */
        certain: entry.isCertain,
        caller: entry.who.is === "caller" ? callToJson(entry.who.call) : null,
        candidates: entry.who.is === "candidates" ? entry.who.calls.map(callToJson) : [],
        callerUnknown: entry.who.is === "unidentified" ? entry.who.why : null,
        recordedAt: entry.recordedAt?.toISOString() ?? null,
        item: itemToJson(entry.item),
      };
    case "verdict":
      return {
        ...head,
        until: entry.until.toISOString(),
        complianceType: entry.complianceType,
        before: entry.before ?? null,
        item: itemToJson(entry.item),
      };
    case "gap":
      return { ...head, until: entry.until.toISOString(), of: entry.of, why: entry.why };
    case "unexplained":
      return { ...head, setting: settingToJson(entry.setting), item: itemToJson(entry.item) };
  }
}

export type JsonEntry = ReturnType<typeof entryToJson>;

/** A Region's evidence besides its entries. */
export function regionToJson(
  region: string,
  { sources, rule, criteria }: Pick<RegionSources, "sources" | "criteria"> & { rule: string | undefined },
  evidence: Evidence,
) {
  const { span, settings, nonCompliance } = evidence;
  const spanToJson = ({ from, to }: Span) => ({ from: from.toISOString(), to: to.toISOString() });
  const seconds = (milliseconds: number) => Math.round(milliseconds / 1000);
  return {
    region,
    ...spanToJson(span),
    /** The time for which every call is known. */
    callsKnown: sources.callsKnown ? spanToJson(sources.callsKnown) : null,
    rule: rule ?? null,
    criteria: criteria.map(({ desired, set, until }) => ({
      desired,
      setAt: set?.at.toISOString() ?? null,
      setBy: set?.principal ?? null,
      eventId: set?.eventId ?? null,
      source: set?.source ?? null,
      until: until instanceof Date ? until.toISOString() : (until ?? null),
    })),
    changes: changesIn(evidence).length,
    nonCompliance: {
      nonCompliantSeconds: seconds(nonCompliance.nonCompliant),
      judgedSeconds: seconds(nonCompliance.judged),
      occurrences: nonCompliance.occurrences,
      longestSeconds: seconds(nonCompliance.longest),
    },
    settings: settings.map((period) => ({
      setting: settingToJson(period.setting),
      ...spanToJson(period),
      knownBy: period.by,
    })),
  };
}

function settingToJson(
  setting: EncryptionSetting | undefined,
): { type: string; keyId: string | null } | null {
  if (setting === undefined) return null;
  return { type: setting.type, keyId: setting.type === "KMS" ? setting.keyId : null };
}

function callToJson({ at, eventId, principal, source, read, file }: EncryptionCall) {
  return { principal, at: at.toISOString(), eventId, source, read: readToJson(read), file: file ?? null };
}

/** The item that says something, where it was read, and the delivered file that has the same. */
function itemToJson(item: ItemSource | undefined) {
  if (item === undefined) return null;
  const { stateId, capturedAt, read, file } = item;
  return {
    configurationStateId: stateId ?? null,
    capturedAt: capturedAt.toISOString(),
    read: readToJson(read),
    file: file ?? null,
  };
}

function readToJson(read: Read | undefined) {
  return read === undefined
    ? null
    : { call: read.call, at: read.at.toISOString(), requestId: read.requestId ?? null };
}

import type { TimelineEntry } from "../history/timeline";

/** The version of all JSON documents that are printed. It changes when a member is renamed, removed or means something else. */
export const jsonVersion = 1;

/** A timeline's entry as JSON: what is not known is null, times are ISO 8601 in UTC. */
export function entryToJson(entry: TimelineEntry) {
  const { kind, region, resourceId, at, changes, first, gone, verdict, by } = entry;
  return {
    kind,
    region,
    resourceId,
    at: at.toISOString(),
    changes: changes.map(({ property, from, to }) => ({ property, from: from ?? null, to: to ?? null })),
    first,
    gone: gone ?? null,
    verdict:
      verdict === undefined
        ? null
        : {
            complianceType: verdict.complianceType,
            recordedAt: verdict.recordedAt.toISOString(),
            standing: verdict.standing,
          },
    verdictBefore: entry.verdictBefore ?? null,
    by: by === undefined ? null : { principal: by.principal, at: by.at.toISOString(), eventId: by.eventId },
    byUnknown: entry.byUnknown ?? null,
  };
}

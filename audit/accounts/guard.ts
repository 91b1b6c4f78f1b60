import { encryptionConfigType } from "../history/recorded-items";
import type { RegionReport } from "../report/model";

/**
 * Whether a Region is guarded: a rule judges the setting, and a recorder records it. What is not known is not taken for either.
 *
 * @returns `guarded` null where it is not known; why not, or why it is not known, as clauses
 */
export function guardOf({ now, sources }: Pick<RegionReport, "now" | "sources">): {
  guarded: boolean | null;
  notGuarded: string[];
} {
  if (now.error !== null) return { guarded: null, notGuarded: ["the Region could not be read"] };
  const notRecorded = whyNotRecorded(now, sources);
  const missing = [
    ...(now.rule === null ? ["no AWS Config rule judges the setting"] : []),
    ...(notRecorded === undefined ? [] : [notRecorded]),
  ];
  if (missing.length > 0) return { guarded: false, notGuarded: missing };
  const isRecorderKnown = now.recorder !== null || sources !== undefined;
  return isRecorderKnown
    ? { guarded: true, notGuarded: [] }
    : { guarded: null, notGuarded: ["the recorder could not be read"] };
}

/** Undefined where it is recorded, and where that is not known. */
function whyNotRecorded(
  { recorder }: RegionReport["now"],
  sources: RegionReport["sources"],
): string | undefined {
  if (sources !== undefined) return sources.notRecordedNow;
  if (recorder?.recording === false) return `recorder ${recorder.name} is stopped`;
  return recorder?.recordsType === false
    ? `recorder ${recorder.name} does not record ${encryptionConfigType}`
    : undefined;
}

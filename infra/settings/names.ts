import { closest } from "fastest-levenshtein";
import type { GuardArgs } from "./guard-args";
import { table } from "./table";

/** The new names of settings that were renamed. */
const renamed = new Map<string, keyof GuardArgs>([["watchRecording", "alarmOnRecorder"]]);

/** Says what to write instead of a name that is not a setting's. Undefined for a setting. */
export function renamedOrUnknown(name: string): string | undefined {
  const names = Object.keys(table);
  if (names.includes(name)) return undefined;
  const newName = [...renamed].find(([old]) => old.toLowerCase() === name.toLowerCase())?.[1];
  return newName === undefined
    ? `is not a setting: did you mean ${closest(name, names)}? Otherwise remove it.`
    : `is called ${newName} now: rename it.`;
}

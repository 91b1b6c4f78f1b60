// What may be broken in infra/ and goes unnoticed: named in test/mutation/unnoticed.json, each with its reason.
import * as fs from "node:fs";
import * as path from "node:path";

/** A place that was broken, without its line, which moves. */
export interface Survivor {
  file: string;
  was: string;
  /** Empty where it was taken out. */
  becomes: string;
}

interface Named extends Survivor {
  because: string;
}

/** Of 100 places, how many must be noticed. */
const least = 97;

/** @returns the exit code: 1 where too much went unnoticed, or something without a reason */
export function survivorsNamed(survivors: readonly Survivor[], all: number): number {
  const file = path.resolve(__dirname, "../../test/mutation/unnoticed.json");
  const named = JSON.parse(fs.readFileSync(file, "utf8")) as Named[];
  const keys = new Set(named.map(keyOf));
  const unnamed = survivors.filter((one) => !keys.has(keyOf(one)));
  for (const one of unnamed) {
    console.error(
      `Unnoticed, and without a reason in test/mutation/unnoticed.json: ${one.file}: ${one.was} -> ${one.becomes || "nothing"}`,
    );
  }
  const noticed = all === 0 ? 100 : (100 * (all - survivors.length)) / all;
  if (noticed < least) console.error(`${noticed.toFixed(1)} of 100 are noticed; expected ${least}.`);
  return unnamed.length > 0 || noticed < least ? 1 : 0;
}

function keyOf({ file, was, becomes }: Survivor): string {
  return JSON.stringify([file, was, becomes]);
}

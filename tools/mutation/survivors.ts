// What may be broken in infra/ unnoticed: each place is named in test/mutation/unnoticed.json with its reason.
import * as fs from "node:fs";
import * as path from "node:path";

const list = "test/mutation/unnoticed.json";

/** A place that was broken. It has no line number, because lines move. */
export interface Broken {
  file: string;
  /** The line in which it begins, as it was. */
  line: string;
  was: string;
  /** Empty where it was taken out. */
  becomes: string;
}

/** One that may go unnoticed. */
export interface Unnoticed extends Broken {
  because: string;
}

/** Of 100 places, how many must be noticed. */
const least = 97;

/**
 * What is wrong with how much went unnoticed, a sentence each.
 *
 * @param survivors the places that no test noticed
 * @param all how many places were broken
 */
export function complaints(
  survivors: readonly Broken[],
  all: number,
  named: readonly Unnoticed[] = readUnnoticed(),
): string[] {
  const keys = new Set(named.map(keyOf));
  const noticed = all === 0 ? 100 : (100 * (all - survivors.length)) / all;
  return [
    ...survivors
      .filter((one) => !keys.has(keyOf(one)))
      .map(
        ({ file, line, was, becomes }) =>
          `${file}: in '${oneLine(line)}' no test noticed '${oneLine(was)}' become '${oneLine(becomes)}'; write one, or name it in ${list} with the reason.`,
      ),
    ...(noticed < least ? [`The tests notice ${noticed.toFixed(1)} of 100; expected ${least} or more.`] : []),
  ];
}

/** Prints the outcome. @returns the exit code */
export function conclude(survivors: readonly Broken[], all: number): number {
  console.log(`The tests notice ${all - survivors.length} of ${all}.`);
  const wrong = complaints(survivors, all);
  for (const one of wrong) console.error(one);
  return wrong.length > 0 ? 1 : 0;
}

function readUnnoticed(): Unnoticed[] {
  const file = path.resolve(__dirname, "../..", list);
  return JSON.parse(fs.readFileSync(file, "utf8")) as Unnoticed[];
}

function keyOf({ file, line, was, becomes }: Broken): string {
  return JSON.stringify([file, ...[line, was, becomes].map(oneLine)]);
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

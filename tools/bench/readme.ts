import * as fs from "node:fs";
import * as path from "node:path";
import type { Results } from "./print";

/** The README's section of figures: Markdown, from the last `npm run bench`. */
export function benchTables(): string {
  const { machine, evaluator, program, goals } = JSON.parse(
    fs.readFileSync(path.join(__dirname, "results.json"), "utf8"),
  ) as Results;
  const kb = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`;
  return [
    `Measured on ${machine.date.slice(0, 10)} on ${machine.cpu} with ${machine.cores} cores, ${machine.system}, Node ${machine.node}, with a load of ${machine.load}.`,
    "",
    "| function, event | cold | warm p50 | warm p99 | memory cold | memory peak | AWS calls | zipped |",
    "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ...evaluator.map(
      (row) =>
        `| ${row.what} | ${row.coldMs} ms | ${row.warmP50Ms} ms | ${row.warmP99Ms} ms | ${row.coldPeakMb} MB | ${row.peakMb} MB | ${row.callsPerVerdict} | ${kb(row.zippedBytes)} |`,
    ),
    "",
    "| Regions | TypeScript | resources | registered in | memory peak |",
    "| --- | --- | --- | --- | --- |",
    ...program.map(
      (row) =>
        `| ${row.regions} | ${row.typeChecked ? "checked at start" : "transpiled"} | ${row.resources} | ${(row.registeredMs / 1000).toFixed(2)} s | ${row.peakMb} MB |`,
    ),
    "",
    "| goal | figure | |",
    "| --- | --- | --- |",
    ...goals.map(({ goal, figure, met }) => `| ${goal} | ${figure} | ${met ? "met" : "**missed**"} |`),
  ].join("\n");
}

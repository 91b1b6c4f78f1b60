import * as fs from "node:fs";
import * as path from "node:path";
import type { EngineResults } from "../bench/engine/measure";
import type { Results } from "../bench/print";
import type { ReportResults } from "../bench/report/measure";
import { page, table } from "./markdown";

/** Made from the last `npm run bench`. */
export function benchmarksPage(): string {
  const { machine, evaluator, program, goals, engine, report } = JSON.parse(
    fs.readFileSync(path.join(__dirname, "../bench/results.json"), "utf8"),
  ) as Results;
  const kb = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`;
  return page(
    "How fast is it, and how much memory does it need?",
    `Measured on ${machine.date.slice(0, 10)} on ${machine.cpu} with ${machine.cores} cores, ${machine.system}, Node ${machine.node}, with a load of ${machine.load}.`,
    "## The functions",
    `\`npm run bench\` runs each function in fresh processes and takes the medians. AWS's answers are constant and come from
the loopback address, over plain HTTP. V8 sizes its heap as it does for a function of 256 MB.`,
    `The **sample** is [what AWS's guide documents](../tools/bench/tutorial-sample/README.md), written for this resource. Its SDK is
not bundled: it is loaded from disk beside the archive. It has a change trigger only, and compares keys as texts. It makes
one call where the evaluator makes three.`,
    table(
      [
        "function, event",
        "cold",
        "warm p50",
        "warm p99",
        "memory cold",
        "memory peak",
        "AWS calls",
        "zipped",
      ],
      evaluator.map((row) => [
        row.what,
        `${row.coldMs} ms`,
        `${row.warmP50Ms} ms`,
        `${row.warmP99Ms} ms`,
        `${row.coldPeakMb} MB`,
        `${row.peakMb} MB`,
        String(row.callsPerVerdict),
        kb(row.zippedBytes),
      ]),
    ),
    "## The program",
    `The time in which the dev stack registers its resources, in a fresh process. "Checked at start" is what ts-node does by
default; this project transpiles, and \`npm run check\` checks types.`,
    table(
      ["Regions", "TypeScript", "resources", "registered in", "memory peak"],
      program.map((row) => [
        String(row.regions),
        row.typeChecked ? "checked at start" : "transpiled",
        String(row.resources),
        `${(row.registeredMs / 1000).toFixed(2)} s`,
        `${row.peakMb} MB`,
      ]),
    ),
    ...(engine === undefined ? [] : engineSection(engine)),
    ...(report === undefined ? [] : reportSection(report)),
    "## Goals",
    table(
      ["goal", "figure", ""],
      [
        ...goals,
        ...[engine, report].flatMap((one) => one?.goal ?? []),
        ...(engine?.packages?.goals ?? []),
      ].map(({ goal, figure, met }) => [goal, figure, met ? "met" : "**missed**"]),
    ),
  );
}

function engineSection({ machine, turns, figures, packages }: EngineResults): string[] {
  return [
    "## With the Pulumi CLI",
    `\`npm run bench -- --engine\` deploys the dev stack into the local account ${turns} times, and in turn the same resources declared
plainly in JavaScript: no component, no bundling, no TypeScript. Medians, with the fastest and the slowest; with a load of
${machine.load} on ${machine.date.slice(0, 10)}.`,
    table(
      ["program", "preview", "", "up", ""],
      figures.map(({ program, preview, previews, up, ups }) => [
        program,
        `${preview} s`,
        previews.join(" to "),
        `${up} s`,
        ups.join(" to "),
      ]),
    ),
    ...(packages === undefined
      ? []
      : [
          `Programs of somebody else, which take the component [as a package](package.md), as npm and Pulumi's tools install it,
previewed ${turns} times in turn. The provider is started by Pulumi's plugin host, as one from git is.`,
          table(
            ["program", "preview", ""],
            packages.figures.map(({ program, preview, previews }) => [
              program,
              `${preview} s`,
              previews.join(" to "),
            ]),
          ),
        ]),
  ];
}

function reportSection({ machine, figures }: ReportResults): string[] {
  return [
    "## The report",
    `\`npm run bench -- --report\` writes the audit's report on one Region in which the setting changed every minute: a call, an
item and a verdict each, and delivered files of six hours. A fresh process, against constant answers on the loopback address; with a
load of ${machine.load} on ${machine.date.slice(0, 10)}. AWS itself answers two look-ups in CloudTrail a second, which nothing here can hasten.`,
    table(
      ["changes", "in", "of the processor", "memory peak", "first page", "pages", "folder"],
      figures.map((row) => [
        row.changes.toLocaleString("en"),
        `${(row.ms / 1000).toFixed(1)} s`,
        `${(row.cpuMs / 1000).toFixed(1)} s`,
        `${row.peakMb} MB`,
        `${Math.round(row.firstPageBytes / 1000)} kB`,
        String(row.pages),
        `${(row.folderBytes / 1e6).toFixed(1)} MB`,
      ]),
    ),
  ];
}

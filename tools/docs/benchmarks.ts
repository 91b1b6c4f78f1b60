import * as fs from "node:fs";
import * as path from "node:path";
import type { CiResults, CiStep } from "../bench/clone/ci";
import { type CloneResults, clonesInSeconds } from "../bench/clone/measure";
import type { EngineResults } from "../bench/engine/measure";
import type { InventoryFigures, InventoryResults } from "../bench/inventory/measure";
import type { Machine } from "../bench/machine";
import type { Results } from "../bench/print";
import { drawn, type ReportResults } from "../bench/report/measure";
import type { SoakResults } from "../bench/soak/measure";
import { median, spread } from "../bench/statistics";
import { growthChart } from "./growth";
import { page, table } from "./markdown";

/** Made from the last `npm run bench`. */
export function benchmarksPage(): string {
  const { machine, evaluator, roundTrips, program, localYear, goals, ...others } = JSON.parse(
    fs.readFileSync(path.join(__dirname, "../bench/results.json"), "utf8"),
  ) as Results;
  const transpiled = program.filter(({ regions, typeChecked }) => regions > 0 && !typeChecked);
  const { engine, report, inventory, clone, ci, soak } = others;
  const every = [
    goals,
    ...[engine, report, inventory, soak, clone, ci].map((one) => one?.goals ?? []),
  ].flat();
  const kb = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`;
  return page(
    "How fast is it, and how much memory does it need?",
    `The functions, the program and the local account were ${measuredOn(machine)}. The other sections say it of themselves: a
figure is to be compared with those beside it.`,
    "## The functions",
    `\`npm run bench\` runs each function in fresh processes and takes the medians. AWS's answers are constant and come from
the loopback address, over plain HTTP. V8 sizes its heap as it does for a function of 256 MB.`,
    `The **sample** is [what AWS's guide documents](../tools/bench/tutorial-sample/README.md), written for this resource. Its SDK is
not bundled: it is loaded from disk beside the archive. It has a change trigger only, and compares keys as texts. It makes
one call. The evaluator also asks KMS for the key and X-Ray where spans go, and hands its verdict to the notifier.`,
    `"Cold" is the time from the start of the process until AWS Config has the first verdict, "loaded" until the function is loaded.`,
    table(
      [
        "function, event",
        "cold",
        "loaded",
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
        `${row.loadedMs} ms`,
        `${row.warmP50Ms} ms`,
        `${row.warmP99Ms} ms`,
        `${row.coldPeakMb} MB`,
        `${row.peakMb} MB`,
        String(row.callsPerVerdict),
        kb(row.zippedBytes),
      ]),
    ),
    "### Calls that wait for one another",
    `The time from an event to AWS Config's having the report, warm, where each of AWS's answers takes 20 ms. What does not depend
on another answer is asked at once: a change takes two calls one after the other (the keys, the report), a run on schedule three.`,
    growthChart({
      title: "From event to report: a change below, a run on schedule above",
      of: "accepted keys",
      at: roundTrips.filter(({ event }) => event === "change").map(({ acceptedKeys }) => acceptedKeys),
      unit: "ms",
      lines: (["change", "schedule"] as const).map((event) =>
        roundTrips.filter((one) => one.event === event).map(({ reportedMs }) => reportedMs),
      ),
    }),
    table(
      ["event", "accepted keys", "reported after", "half of them"],
      roundTrips.map(({ event, acceptedKeys, reportedMs, halfMs }) => [
        event,
        String(acceptedKeys),
        `${reportedMs} ms`,
        halfMs.join(" to "),
      ]),
    ),
    "## The program",
    `The time in which the dev stack registers its resources, in a fresh process. "Checked at start" is what ts-node does by
default; this project transpiles, and \`npm run check\` checks types.`,
    table(
      ["Regions", "TypeScript", "resources", "registered in", "memory peak"],
      program.map((row) => [
        row.regions === 0 ? "none: Pulumi's packages alone" : String(row.regions),
        row.typeChecked ? "checked at start" : "transpiled",
        String(row.resources),
        `${(row.registeredMs / 1000).toFixed(2)} s`,
        `${row.peakMb} MB`,
      ]),
    ),
    growthChart({
      title: "Until the stack is registered",
      of: "Regions",
      at: transpiled.map(({ regions }) => regions),
      unit: "ms",
      lines: [transpiled.map(({ registeredMs }) => registeredMs)],
    }),
    "## The local account",
    `A year of days in one Region, in a fresh process, takes ${median(localYear.runs)} s (${spread(localYear.runs).join(" to ")}): the dev stack is deployed, and its functions really
run, ${localYear.invocations} times.`,
    ...(engine === undefined ? [] : engineSection(engine)),
    ...(report === undefined ? [] : reportSection(report)),
    ...(inventory === undefined ? [] : inventorySection(inventory)),
    ...(clone === undefined ? [] : cloneSection(clone)),
    ...(ci === undefined ? [] : ciSection(ci)),
    ...(soak === undefined ? [] : soakSection(soak)),
    "## Goals",
    `\`npm run bench\` fails where a goal that these figures meet is missed by the better quarter of its runs, too. In brackets: half
of the runs.`,
    table(
      ["goal", "figure", ""],
      every.map(({ goal, figure, met }) => [goal, figure, met ? "met" : "**missed**"]),
    ),
    ...every.flatMap(({ goal, met }) => (met ? [] : (whyMissed[goal] ?? []))),
  );
}

function measuredOn({ date, cpu, cores, system, node, load }: Machine): string {
  return `measured on ${date.slice(0, 10)} on ${cpu} with ${cores} cores, ${system}, Node ${node}, with a load of ${load}`;
}

/** What stands in the way of a goal, shown while it is missed. */
const whyMissed: Record<string, string> = {
  "evaluator cold at most 0.65 of the sample": `Why the evaluator's cold start is no shorter: Node itself takes what the function that does nothing takes. The evaluator is loaded
long before the sample is, but its first event takes longer, as the table's first two columns show. The profile shows no single
cause: four of the SDK's clients are made, and four connections opened, where the sample has one; HTTPS and signing load
Node's own modules; a tenth is compiling the archive.`,
  "one Region under 1.2 s": `Why one Region is registered no sooner: Pulumi's packages alone take most of it, as the first line of the program's table shows.`,
  "a year of days in one Region of the local account within 10 s": `Why a local year takes longer: each day's run on schedule is the real function with AWS's SDK, which makes 13 calls over HTTP.`,
  "npm ci in a fresh clone within 22 s": `Why \`npm ci\` takes longer: npm unpacks file by file. More than a quarter of the bytes is Node itself, for machines whose own is older, and
about as much are Pulumi's packages with what these bring.`,
  "npm start after that within 2.5 s": `Why \`npm start\` takes longer: a third of it is loading modules, most of them Pulumi's and the AWS SDK's. Then it deploys, starts the
functions, plays five changes, and reviews the stack with the policy pack in a process of its own.`,
  "npm test within 30 s": `Why \`npm test\` takes longer: it keeps both cores busy throughout, and its tests need a minute and a half of the processor.`,
  ".ci/run within 12 min": `Why \`.ci/run\` takes longer: its steps need more than twelve minutes of both cores. The slow tests are the longest of them, for they
start hundreds of processes, the deployed functions above all.`,
  "preview of a foreign TypeScript program with a guard at most 1.3 of the same without": `Why a foreign program's preview is no shorter: the other program declares one resource. The guard's, declared plainly and
without any component, take most of the difference by themselves, as the last line of the table shows: the CLI asks the provider about
each.`,
};

function engineSection({ machine, turns, figures, packages }: EngineResults): string[] {
  return [
    "## With the Pulumi CLI",
    `\`npm run bench -- --engine\` deploys the dev stack into the local account ${turns} times, and in turn the same resources declared
plainly in JavaScript: no component, no bundling, no TypeScript. Medians, with the fastest and the slowest, ${measuredOn(machine)}.`,
    table(
      ["program", "preview", "", "up", ""],
      figures.map(({ program, preview, previews, up, ups }) => [
        program,
        `${preview} s`,
        spread(previews).join(" to "),
        `${up} s`,
        spread(ups).join(" to "),
      ]),
    ),
    `Programs of somebody else, which take the component [as a package](package.md), as npm and Pulumi's tools install it,
previewed ${turns} times in turn. The provider is started by Pulumi's plugin host, as one from git is.`,
    table(
      ["program", "preview", ""],
      packages.map(({ program, preview, previews }) => [
        program,
        `${preview} s`,
        spread(previews).join(" to "),
      ]),
    ),
  ];
}

function cloneSection(results: CloneResults): string[] {
  const { machine, runs, installedMb } = results;
  return [
    "## A fresh clone",
    `\`npm run bench -- --clone\` clones what is committed ${runs["npm ci"].length} times, with npm's cache filled. \`npm ci\` installs ${installedMb} MB. Medians, with
the fastest and the slowest, ${measuredOn(machine)}.`,
    table(
      ["command", "seconds", ""],
      clonesInSeconds(results).map(([command, seconds]) => [
        `\`${command}\``,
        String(seconds),
        spread(runs[command as keyof typeof runs]).join(" to "),
      ]),
    ),
  ];
}

function ciSection({ machine, steps }: CiResults): string[] {
  const sum = (of: (step: CiStep) => number) => steps.reduce((total, step) => total + of(step), 0);
  const seconds = sum((step) => step.seconds);
  const busy = Math.round(sum((step) => step.seconds * step.busy) / seconds);
  return [
    "### What lands",
    `\`npm run bench -- --ci\` runs \`.ci/run\` in a fresh clone, ${measuredOn(machine)}. Of ${machine.cores} cores
at most ${100 * machine.cores} % can be busy.`,
    table(
      ["step", "seconds", "of one core"],
      [
        ...steps.map((step) => [`\`${step.command}\``, String(step.seconds), `${step.busy} %`]),
        ["**together**", `**${seconds}**`, `**${busy} %**`],
      ],
    ),
  ];
}

function soakSection({ machine, invocations, samples }: SoakResults): string[] {
  return [
    "## A process that goes on",
    `\`npm run bench -- --soak\` invokes one evaluator process ${invocations.toLocaleString("en")} times, in turn for a change and on schedule. Every hundredth of
AWS's answers is a fault: an error, a throttle, a refusal, a broken connection, no JSON. It was
${measuredOn(machine)}.`,
    growthChart({
      title: "Memory with garbage collected",
      of: "invocations",
      at: samples.map((_, index) => ((index + 1) * invocations) / samples.length),
      unit: "MB",
      lines: [samples.map(({ bytes }) => Number((bytes / 1e6).toFixed(2)))],
    }),
  ];
}

function reportSection({ machine, figures }: ReportResults): string[] {
  const growing = drawn(figures);
  return [
    "## The report",
    `\`npm run bench -- --report\` writes the audit's report on one Region in which the setting changed every minute: a call, an
item and a verdict each, and delivered files of six hours. A fresh process, against constant answers on the loopback address,
${measuredOn(machine)}.
10,000 changes are reported several times; their line is the run in the middle. AWS itself answers two look-ups in CloudTrail a second,
which nothing here can hasten.`,
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
    growthChart({
      title: "A report on so many changes",
      of: "changes",
      at: growing.map(({ changes }) => changes),
      unit: "s",
      lines: [growing.map(({ ms }) => ms / 1000)],
    }),
  ];
}

function inventorySection({ machine, regions, callsPerSecond, figures }: InventoryResults): string[] {
  const by = (one: InventoryFigures["by"]) => figures.filter((figure) => figure.by === one);
  const chart = (title: string, of: readonly InventoryFigures[]) =>
    growthChart({
      title,
      of: "accounts",
      at: of.map(({ accounts }) => accounts),
      unit: "s of the processor",
      lines: [of.map(({ cpuMs }) => cpuMs / 1000)],
    });
  return [
    "## The inventory",
    `\`npm run bench -- --inventory\` takes inventories of accounts of ${regions} Regions, each in a fresh process,
${measuredOn(machine)}.
The aggregator answers ${callsPerSecond} calls a second and refuses others. Of the calls with a role in each account
every hundredth is refused.`,
    table(
      ["accounts", "by", "AWS calls", "in", "of the processor", "memory peak"],
      figures.map((row) => [
        row.accounts.toLocaleString("en"),
        row.by === "role" ? "a role in each" : "an aggregator",
        row.calls.toLocaleString("en"),
        `${(row.ms / 1000).toFixed(1)} s`,
        `${(row.cpuMs / 1000).toFixed(1)} s`,
        `${row.peakMb} MB`,
      ]),
    ),
    chart("An inventory by an aggregator", by("aggregator")),
    chart("An inventory by a role in each account", by("role")),
  ];
}

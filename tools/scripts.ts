// The npm scripts that run other people's tools: what each runs, and its help.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import * as path from "node:path";
import { text } from "node:stream/consumers";
import { Argument } from "commander";
import { CommandLine } from "../cli/command";
import { main as runCommand, run } from "../cli/main";

const root = path.resolve(__dirname, "..");
const mutation = "test/mutation";

/** Arguments of Node: a file to run, and the file's own arguments. */
type Step = string[];

interface Script {
  about: string;
  /** What may follow `--`, and what of that an example names. */
  argument?: Argument;
  example?: string;
  steps: (named: string[], matching: string[]) => Step[];
  /** Each step is run, whatever comes of the others, and says what it has to say once it has ended. */
  atOnce?: true;
}

const files = new Argument("[files...]", "only these files");
const tests = new Argument("[tests...]", "only these test files");
const prettier = ["node_modules/prettier/bin/prettier.cjs", "--log-level", "warn"];
const mocha = "node_modules/mocha/bin/mocha.js";

const checks: Record<string, Step> = {
  types: ["node_modules/typescript/bin/tsc", "--noEmit"],
  lint: ["node_modules/eslint/bin/eslint.js", "."],
  imports: [
    "node_modules/dependency-cruiser/bin/dependency-cruise.mjs",
    ..."index.ts cli rule infra provider stack-runner local audit policy review tools test".split(" "),
  ],
  format: [...prettier, "--check", "."],
};

/** Which test files each run takes, and which of them it leaves out. Mocha's settings are in .mocharc.json. */
export const testRuns = {
  test: { spec: "test/**/*.test.ts", ignore: "test/**/*.{slow,played,in-process,engine}.test.ts" },
  coverage: { spec: "test/**/*.test.ts", ignore: "test/**/*.{slow,engine}.test.ts" },
  "test:played": { spec: "test/**/*.played.test.ts", ignore: "" },
  "test:slow": { spec: "test/**/*.slow.test.ts", ignore: "test/browser/**" },
  "test:browser": { spec: "test/browser/*.slow.test.ts", ignore: "" },
  "test:engine": { spec: "test/engine/*.engine.test.ts", ignore: "" },
};

export const scripts: Record<string, Script> = {
  check: {
    about: "Checks types, lint, imports (which folder may import which) and format.",
    argument: new Argument("[checks...]", "only these").choices(Object.keys(checks)),
    example: "types lint",
    steps: (named) =>
      Object.entries(checks).flatMap(([name, step]) =>
        named.length === 0 || named.includes(name) ? [step] : [],
      ),
    atOnce: true,
  },
  format: {
    about: "Formats every file in place.",
    argument: files,
    example: "infra/guard.ts",
    steps: (named) => [[...prettier, "--write", ...(named.length > 0 ? named : ["."])]],
  },
  test: {
    about: "Runs the fast tests.",
    argument: tests,
    example: "test/rule/report.test.ts",
    steps: (named, matching) => [[mocha, ...matching, ...testFiles("test", named)]],
  },
  "test:played": {
    about: "Runs the tests that play days in local accounts: each deploys a stack and runs its functions.",
    argument: tests,
    example: "test/local/options.played.test.ts",
    steps: (named, matching) => [[mocha, ...matching, ...testFiles("test:played", named)]],
  },
  "test:slow": {
    about:
      "Runs the tests that start processes, wait for time-outs or try thousands of generated inputs.\n" +
      "The environment variable PROPERTY_SEED=N, set by night, generates other inputs, and five times as many.\n" +
      "SLOW_TESTS=all also runs what is for the night.",
    argument: tests,
    example: "test/review/cli.slow.test.ts",
    steps: (named, matching) => [
      [mocha, "--timeout", "120000", ...matching, ...testFiles("test:slow", named)],
    ],
  },
  "test:browser": {
    about: "Tests the audit's report in Chromium: the one on the PATH, or CHROMIUM_PATH.",
    steps: () => [
      ["--require", "ts-node/register", "test/browser/find-chromium.ts"],
      [mocha, ...testFiles("test:browser", [])],
    ],
  },
  "test:engine": {
    about:
      "Deploys into local accounts with Pulumi's CLI: the one on the PATH, or in the folder PULUMI_DIR.\n" +
      "The environment variable ENGINE_TESTS=all also runs what is for the night.",
    argument: tests,
    example: "test/engine/lifecycle.engine.test.ts",
    steps: (named, matching) => [
      ["--require", "ts-node/register", "test/engine/find-engine.ts"],
      [mocha, "--no-parallel", ...matching, ...testFiles("test:engine", named)],
    ],
  },
  "test:mutation": {
    about:
      "Breaks the sources of rule/ in one place at a time. Fails if the tests notice too few of the breaks.\n" +
      `Installs the packages of ${mutation}/package.json first, where they are missing.`,
    argument: new Argument("[sources...]", "only these sources"),
    example: "rule/report.ts",
    steps: (named) => stryker("stryker.config.mjs", named),
  },
  "test:mutation:infra": {
    about:
      "Breaks the sources of infra/ in one place at a time: first as Stryker does, then each number and each element of what\n" +
      "a resource waits for. Fails if the tests of infra/ notice too few, or if what they leave has no reason in\n" +
      `${mutation}/unnoticed.json. It takes hours: name sources to take less.`,
    argument: new Argument("[sources...]", "only these sources"),
    example: "infra/config/remediation.ts",
    steps: (named) => [
      ...stryker("infra.stryker.config.mjs", named),
      ["--require", "ts-node/register", "tools/mutation/stryker-report.ts"],
      ["--require", "ts-node/register", "tools/mutation/numbers-and-waits.ts", ...named],
    ],
  },
  coverage: {
    about:
      "Runs the fast, the played and the in-process tests. Fails if they reach too little of the sources.",
    steps: () => [
      [
        "node_modules/c8/bin/c8.js",
        process.execPath,
        mocha,
        "--require",
        "./test/support/let-workers-end.cjs",
        "--timeout",
        "120000",
        ...testFiles("coverage", []),
      ],
    ],
  },
};

/** Runs Stryker by a configuration of test/mutation/, and installs it where it is missing. */
function stryker(config: string, sources: string[]): Step[] {
  return [
    ...(isInstalled(mutation) ? [] : [install(mutation)]),
    [
      "--require",
      `./${mutation}/mocha-names.cjs`,
      `${mutation}/node_modules/@stryker-mutator/core/bin/stryker.js`,
      "run",
      `${mutation}/${config}`,
      ...(sources.length > 0 ? ["--mutate", sources.join(",")] : []),
    ],
  ];
}

/** The files that the user names, else all of a run. */
function testFiles(run: keyof typeof testRuns, named: string[]): string[] {
  const { spec, ignore } = testRuns[run];
  if (named.length > 0) return named;
  return ignore === "" ? [spec] : [spec, "--ignore", ignore];
}

/** Whether a folder's packages are those of its lock file. */
function isInstalled(folder: string): boolean {
  const installed = path.join(root, folder, "node_modules/.package-lock.json");
  const locked = path.join(root, folder, "package-lock.json");
  return fs.existsSync(installed) && fs.statSync(installed).mtimeMs >= fs.statSync(locked).mtimeMs;
}

function install(folder: string): Step {
  const npm = process.env["npm_execpath"];
  if (npm === undefined) throw new Error(`npm is not running this: run npm ci --prefix ${folder} first.`);
  return [npm, "ci", "--prefix", folder];
}

/** Reads a script's command line and runs its steps, until one fails. */
function main(name: string, args: string[]): void {
  const script = scripts[name];
  if (script === undefined)
    throw new Error(`No script '${name}': expected ${Object.keys(scripts).join(", ")}.`);
  const typed = name === "test" ? "npm test" : `npm run ${name}`;
  const example = script.example === undefined ? typed : `${typed} -- ${script.example}`;
  const command = new CommandLine(`${typed} --`, {
    description: script.about,
    examples: [example],
    exitCodes: [],
  }).allowExcessArguments(false);
  if (script.argument !== undefined) command.addArgument(script.argument);
  if (script.argument === tests) command.option("-g, --grep <text>", "only tests with this in their name");
  runCommand(() =>
    run<{ grep?: string }>(command, args, async ({ options, operands }) =>
      runSteps(script, operands, options.grep),
    ),
  );
}

async function runSteps(script: Script, named: readonly string[], grep: string | undefined): Promise<number> {
  const steps = script.steps([...named], grep === undefined ? [] : ["--grep", grep]);
  if (script.atOnce) return Math.max(...(await Promise.all(steps.map(runMeanwhile))));
  for (const step of steps) {
    const { status } = spawnSync(process.execPath, step, { cwd: root, stdio: "inherit" });
    if (status !== 0) return status ?? 1;
  }
  return 0;
}

/** @returns the exit code */
async function runMeanwhile(step: Step): Promise<number> {
  const env = { ...process.env, ...(process.stdout.isTTY && { FORCE_COLOR: "1" }) };
  const child = spawn(process.execPath, step, { cwd: root, env, stdio: ["ignore", "pipe", "pipe"] });
  const ended = once(child, "close") as Promise<[code: number | null]>;
  const [out, error] = await Promise.all([text(child.stdout), text(child.stderr)]);
  process.stdout.write(out);
  process.stderr.write(error);
  const [code] = await ended;
  return code ?? 1;
}

if (require.main === module) main(process.argv[2] ?? "", process.argv.slice(3));

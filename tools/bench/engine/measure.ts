import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { stringify } from "yaml";
import { handlersCode } from "../../../infra/lambda/handlers-code";
import { Engine } from "../../engine/engine";
import { type Goal, goalOfRuns } from "../goals";
import { type Machine, thisMachine } from "../machine";
import { median, ratios, rounded } from "../statistics";
import { measurePackages, packageGoals, type PackageFigures } from "./packages";
import { plainProgram } from "./plain-program";

/** How long Pulumi's CLI takes with a program, in seconds. */
export interface EngineFigures {
  program: "dev" | "plain";
  preview: number;
  up: number;
  /** Of each turn. */
  previews: number[];
  ups: number[];
}

/** The figures with what they were taken on. */
export interface EngineResults {
  machine: Machine;
  turns: number;
  figures: EngineFigures[];
  /** Of programs of somebody else. */
  packages: PackageFigures[];
  goals: Goal[];
}

/** @param turns how often each program is deployed, and each of the others' previewed */
export async function measureEngine(turns: number): Promise<EngineResults> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "plain-code-"));
  try {
    const plain = await declaredPlainly(path.join(folder, "handlers.js"));
    return await measurePrograms(turns, plain);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

async function measurePrograms(turns: number, declared: string): Promise<EngineResults> {
  const figures = await deployInTurns(turns, declared);
  const [dev, plain] = figures;
  if (dev === undefined || plain === undefined)
    throw new Error("Figures are missing; expected those of dev and plain.");
  const packages = await measurePackages(turns, declared);
  const goals = [
    goalOfRuns(
      "preview at most 1.25 of the same resources declared plainly",
      1.25,
      ratios(dev.previews, plain.previews),
    ),
    goalOfRuns("up at most 1.25 of the same", 1.25, ratios(dev.ups, plain.ups)),
    ...packageGoals(packages),
  ];
  return { machine: thisMachine(), turns, figures, packages, goals };
}

/** The resources of the dev stack as a plain program. @param code the file into which the functions' code is written */
async function declaredPlainly(code: string): Promise<string> {
  fs.writeFileSync(code, await handlersCode());
  const deployed = await withEngine(undefined, async (engine) => {
    await engine.succeeds("up", "--yes", "--skip-preview");
    return engine.state();
  });
  return plainProgram(deployed, code);
}

/**
 * Deploys the dev stack, and the same resources declared plainly in JavaScript, taking turns: each time into a new account with
 * a new state.
 */
async function deployInTurns(turns: number, declared: string): Promise<EngineFigures[]> {
  const subjects = [
    { program: "dev" as const, source: undefined, times: [] as [number, number][] },
    { program: "plain" as const, source: declared, times: [] as [number, number][] },
  ];
  for (let turn = 0; turn < turns; turn += 1)
    for (const { source, times } of subjects) times.push(await withEngine(source, timesOf));
  return subjects.map(({ program, times }) => {
    const previews = times.map(([preview]) => preview);
    const ups = times.map(([, up]) => up);
    return {
      program,
      preview: rounded(median(previews), 2),
      up: rounded(median(ups), 2),
      previews: previews.map((seconds) => rounded(seconds, 2)),
      ups: ups.map((seconds) => rounded(seconds, 2)),
    };
  });
}

async function timesOf(engine: Engine): Promise<[preview: number, up: number]> {
  const timed = async (...command: string[]) => {
    const start = performance.now();
    await engine.succeeds(...command);
    return (performance.now() - start) / 1000;
  };
  return [await timed("preview"), await timed("up", "--yes", "--skip-preview")];
}

/** @param plain a program in JavaScript in the stack's place */
async function withEngine<T>(plain: string | undefined, use: (engine: Engine) => Promise<T>): Promise<T> {
  const engine = await Engine.open("dev");
  try {
    if (plain !== undefined) {
      fs.rmSync(path.join(engine.project, "tsconfig.json"));
      fs.rmSync(path.join(engine.project, "index.ts"));
      fs.writeFileSync(
        path.join(engine.project, "Pulumi.yaml"),
        stringify({
          name: "xray-encryption-guard",
          runtime: { name: "nodejs", options: { typescript: false } },
          main: "index.js",
        }),
      );
      fs.writeFileSync(path.join(engine.project, "index.js"), plain);
    }
    return await use(engine);
  } finally {
    await engine.end();
  }
}

import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { startProgress } from "../../../cli/progress";
import { type Goal, goalOfRuns, goalOnce } from "../goals";
import { type Machine, thisMachine } from "../machine";
import { median, rounded } from "../statistics";
import { inFreshClone } from "./fresh-clone";

/** What a newcomer waits for in a fresh clone, in seconds, by command. */
export interface CloneResults {
  machine: Machine;
  /** Of each turn. */
  runs: Record<"npm ci" | "npm start" | "npm test", number[]>;
  /** Of what `npm ci` installs, in MB. */
  installedMb: number;
  goals: Goal[];
}

/** Times `npm ci`, `npm start` and `npm test` in fresh clones of what is committed here. */
export async function measureClones(turns: number): Promise<CloneResults> {
  const runs = { "npm ci": [], "npm start": [], "npm test": [] } as CloneResults["runs"];
  const progress = startProgress(3 * turns);
  let installedMb = 0;
  for (let turn = 0; turn < turns; turn += 1)
    await inFreshClone((folder) => {
      for (const [command, times] of Object.entries(runs)) {
        progress.step(command);
        const start = performance.now();
        const { status, stdout, stderr } = spawnSync("npm", command.split(" ").slice(1), {
          cwd: folder,
          encoding: "utf8",
          maxBuffer: 100e6,
        });
        if (status !== 0) throw new Error(`${command} failed in a fresh clone:\n${stdout}${stderr}`);
        times.push(rounded((performance.now() - start) / 1000));
      }
      installedMb = rounded(bytesIn(path.join(folder, "node_modules")) / 1e6, 0);
    });
  progress.stop();
  return {
    ...{ machine: thisMachine(), runs, installedMb },
    goals: [
      goalOfRuns("npm ci in a fresh clone within 22 s", 22, runs["npm ci"], " s"),
      goalOfRuns("npm start after that within 2.5 s", 2.5, runs["npm start"], " s"),
      goalOnce("at most 500 MB installed", `${installedMb} MB`, installedMb <= 500),
      goalOfRuns("npm test within 30 s", 30, runs["npm test"], " s"),
    ],
  };
}

/** Medians, for tables. */
export function clonesInSeconds({ runs }: CloneResults): [command: string, seconds: number][] {
  return Object.entries(runs).map(([command, seconds]) => [command, median(seconds)]);
}

function bytesIn(folder: string): number {
  const seen = new Set<number>();
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => fs.statSync(path.join(parentPath, name)))
    .filter(({ ino }) => !seen.has(ino) && seen.add(ino))
    .reduce((sum, { size }) => sum + size, 0);
}

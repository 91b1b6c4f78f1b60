import * as path from "node:path";
import { inFreshProcess } from "../fresh-process";
import { rounded } from "../statistics";

/** A year of days in one Region of the local account. */
export interface LocalYear {
  /** Of functions, which really run. */
  invocations: number;
  /** Of each run, in seconds since the process began. */
  runs: number[];
}

/** Lets a year pass in a local account with the dev stack, in fresh processes. */
export async function measureLocalYear(turns: number): Promise<LocalYear> {
  const runs: number[] = [];
  let invocations = 0;
  for (let turn = 0; turn < turns; turn += 1) {
    const year = await inFreshProcess<{ done: number; invocations: number }>({
      file: path.join(__dirname, "passes-a-year.ts"),
      node: ["--require", "ts-node/register"],
      env: { PATH: process.env["PATH"] ?? "", HOME: process.env["HOME"] ?? "" },
    });
    ({ invocations } = year);
    runs.push(rounded(year.done / 1000));
  }
  return { invocations, runs };
}

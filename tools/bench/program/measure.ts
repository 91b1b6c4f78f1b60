import * as path from "node:path";
import { inFreshProcess } from "../fresh-process";
import { median, rounded } from "../statistics";

/** The stack registered with some Regions; with none, Pulumi's packages loaded and nothing registered. Times in milliseconds since the process began, memory in MB. */
export interface ProgramFigures {
  regions: number;
  /** Whether ts-node checked types at start. */
  typeChecked: boolean;
  resources: number;
  registeredMs: number;
  /** Of each run. */
  registeredRuns: number[];
  peakMb: number;
}

export interface ProgramRuns {
  transpiled: number;
  typeChecked: number;
}

/** The Regions that are on in every account (AWS Regions and Availability Zones). */
const regions = [
  "eu-west-1",
  "us-east-1",
  "us-east-2",
  "us-west-1",
  "us-west-2",
  "eu-central-1",
  "eu-west-2",
  "eu-west-3",
  "eu-north-1",
  "ap-south-1",
  "ap-northeast-1",
  "ap-northeast-2",
  "ap-northeast-3",
  "ap-southeast-1",
  "ap-southeast-2",
  "ca-central-1",
  "sa-east-1",
];

interface Measured {
  done: number;
  peak: number;
  resources: number;
}

/** Registers the dev stack in fresh processes, transpiled and type-checked taking turns. */
export async function measureProgram(runs: ProgramRuns): Promise<ProgramFigures[]> {
  const subjects = [
    ...[0, 1, 5, 9, 13, regions.length].map((count) => ({
      count,
      typeChecked: false,
      turns: runs.transpiled,
    })),
    { count: 1, typeChecked: true, turns: runs.typeChecked },
  ].map((subject) => ({ ...subject, measured: [] as Measured[] }));
  for (let turn = 0; turn < Math.max(runs.transpiled, runs.typeChecked); turn += 1) {
    for (const { count, typeChecked, turns, measured } of subjects) {
      if (turn < turns) measured.push(await run(count, typeChecked));
    }
  }
  return subjects.map(({ count, typeChecked, measured }) => ({
    regions: count,
    typeChecked,
    resources: measured[0]?.resources ?? 0,
    registeredMs: rounded(median(measured.map(({ done }) => done)), 0),
    registeredRuns: measured.map(({ done }) => rounded(done, 0)),
    peakMb: rounded(median(measured.map(({ peak }) => (peak * 1024) / 1e6)), 0),
  }));
}

function run(count: number, typeChecked: boolean): Promise<Measured> {
  return inFreshProcess<Measured>({
    file: path.join(__dirname, "registers.ts"),
    args: [JSON.stringify(regions.slice(0, count))],
    node: ["--require", typeChecked ? path.join(__dirname, "type-checked.cjs") : "ts-node/register"],
    env: { PATH: process.env["PATH"] ?? "", HOME: process.env["HOME"] ?? "" },
  });
}

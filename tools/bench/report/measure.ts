import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { startProgress } from "../../../cli/progress";
import { type Goal, goalOfGrowth, goalOfRuns, goalOnce } from "../goals";
import { type Machine, thisMachine } from "../machine";
import { measuredAudit, type Took } from "./measured-audit";

/** What a report on so many changes takes, and how large it is. */
export interface ReportFigures extends Pick<Took, "code" | "ms" | "cpuMs" | "peakMb"> {
  changes: number;
  firstPageBytes: number;
  largestPageBytes: number;
  pages: number;
  folderBytes: number;
}

/**
 * Writes a report of one Region, in which the setting changed every minute, in a fresh process against constant answers on the
 * loopback address.
 */
export async function measureReport(changes: number): Promise<ReportFigures> {
  const folder = mkdtempSync(path.join(tmpdir(), "report-bench-"));
  const server = fork(path.join(__dirname, "serve.ts"), [String(changes)], {
    execArgv: ["--require", "ts-node/register"],
  });
  try {
    const [{ url, now }] = (await once(server, "message")) as [{ url: string; now: string }];
    const out = path.join(folder, "report");
    const { code, ms, cpuMs, peakMb } = await measuredAudit({ url, now }, [
      ...["report", "--regions", "eu-west-1", "--out", out],
    ]);
    const sizes = readdirSync(out, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => ({ name, bytes: statSync(path.join(parentPath, name)).size }));
    const pages = sizes.filter(({ name }) => name.endsWith(".html"));
    return {
      ...{ changes, code, ms, cpuMs, peakMb, pages: pages.length },
      firstPageBytes: pages.find(({ name }) => name === "report.html")?.bytes ?? 0,
      largestPageBytes: Math.max(...pages.map(({ bytes }) => bytes)),
      folderBytes: sizes.reduce((sum, { bytes }) => sum + bytes, 0),
    };
  } finally {
    server.kill();
    rmSync(folder, { recursive: true });
  }
}

/** What reports took on this machine. */
export interface ReportResults {
  machine: Machine;
  figures: ReportFigures[];
  goals: Goal[];
}

const growing = [20_000, 40_000, 60_000, 80_000, 100_000];

/** Those that show how a report grows with its changes. */
export function drawn(figures: readonly ReportFigures[]): ReportFigures[] {
  return figures.filter(({ changes }) => growing.includes(changes));
}

/** Measures reports on few changes, on 10,000 several times, and on more and more up to 100,000. */
export async function measureReports(): Promise<ReportResults> {
  const turns = 5;
  const progress = startProgress(1 + turns + growing.length);
  const figures: ReportFigures[] = [];
  for (const changes of [10, ...Array<number>(turns).fill(10_000), ...growing]) {
    progress.step(`${changes.toLocaleString("en")} changes`);
    figures.push(await measureReport(changes));
  }
  progress.stop();
  const many = figures
    .filter(({ changes }) => changes === 10_000)
    .toSorted((one, other) => one.ms - other.ms);
  const most = (of: "peakMb" | "firstPageBytes") => Math.max(...many.map((one) => one[of]));
  const [peakMb, firstPageBytes] = [most("peakMb"), most("firstPageBytes")];
  const shown = figures.filter((one) => !many.includes(one) || one === many[Math.floor(turns / 2)]);
  return {
    machine: thisMachine(),
    figures: shown,
    goals: [
      goalOfRuns(
        "10,000 changes within 5 s",
        5,
        many.map(({ ms }) => ms / 1000),
        " s",
      ),
      goalOnce(
        "10,000 changes: 300 MB, a first page under 2 MB",
        `${peakMb} MB, ${Math.round(firstPageBytes / 1000)} kB`,
        peakMb <= 300 && firstPageBytes < 2_000_000,
      ),
      goalOfGrowth("changes", ...drawn(figures).map(({ changes, cpuMs }) => ({ many: changes, cpuMs }))),
    ],
  };
}

import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { scripts } from "../../../package.json";
import { inFreshProcess } from "../fresh-process";

/** What writing a report took. */
export interface Written {
  /** Of the command. */
  code: number;
  /** From the command line to the folder, without the start of Node. */
  ms: number;
  /** Of the processor, the start of Node included. */
  cpuMs: number;
  peakMb: number;
}

/** What a report on so many changes takes, and how large it is. */
export interface ReportFigures extends Written {
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
    const written = await inFreshProcess<Written>({
      file: path.join(__dirname, "write.ts"),
      args: [url, now, out],
      // As the script does.
      node: scripts.audit.split(" ").slice(1, -1),
      env: { PATH: process.env["PATH"] ?? "" },
    });
    const sizes = readdirSync(out, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => ({ name, bytes: statSync(path.join(parentPath, name)).size }));
    const pages = sizes.filter(({ name }) => name.endsWith(".html"));
    return {
      ...{ changes, ...written, pages: pages.length },
      firstPageBytes: pages.find(({ name }) => name === "report.html")?.bytes ?? 0,
      largestPageBytes: Math.max(...pages.map(({ bytes }) => bytes)),
      folderBytes: sizes.reduce((sum, { bytes }) => sum + bytes, 0),
    };
  } finally {
    server.kill();
    rmSync(folder, { recursive: true });
  }
}

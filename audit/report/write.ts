import { rename, rm, writeFile } from "node:fs/promises";
import { connector, type ClientOptions, callerIdentity } from "../aws/clients";
import { AuditError } from "../aws/aws-call";
import type { TrailFolder } from "../aws/trail-files";
import { collectReport, type Report } from "./model";
import { page } from "./page";

/** What to report on, and where to write it. */
export interface WriteReportOptions {
  /** The file; an existing one is replaced. */
  out: string;
  regions: readonly [string, ...string[]];
  /** The endpoint and credentials, if not those that AWS's SDKs find. */
  access?: ClientOptions;
  rule?: string | undefined;
  since?: Date | undefined;
  until?: Date | undefined;
  /** Where a trail delivers, if its files are to be read. */
  trail?: TrailFolder | undefined;
  /** What time it is. A simulated account says so itself. */
  now?: Date;
  /** Called after each Region. */
  done?: (region: string) => void;
}

/**
 * Writes the report as one HTML file. A Region that fails is part of it.
 *
 * @returns what was reported
 * @throws AuditError when there are no credentials, or the file cannot be written
 */
export async function writeReport(options: WriteReportOptions): Promise<Report> {
  const { out, regions, access, rule, since, until, trail, done } = options;
  const connect = connector(access);
  const caller = await callerIdentity(connect(regions[0]));
  const report = await collectReport({
    connect,
    caller,
    regions,
    rule,
    period: { since, until },
    trail,
    now: caller.simulatedTime ?? options.now ?? new Date(),
    ...(done && { done }),
  });
  // Written beside and renamed: a full disk, or Ctrl-C, costs no report that was there.
  const beside = `${out}.${process.pid}.tmp`;
  try {
    await writeFile(beside, page(report));
    await rename(beside, out);
  } catch (cause) {
    await rm(beside, { force: true });
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new AuditError("usage", `The report cannot be written to ${out} (${why}): choose another --out.`, {
      cause,
    });
  }
  return report;
}

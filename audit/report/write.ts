import { connector, type ClientOptions, callerIdentity } from "../aws/clients";
import type { TrailFolder } from "../aws/trail-files";
import { madeBy } from "../cli/json";
import { Answers } from "./answers";
import { dataFiles } from "./data-files";
import { ReportFolder, type WrittenFolder } from "./folder";
import type { Manifest } from "./manifest";
import { collectReport, type Report } from "./model";
import { pages } from "./page";

/** What to report on, and where to write it. */
export interface WriteReportOptions {
  /** The folder; an earlier report there is replaced. */
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

/** What was reported, and the SHA-256 of the manifest, which tells this folder from any that was changed since. */
export interface WrittenReport {
  report: Report;
  manifestSha256: string;
}

/**
 * Writes the report into a folder: pages, CSV, JSON, what AWS answered, and a manifest of all. A Region that fails is part of
 * it.
 *
 * @throws AuditError when there are no credentials, or the folder cannot be written
 */
export async function writeReport({ out, ...options }: WriteReportOptions): Promise<WrittenReport> {
  return writeReportInto(new ReportFolder(out), options);
}

/** The same into a folder that is begun already. Nothing is left in it where this fails. */
export async function writeReportInto(
  folder: WrittenFolder,
  options: Omit<WriteReportOptions, "out">,
): Promise<WrittenReport> {
  const { regions, access, rule, since, until, trail, done } = options;
  try {
    const answers = new Answers((file, line) => folder.append(file, line));
    const connect = connector({ ...access, heard: answers.heard });
    const caller = await callerIdentity(connect(regions[0]));
    const report = await collectReport({
      connect,
      caller,
      regions,
      rule,
      period: { since, until },
      trail,
      now: caller.simulatedTime ?? options.now ?? new Date(),
      answers,
      ...(done && { done }),
    });
    for (const { name, html } of pages(report)) folder.append(name, html);
    for (const { name, text } of dataFiles(report)) folder.append(name, text);
    return { report, manifestSha256: folder.finish(madeOf(report)) };
  } catch (error) {
    folder.abandon();
    throw error;
  }
}

/** What a manifest says of how its folder was made. */
export function madeOf({
  caller,
  madeAt,
}: Pick<Report, "caller" | "madeAt">): Omit<Manifest, "version" | "kind" | "files"> {
  const { account, arn, userId, simulatedTime } = caller;
  return {
    madeBy,
    simulated: simulatedTime !== undefined,
    madeAt: madeAt.toISOString(),
    account,
    caller: { arn, userId },
  };
}

import { paginateListObjectsV2 } from "@aws-sdk/client-s3";
import { daysAfter } from "./days";
import type { Clients } from "./clients";
import { eventIn, record, type TrailEvent } from "./cloudtrail";
import { inParallel } from "./in-parallel";
import { pages } from "./pages";
import { readJsonFile } from "./read-file";

/** Where a trail delivers. */
export interface TrailFolder {
  bucket: string;
  /** As written, without slashes at its ends; empty without one. */
  prefix: string;
}

/** What a trail's files say of a Region. */
export interface TrailFiles {
  /** Of `evidenceCalls`, oldest first. */
  events: TrailEvent[];
  /**
   * The time that the files cover: from the first event of a run of days that all have files, to the last event of it. The
   * run is the one that ends latest; undefined where no file was found.
   */
  covered: { from: Date; to: Date } | undefined;
}

/**
 * Reads a trail's files of a period, a day more at each end: `AWSLogs/<account>/CloudTrail/<Region>/YYYY/MM/DD/…json.gz`
 * (CloudTrail User Guide, "Finding your CloudTrail log files"). A prefix that names `AWSLogs` itself, as an organization's
 * does (`AWSLogs/o-…`), is taken as the folder above the account's.
 *
 * @throws AuditError
 */
export async function readTrailFiles(
  clients: Clients,
  account: string,
  { bucket, prefix }: TrailFolder,
  period: { from: Date; to: Date },
): Promise<TrailFiles> {
  const above = /(^|\/)AWSLogs(\/|$)/.test(prefix)
    ? `${prefix}/`
    : `${prefix === "" ? "" : `${prefix}/`}AWSLogs/`;
  const folder = `${above}${account}/CloudTrail/${clients.region}/`;
  const days = { first: dayOf(daysAfter(period.from, -1)), last: dayOf(daysAfter(period.to, 1)) };
  const files = await filesOf(clients, bucket, folder, days);
  const run = latestRun([...new Set(files.map(({ day }) => day))]);
  const contents = await inParallel(files, async ({ key, day }) => {
    const object = { bucket, key };
    const what = "trail's file";
    const { members: records, file, read } = await readJsonFile(clients, what, object, "Records", record);
    const times = run.has(day) ? records.flatMap(({ eventTime }) => timeOf(eventTime)) : [];
    return { events: records.flatMap((one) => eventIn(one, { source: "trail", read, file })), times };
  });
  const times = contents.flatMap((file) => file.times).sort((a, b) => a - b);
  const [from, to] = [times[0], times.at(-1)];
  return {
    events: contents.flatMap(({ events }) => events).sort((a, b) => a.at.getTime() - b.at.getTime()),
    covered: from === undefined || to === undefined ? undefined : { from: new Date(from), to: new Date(to) },
  };
}

async function filesOf(
  { s3, region }: Clients,
  Bucket: string,
  folder: string,
  { first, last }: { first: string; last: string },
): Promise<{ key: string; day: string }[]> {
  const files: { key: string; day: string }[] = [];
  const call = { what: `the files in bucket ${Bucket}`, action: "s3:ListBucket", region };
  const query = { Bucket, Prefix: folder, StartAfter: `${folder}${first}` };
  for await (const { Contents = [] } of pages(call, paginateListObjectsV2, s3, query)) {
    for (const { Key: key = "" } of Contents) {
      const day = key.slice(folder.length, folder.length + last.length);
      // S3 lists in the order of the keys.
      if (day > last) return files;
      if (day >= first && /\.json(\.gz)?$/.test(key)) files.push({ key, day });
    }
  }
  return files;
}

/** `2026/01/05`, as CloudTrail names folders. */
function dayOf(time: Date): string {
  return time.toISOString().slice(0, 10).replaceAll("-", "/");
}

/** The last days without a day missing between them. */
function latestRun(days: readonly string[]): Set<string> {
  const [run, all] = [new Set<string>(), new Set(days)];
  let day = days.at(-1);
  while (day !== undefined && all.has(day)) {
    run.add(day);
    day = dayOf(daysAfter(new Date(`${day.replaceAll("/", "-")}T00:00:00Z`), -1));
  }
  return run;
}

function timeOf(eventTime: unknown): number[] {
  const time = typeof eventTime === "string" ? Date.parse(eventTime) : Number.NaN;
  return Number.isNaN(time) ? [] : [time];
}

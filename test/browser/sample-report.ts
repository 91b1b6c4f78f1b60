import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import { writeReport } from "../../audit/report/write";
import {
  account,
  call,
  delivered,
  guardedRegion,
  guardRule,
  now,
  result,
  setting,
  verdict,
} from "../audit/account";
import { audit } from "../audit/audit";
import { LoopbackAccounts, refuses } from "../audit/loopback-accounts";
import { LoopbackAws, type RegionState } from "../audit/loopback-aws";

/** A report in a file. */
export interface SampleReport {
  url: string;
  remove: () => Promise<void>;
}

/** A report of two Regions that went well and badly, and of one that could not be asked. */
export function writeSampleReport(): Promise<SampleReport> {
  return sampleOf({
    "eu-west-1": wellKnownRegion(),
    "eu-central-1": steadyRegion(),
    "us-east-1": {
      ...guardedRegion(),
      fails: {
        GetEncryptionConfig: "AccessDeniedException",
        ListDiscoveredResources: "AccessDeniedException",
      },
    },
  });
}

/** A report of three Regions, in each of which the setting changed twelve times, on as many days, and the verdict each time. */
export function writeBusyReport(): Promise<SampleReport> {
  const regions = ["eu-west-1", "eu-central-1", "us-east-1"];
  return sampleOf(Object.fromEntries(regions.map((region) => [region, busyRegion(region)])));
}

/** The page in front of accounts that fared well and badly, of one that refused, and of one that is not guarded. */
export async function writeSampleAccounts(): Promise<SampleReport> {
  const folder = await mkdtemp(path.join(tmpdir(), "accounts-"));
  const out = path.join(folder, "report");
  const aws = await LoopbackAccounts.start();
  const channel = undefined as never;
  const bare = { items: [], events: [], rules: [], recorder: undefined as never, channel };
  try {
    aws.become({
      "111111111111": {
        "eu-west-1": { ...wellKnownRegion(), channel },
        "us-east-1": guardedRegion({ channel }),
      },
      "222222222222": { "eu-west-1": { ...steadyRegion(), channel }, "us-east-1": bare },
      "333333333333": { "eu-west-1": bare, "us-east-1": bare },
      "444444444444": refuses("AccessDenied"),
    });
    const list = ["111111111111", "222222222222", "333333333333", "444444444444"].join(",");
    await audit(aws, [
      ...[
        "report",
        "--accounts",
        list,
        "--role",
        "Auditor",
        "--regions",
        "eu-west-1,us-east-1",
        "--out",
        out,
      ],
    ]);
  } finally {
    await aws.stop();
  }
  const url = pathToFileURL(path.join(out, "report.html")).href;
  return { url, remove: () => rm(folder, { recursive: true }) };
}

async function sampleOf(regions: Record<string, RegionState>): Promise<SampleReport> {
  const folder = await mkdtemp(path.join(tmpdir(), "report-"));
  const out = path.join(folder, "report");
  const aws = await LoopbackAws.start();
  try {
    aws.become(regions);
    aws.buckets = { history: delivered(regions, "2026-01-10T12:02:00Z") };
    const [first = "", ...others] = Object.keys(regions);
    await writeReport({
      out,
      regions: [first, ...others],
      now,
      access: {
        endpoint: aws.url,
        credentials: { accessKeyId: "AKIATEST", secretAccessKey: "secret" },
        maxAttempts: 1,
        clock: () => now,
      },
    });
  } finally {
    await aws.stop();
  }
  const url = pathToFileURL(path.join(out, "report.html")).href;
  return { url, remove: () => rm(folder, { recursive: true }) };
}

/** Every change has its call: nothing of the setting is unknown. */
function wellKnownRegion(): RegionState {
  const region = guardedRegion({ label: "production" });
  const putRight = call("2026-01-09T10:00:00Z", "Admin/bob", { type: "KMS", keyId: "alias/xray-traces" });
  return { ...region, events: [...(region.events ?? []), putRight] };
}

const euKey = "arn:aws:kms:eu-central-1:123456789012:key/33333333-3333-3333-3333-333333333333";

function steadyRegion(): RegionState {
  return guardedRegion({
    xray: { Type: "KMS", KeyId: euKey, Status: "ACTIVE" },
    keys: { [euKey]: {} },
    aliases: { "alias/xray-traces": euKey },
    results: [
      result(
        "2026-01-11T11:02:00Z",
        "COMPLIANT",
        "X-Ray encrypts with key 33333333-3333-3333-3333-333333333333, as desired by alias/xray-traces.",
      ),
    ],
    items: [
      { ...setting("2026-01-06T08:01:00.000Z"), status: "ResourceDiscovered" },
      setting("2026-01-06T15:31:00.000Z", euKey),
      verdict("2026-01-06T08:01:05.000Z", "NON_COMPLIANT"),
      verdict("2026-01-06T15:31:05.000Z", "COMPLIANT"),
    ],
    events: [call("2026-01-06T15:30:00Z", "Admin/bob", { type: "KMS", keyId: "alias/xray-traces" })],
  });
}

function busyRegion(region: string): RegionState {
  const key = (id: number): string =>
    `arn:aws:kms:${region}:${account}:key/${String(id).repeat(8)}-1111-1111-1111-111111111111`;
  const days = Array.from({ length: 12 }, (_, day) => Date.parse("2025-12-30T10:00:00Z") + day * 86_400_000);
  const at = (time: number): string => new Date(time).toISOString();
  const people = ["Admin/bob", "Admin/carol", "Deployer/pipeline-1234"];
  return guardedRegion({
    xray: { Type: "KMS", KeyId: key(2), Status: "ACTIVE" },
    keys: { [key(1)]: {}, [key(2)]: {} },
    aliases: { "alias/xray-traces": key(1) },
    rules: [guardRule],
    items: [
      { ...setting(at(Date.parse("2025-12-29T09:01:00Z")), key(2)), status: "ResourceDiscovered" },
      ...days.map((day, index) => setting(at(day + 60_000), key(1 + (index % 2)))),
      ...days.map((day, index) => verdict(at(day + 65_000), index % 2 === 0 ? "COMPLIANT" : "NON_COMPLIANT")),
    ],
    events: days.map((day, index) =>
      call(at(day), people[index % 3] ?? "", { type: "KMS", keyId: key(1 + (index % 2)) }),
    ),
  });
}

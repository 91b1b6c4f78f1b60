import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import { writeReport } from "../../audit/report/write";
import { call, guardedRegion, now, result, setting, verdict } from "../audit/account";
import { LoopbackAws } from "../audit/loopback-aws";

/** A report of two Regions that went well and badly, and of one that could not be asked, in a file. */
export async function writeSampleReport(): Promise<{ url: string; remove: () => Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), "report-"));
  const out = path.join(folder, "report.html");
  const aws = await LoopbackAws.start();
  try {
    aws.become({
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
    await writeReport({
      out,
      regions: ["eu-west-1", "eu-central-1", "us-east-1"],
      now,
      access: {
        endpoint: aws.url,
        credentials: { accessKeyId: "AKIATEST", secretAccessKey: "secret" },
        maxAttempts: 1,
      },
    });
  } finally {
    await aws.stop();
  }
  return { url: pathToFileURL(out).href, remove: () => rm(folder, { recursive: true }) };
}

/** Every change has its call: nothing of the setting is unknown. */
function wellKnownRegion() {
  const region = guardedRegion();
  const putRight = call("2026-01-09T10:00:00Z", "Admin/bob", { type: "KMS", keyId: "alias/xray-traces" });
  return { ...region, events: [...(region.events ?? []), putRight] };
}

const euKey = "arn:aws:kms:eu-central-1:123456789012:key/33333333-3333-3333-3333-333333333333";

function steadyRegion() {
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

import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { version } from "../../package.json";
import { call, guardedRegion, result } from "./account";
import { audit } from "./audit";
import { LoopbackAws, type RegionState } from "./loopback-aws";

describe("report", () => {
  let aws: LoopbackAws;
  let folder: string;
  before(async () => {
    aws = await LoopbackAws.start();
    folder = await mkdtemp(path.join(tmpdir(), "report-"));
  });
  after(async () => {
    await aws.stop();
    await rm(folder, { recursive: true });
  });

  async function reportOn(
    regions: Record<string, RegionState>,
    ...args: string[]
  ): Promise<{ code: number; said: string[]; html: string; text: string }> {
    aws.become(regions);
    const out = path.join(folder, "report.html");
    const { code, said } = await audit(aws, [
      ...["report", "--regions", Object.keys(regions).join(","), "--out", out],
      ...args,
    ]);
    const html = await readFile(out, "utf8");
    const body = html.slice(html.indexOf("<body>"));
    return { code, said, html, text: body.replaceAll(/<[^>]*>/g, " ").replaceAll(/\s+/g, " ") };
  }

  it("is one document that asks for nothing: no script, no link to anywhere, no picture", async () => {
    const { html, code } = await reportOn({ "eu-west-1": guardedRegion() });

    assert.equal(code, 0);
    assert.match(html, /^<!doctype html>\n<html lang="en">/);
    assert.doesNotMatch(html, /<script|<link|<img|<iframe|@import|url\((?!#)/);
    assert.deepEqual(
      [...html.matchAll(/(?:href|src)="([^"]*)"/g)].filter(([, to]) => to?.startsWith("#") !== true),
      [],
    );
  });

  it("escapes whatever AWS answers", async () => {
    const evil = '"><script>alert(1)</script>';
    const { html } = await reportOn({
      "eu-west-1": guardedRegion({
        results: [result("2026-01-11T09:02:00Z", "NON_COMPLIANT", evil)],
        events: [call("2026-01-06T10:00:00Z", evil, { type: "KMS", keyId: "alias/xray-traces" })],
      }),
    });

    assert.ok(!html.includes("<script"));
    assert.equal(html.split("&lt;script>alert(1)&lt;/script>").length, 3);
  });

  it("says how long the setting was wrong, what is now, and from what it was made", async () => {
    const { text } = await reportOn({ "eu-west-1": guardedRegion() });

    for (const expected of [
      "X-Ray encryption of account 123456789012",
      "2026-01-05 09:01:00Z to 2026-01-11 12:02:00Z, 1 Region. Made 2026-01-11 12:02:00Z.",
      "Compliant now 0 of 1 Region",
      "Out of compliance 4 days 4 hours 68.0 % of judged time, 3 times",
      "Setting changed 3 times",
      "What was desired eu-west-1: the key alias/xray-traces: since when is not known, until now.",
      "Last evaluation 3 hours old",
      "eu-west-1 4 days 4 hours 68.0 % 3 2 days 6 days 3 hours 55 seconds",
      "2026-01-06 10:00:00Z eu-west-1; the setting changed; time of the call",
      "arn:aws:sts::123456789012:assumed-role/Admin/bob (CloudTrail, event history, event event-2026-01-06T10:00:00Z) AWS Config recorded it 2026-01-06 10:01:00Z",
      "While it was key 22222222-2222-2222-2222-222222222222 (2026-01-07 09:59:00Z to 2026-01-08 10:00:00Z, by CloudTrail's calls): COMPLIANT from 2026-01-06 10:01:05Z to 2026-01-07 10:01:05Z; NON_COMPLIANT from 2026-01-07 10:01:05Z to 2026-01-09 10:01:05Z.",
      "what the setting was is not known: AWS Config recorded what no call in CloudTrail explains.",
      "alias/xray-traces Disabled",
      "X-Ray stops storing traces: its key is Disabled, but should be Enabled.",
      "with the credentials of arn:aws:sts::123456789012:assumed-role/Auditor/alice",
      "Period: everything that AWS Config keeps.",
      `by xray-encryption-guard ${version}. Verdicts are AWS Config’s own records`,
    ]) {
      assert.ok(text.includes(expected), `"${expected}" is missing in: ${text}`);
    }
  });

  it("begins and ends where it is asked to, with the verdict that stood", async () => {
    const { text } = await reportOn(
      { "eu-west-1": guardedRegion() },
      ...["--since", "2026-01-08", "--until", "2026-01-09"],
    );

    assert.ok(text.includes("2026-01-08 00:00:00Z to 2026-01-09 00:00:00Z"));
    assert.ok(text.includes("eu-west-1 1 day 100.0 % 1 1 day 1 day"), text);
  });

  it("is written all the same when a Region fails, and names what failed", async () => {
    const fails = {
      GetEncryptionConfig: "AccessDeniedException",
      ListDiscoveredResources: "AccessDeniedException",
    };

    const { code, text, said } = await reportOn({
      "eu-west-1": guardedRegion(),
      "us-east-1": guardedRegion({ fails }),
    });

    assert.equal(code, 2);
    assert.equal(said.length, 2);
    assert.ok(text.includes("allow config:ListDiscoveredResources."));
    assert.ok(text.includes("us-east-1 The history could not be read."));
    assert.ok(text.includes("0 of 2 Regions 1 could not be read"));
  });

  it("of an empty history says that it is empty", async () => {
    const { code, text, said } = await reportOn({ "eu-west-1": guardedRegion({ items: [] }) });

    assert.equal(code, 9);
    assert.ok(text.includes("AWS Config recorded nothing in this period."));
    assert.ok(text.includes("Never judged"));
    assert.deepEqual(said, ["AWS Config recorded nothing about the setting in eu-west-1 in that time."]);
  });
});

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { version } from "../../package.json";
import { call, delivered, guardedRegion, result } from "./account";
import { audit } from "./audit";
import { LoopbackAws, type RegionState } from "./loopback-aws";

describe("report", () => {
  let aws: LoopbackAws;
  let folder: string;
  let out: string;
  before(async () => {
    aws = await LoopbackAws.start();
    folder = await mkdtemp(path.join(tmpdir(), "report-"));
    out = path.join(folder, "report");
  });
  after(async () => {
    await aws.stop();
    await rm(folder, { recursive: true });
  });

  const read = (name: string): Promise<string> => readFile(path.join(out, name), "utf8");

  async function reportOn(
    regions: Record<string, RegionState>,
    ...args: string[]
  ): Promise<{ code: number; said: string[]; html: string; text: string; printed: string }> {
    aws.become(regions);
    aws.buckets = { history: delivered(regions, "2026-01-10T00:00:00Z") };
    const {
      code,
      said,
      out: printed,
    } = await audit(aws, [...["report", "--regions", Object.keys(regions).join(","), "--out", out], ...args]);
    const html = await read("report.html");
    const body = html.slice(html.indexOf("<body>"));
    return { code, said, html, text: body.replaceAll(/<[^>]*>/g, " ").replaceAll(/\s+/g, " "), printed };
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
    assert.equal(html.split("&lt;script>alert(1)&lt;/script>").length, 4);
  });

  const whole = [
    // The first screen.
    "X-Ray encryption of account 123456789012 (production)",
    "2026-01-05 09:01:00Z to 2026-01-11 12:02:00Z. Regions: eu-west-1.",
    `Made 2026-01-11 12:02:00Z by arn:aws:sts::123456789012:assumed-role/Auditor/alice with xray-encryption-guard ${version}.`,
    "The rule said NON_COMPLIANT 3 times, for 4 days 4 hours of 6 days 3 hours 55 seconds with a verdict.",
    "Held against the key alias/xray-traces: since when is not known, until now",
    "Time wrong 4 days 4 hours, 68.0 % of the time with a verdict",
    "Longest spell 2 days, 2026-01-07 10:01:05Z to 2026-01-09 10:01:05Z",
    "Setting changed 3 times by assumed-role/Admin/bob (2026-01-06 10:00:00Z) by assumed-role/Admin/carol (2 times, 2026-01-07 09:59:00Z to 2026-01-08 10:00:00Z)",
    "what the setting was is not known: AWS Config recorded what no call in CloudTrail explains (2026-01-09 09:46:00Z to 2026-01-11 12:02:00Z)",
    // Behind each line: call, time, item, file.
    "2026-01-06 10:00:00Z the setting changed; time of the call from NONE to 11111111-1111-1111-1111-111111111111 , until 2026-01-07 09:59:00Z assumed-role/Admin/bob (CloudTrail, event history, event event-2026-01-06T10:00:00Z) from: as AWS Config recorded it last cloudtrail:LookupEvents 2026-01-11 12:02:00Z. Item 1767693660250 of 2026-01-06 10:01:00Z: config:GetResourceConfigHistory 2026-01-11 12:02:00Z, file 2.",
    "2026-01-07 10:01:05Z to 2026-01-09 10:01:05Z 2 days ✕ not compliant Item 1767780065000: config:GetResourceConfigHistory 2026-01-11 12:02:00Z, file 8.",
    "no delivered file found.",
    // What is now, and from what it was made.
    "3 hours before this report",
    "alias/xray-traces, Disabled",
    "X-Ray stops storing traces: its key is Disabled, but should be Enabled.",
    "by arn:aws:sts::123456789012:assumed-role/Auditor/alice (AWS’s ID: AROA:alice )",
    "Period: everything that AWS Config keeps.",
    "config:GetResourceConfigHistory 4 times, 2026-01-11 12:02:00Z to 2026-01-11 12:02:00Z",
    `by xray-encryption-guard ${version}. Verdicts are AWS Config’s own records`,
  ];
  it("says on its first screen what came of it, and behind every line where it comes from", async () => {
    const { text } = await reportOn({ "eu-west-1": guardedRegion({ label: "production" }) });

    for (const expected of whole) assert.ok(text.includes(expected), `"${expected}" is missing in: ${text}`);
  });

  it("names for an item the file that has it, by its SHA-256", async () => {
    const { html } = await reportOn({ "eu-west-1": guardedRegion() });

    const [name, bytes] =
      Object.entries(aws.buckets["history"] ?? {}).find(([key]) =>
        key.includes("2026/1/6/ConfigHistory/123456789012_Config_eu-west-1_ConfigHistory_AWS::XRay"),
      ) ?? [];
    const sha256 = createHash("sha256")
      .update(bytes ?? "")
      .digest("hex");
    assert.ok(
      html.includes(`2026/1/6 ${name?.split("EncryptionConfig_")[1]}</code> SHA-256 <code>${sha256}`),
    );
    const row = (await read("changes.csv")).split("\n").find((one) => one.includes("1767693660250"));
    assert.ok(row?.includes(`,s3://history/${name},${sha256},`), row);
  });

  it("names no file for an item that is delivered otherwise, and says how it differs", async () => {
    aws.become({ "eu-west-1": guardedRegion() });
    const changed = guardedRegion();
    const [, second] = changed.items ?? [];
    Object.assign(second ?? {}, { configuration: { type: "NONE" } });
    aws.buckets = { history: delivered({ "eu-west-1": changed }, "2026-01-10T00:00:00Z") };

    const { code, said } = await audit(aws, ["report", "--regions", "eu-west-1", "--out", out]);

    assert.equal(code, 2);
    assert.match(
      said.join("\n"),
      /^Item AWS::XRay::EncryptionConfig default of 2026-01-06T10:01:00\.250Z differs in /,
    );
    const row = (await read("changes.csv")).split("\n").find((one) => one.includes("1767693660250"));
    assert.ok(row?.endsWith(",,,"), row);
  });

  it("tells each Region by itself, and calls a sum one", async () => {
    const { text } = await reportOn({ "eu-west-1": guardedRegion(), "us-east-1": guardedRegion() });

    assert.equal(text.split("Time wrong 4 days 4 hours, 68.0 %").length, 3);
    assert.ok(
      text.includes(
        "Sum over 2 of 2 Regions, in which times of several Regions add up even where they are the same time: 8 days 8 hours NON_COMPLIANT of 12 days 6 hours 1 minute 50 seconds with a verdict.",
      ),
      text,
    );
  });

  it("begins and ends where it is asked to, with the verdict that stood", async () => {
    const { text } = await reportOn(
      { "eu-west-1": guardedRegion() },
      ...["--since", "2026-01-08", "--until", "2026-01-09"],
    );

    assert.ok(text.includes("2026-01-08 00:00:00Z to 2026-01-09 00:00:00Z"));
    assert.ok(text.includes("Time wrong 1 day, 100.0 %"), text);
    // The item is from before the period.
    assert.ok(text.includes("not compliant Item 1767780065000 of 2026-01-07 10:01:05Z:"), text);
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
    assert.ok(text.includes("us-east-1 Nothing is known of its history: it could not be read."), text);
    assert.ok(text.includes("Sum over 1 of 2 Regions"));
  });

  it("says that the label is not known where the notifier cannot be read", async () => {
    const { code, text } = await reportOn({
      "eu-west-1": guardedRegion({ fails: { GetFunctionConfiguration: "AccessDeniedException" } }),
    });

    assert.equal(code, 0);
    assert.ok(text.includes("What people call the account: Cannot read a function's environment"), text);
  });

  it("of an empty history says that it is empty", async () => {
    const { code, text, said } = await reportOn({ "eu-west-1": guardedRegion({ items: [] }) });

    assert.equal(code, 9);
    assert.ok(text.includes("AWS Config recorded nothing in this period."));
    assert.ok(text.includes("Not known: no verdict of compliant or not is known."));
    assert.deepEqual(said, ["AWS Config recorded nothing about the setting in eu-west-1 in that time."]);
    assert.match(await read("changes.csv"), /^kind,region,at,/);
    assert.match(await read("verdicts.csv"), /^kind,region,at,[^\n]*\nverdict|^kind,region,at,[^\n]*\ngap/);
  });

  it("has tables of both tracks, each row with its item, and is no formula to a spreadsheet", async () => {
    await reportOn({
      "eu-west-1": guardedRegion({
        events: [call("2026-01-06T10:00:00Z", "x", { type: "KMS", keyId: "=cmd|' /C calc'!A0" })],
      }),
    });

    const [changes, verdicts] = [await read("changes.csv"), await read("verdicts.csv")];
    assert.match(changes, /,'=cmd/);
    assert.deepEqual(
      [changes, verdicts].map((table) => [
        ...new Set(table.match(/^(change|gap|unexplained|verdict)(?=,)/gm)),
      ]),
      [
        ["change", "gap", "unexplained"],
        ["gap", "verdict"],
      ],
    );
  });

  it("keeps each answer of AWS's as it came, but no function's environment", async () => {
    await reportOn({ "eu-west-1": guardedRegion({ label: "production" }) });

    const lines = (await read("raw/eu-west-1.jsonl"))
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const history = lines.filter(({ call: name }) => name === "config:GetResourceConfigHistory");
    assert.match(JSON.stringify(history), /"configurationStateId":"1767693660250"/);
    assert.ok(history.every(({ at }) => at === "2026-01-11T12:02:00.000Z"));
    assert.ok(lines.some(({ call: name }) => name === "cloudtrail:LookupEvents"));
    assert.doesNotMatch(JSON.stringify(lines), /ACCOUNT_LABEL/);
  });

  it("replaces an earlier report whole, and nothing else", async () => {
    await reportOn({ "eu-west-1": guardedRegion(), "us-east-1": guardedRegion() });
    await reportOn({ "eu-west-1": guardedRegion() });

    assert.deepEqual(await readdir(path.join(out, "raw")), ["eu-west-1.jsonl"]);
    assert.deepEqual(await readdir(folder), ["report"]);
    const other = path.join(folder, "other");
    await writeFile(other, "mine");
    const { code, said } = await audit(aws, ["report", "--regions", "eu-west-1", "--out", other]);
    assert.equal(code, 3);
    assert.match(said.join(), /it exists, and is no report's folder\. Choose another --out\.$/);
    assert.equal(await readFile(other, "utf8"), "mine");
    await rm(other);
  });

  it("has a manifest with the size and SHA-256 of each file, and prints the SHA-256 of that", async () => {
    const { printed } = await reportOn({ "eu-west-1": guardedRegion() });

    const text = await read("manifest.json");
    const manifest = JSON.parse(text) as { files: { path: string; bytes: number; sha256: string }[] };
    const names = manifest.files.map((file) => file.path);
    assert.deepEqual(names, [
      "changes.csv",
      "raw/eu-west-1.jsonl",
      "report.html",
      "report.json",
      "verdicts.csv",
    ]);
    for (const { path: name, bytes, sha256 } of manifest.files) {
      const content = await readFile(path.join(out, name));
      assert.deepEqual([content.length, createHash("sha256").update(content).digest("hex")], [bytes, sha256]);
    }
    assert.ok(
      printed.includes(`SHA-256 of its manifest: ${createHash("sha256").update(text).digest("hex")}.`),
    );
  });
});

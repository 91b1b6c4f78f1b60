import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { run } from "../../../audit/cli/run";
import type { JsonEntry } from "../../../audit/evidence/json";
import { minute } from "../../../local/account/clock";
import { type Served, serve } from "../../../local/serve";
import { doStep } from "../../../local/scenario/steps";

const anywhere = { line: undefined, in: undefined };

/** The right key, the wrong one, and the right one again eight minutes later, before AWS Config's rule had its turn. */
describe("the evidence of a wrong key that was put right within minutes, with fast detection", function () {
  this.timeout(60_000);
  let served: Served;
  let wrong: string;
  before(async () => {
    served = await serve({
      stack: "dev",
      config: {
        desiredKey: "alias/xray-traces",
        fastDetection: true,
        trail: "create",
        trigger: "both",
        frequency: "TwentyFour_Hours",
        notify: ["security@example.com"],
      },
    });
    const { account } = served;
    const region = await account.region("eu-west-1");
    await doStep(region, { word: "create-key", value: "alias/wrong", ...anywhere });
    wrong = region.kms.find("alias/wrong")?.arn ?? "";
    const steps: [key: string, minutes: number][] = [
      ["alias/xray-traces", 60],
      ["alias/wrong", 8],
      ["alias/xray-traces", 30],
    ];
    for (const [key, minutes] of steps) {
      await doStep(region, { word: "put-encryption", value: key, ...anywhere });
      await account.advance(minutes * minute);
    }
  });
  after(() => served.close());

  async function audit(...args: string[]): Promise<string> {
    const { account } = served;
    let out = "";
    const code = await run(args, {
      print: (text) => (out += text),
      warn: (sentence) => assert.fail(sentence),
      // The account says itself what time it is there.
      now: new Date(0),
      color: false,
      width: 200,
      environment: {},
      access: {
        endpoint: account.endpointUrl,
        credentials: account.iam.credentials(account.administrator),
      },
    });
    assert.equal(code, 0);
    return out;
  }

  it("never tells the change to the wrong key with COMPLIANT", async () => {
    const { simulated, entries } = JSON.parse(
      await audit("timeline", "--regions", "eu-west-1", "--format", "json"),
    ) as { simulated: boolean; entries: JsonEntry[] };

    assert.equal(simulated, true);
    const change = entries.find((entry) => "timeFrom" in entry && entry.to?.keyId === wrong);
    assert.ok(change !== undefined && "timeFrom" in change);
    assert.equal(change.timeFrom, "call");
    assert.match(change.caller?.principal ?? "", /assumed-role\/Administrator\/local$/);
    assert.ok(!JSON.stringify(change).includes("COMPLIANT"));
  });

  it("says that the rule said NON_COMPLIANT while it was the wrong key, each with its own times", async () => {
    const text = await audit("timeline", "--regions", "eu-west-1");

    const [sentence = ""] = text
      .split("\n")
      .filter((line) => line.includes(`While it was key ${wrong.split("/")[1]}`));
    assert.match(sentence, /by CloudTrail's calls\): .*NON_COMPLIANT from .* to /);
    // What was said before the rule ran is another track's, with its own times.
    const [, verdicts = ""] = sentence.split("calls): ");
    assert.deepEqual(verdicts.match(/(?:NON_)?COMPLIANT(?= from)/g), ["COMPLIANT", "NON_COMPLIANT"]);
    assert.doesNotMatch(text, /Verdict then|the setting unchanged/);
    assert.match(text, /^SIMULATED: /);
    assert.match(text, /Desired: the key alias\/xray-traces: set .* by arn:.*, until now\./);
  });

  it("marks each row of the CSV, and the report's first screen and every printed page, as simulated", async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "evidence-"));
    const out = path.join(folder, "report");
    try {
      const csv = await audit("timeline", "--regions", "eu-west-1", "--format", "csv");
      await audit("report", "--regions", "eu-west-1", "--out", out);
      const html = await readFile(path.join(out, "report.html"), "utf8");

      const [head = "", ...rows] = csv.trim().split("\n");
      assert.ok(head.endsWith(",simulated"));
      assert.ok(rows.every((row) => row.endsWith(",SIMULATED")));
      assert.match(html, /<header><p class="simulated"><strong>SIMULATED<\/strong>/);
      assert.match(html, /<div class="watermark" aria-hidden="true">SIMULATED<\/div>/);
      assert.match(html, /\.watermark {\s+display: block; position: fixed/);
      // It was written beside and renamed: nothing else is left.
      assert.deepEqual(await readdir(folder), ["report"]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it("knows no verdict of the time in which the recorder is stopped afterwards", async () => {
    const { account } = served;
    const region = await account.region("eu-west-1");
    await doStep(region, { word: "stop-recorder", value: null, ...anywhere });
    await account.advance(60 * minute);
    await doStep(region, { word: "start-recorder", value: null, ...anywhere });
    await account.advance(30 * minute);

    const { entries } = JSON.parse(await audit("timeline", "--regions", "eu-west-1", "--format", "json")) as {
      entries: JsonEntry[];
    };

    const gap = entries.findLast((entry) => "why" in entry && entry.of === "verdict");
    assert.ok(gap !== undefined && "why" in gap);
    assert.equal(gap.why, "AWS Config's recorder was stopped, and recorded no verdict since");
    const stood = entries.findLast(({ kind }) => kind === "verdict");
    assert.ok(stood !== undefined && "until" in stood && stood.until === gap.at);
  });
});

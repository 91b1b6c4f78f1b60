import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { PutEncryptionConfigCommand } from "@aws-sdk/client-xray";
import { run } from "../../audit/cli/run";
import { type Served, serve } from "../../local/serve";
import { clients } from "../local/accounts";
import { PlantingProxy } from "./planting-proxy";

const obeyed = /(?!\n)[\p{Cc}\p{Bidi_Control}\u2028\u2029]|^\W*forged/mu;
const region = ["--regions", "eu-west-1"];
const stack = ["--stack", "dev"];

/** Each command, in each form; and of what AWS answers some of which it certainly shows. */
const commands: Record<string, { args: string[][]; shows: string[] }> = {
  inventory: {
    args: [[...region], [...region, "--format", "csv"], [...region, "--format", "json"]],
    shows: ["GetComplianceDetailsByConfigRule EvaluationResults/Annotation", "ListAliases Aliases/AliasName"],
  },
  timeline: {
    args: [[...region], [...region, "--format", "csv"], [...region, "--format", "json"]],
    shows: ["LookupEvents Events/CloudTrailEvent/userIdentity/arn", "LookupEvents error"],
  },
  report: { args: [region], shows: ["LookupEvents Events/CloudTrailEvent/userIdentity/arn"] },
  verify: { args: [region], shows: ["DescribeDeliveryChannels error"] },
  preflight: { args: [stack, [...stack, "--format", "json"]], shows: ["GetCallerIdentity Arn"] },
  "notify-test": {
    args: [stack, [...stack, "--alarms", "--format", "json"]],
    shows: [
      "DescribeAlarms MetricAlarms/AlarmName",
      "ListSubscriptionsByTopic Endpoint",
      "ListSubscriptionsByTopic error",
    ],
  },
};

describe("what AWS answers, each text of it", function () {
  this.timeout(600_000);
  let served: Served;
  let proxy: PlantingProxy;
  let folder: string;

  before(async () => {
    const config = { desiredKey: "alias/xray-traces", notify: ["security@example.com"] };
    served = await serve({ stack: "dev", config });
    const { account } = served;
    await account.advance(3_600_000);
    await clients(account).xray.send(new PutEncryptionConfigCommand({ Type: "NONE" }));
    await account.advance(3_600_000);
    const right = new PutEncryptionConfigCommand({ Type: "KMS", KeyId: "alias/xray-traces" });
    await clients(account).xray.send(right);
    await account.advance(86_400_000);
    proxy = await PlantingProxy.start(account.endpointUrl);
    folder = mkdtempSync(path.join(tmpdir(), "obeyed-"));
  });
  after(async () => {
    proxy.stop();
    await served.close();
    rmSync(folder, { recursive: true });
  });

  /** All that a command prints, says and writes. */
  async function outputOf(command: string, args: string[]): Promise<string> {
    const out = path.join(folder, "report");
    const { account } = served;
    let output = "";
    await run([command, ...args, ...(command === "report" ? ["--out", out] : [])], {
      print: (text) => (output += text),
      warn: (sentence) => (output += `${sentence}\n`),
      now: new Date(0),
      color: false,
      width: undefined,
      environment: {},
      access: {
        endpoint: proxy.url,
        credentials: account.iam.credentials(account.administrator),
        maxAttempts: 1,
      },
    });
    if (command !== "report") return output;
    const files = readdirSync(out, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
    return [
      output,
      ...files.map(({ parentPath, name }) => readFileSync(path.join(parentPath, name), "utf8")),
    ].join("");
  }

  for (const [command, { args, shows }] of Object.entries(commands)) {
    it(`is readable and never obeyed in what ${command} prints, wherever it stands in an answer`, async () => {
      proxy.plantAt = undefined;
      proxy.sources.clear();
      for (const some of args) assert.doesNotMatch(await outputOf(command, some), obeyed);
      const shown: string[] = [];
      for (const source of [...proxy.sources]) {
        proxy.plantAt = source;
        for (const some of args) {
          const output = await outputOf(command, some);
          const found = obeyed.exec(output)?.index;
          assert.equal(found, undefined, `${source}: ${JSON.stringify(output.slice(found).slice(0, 200))}`);
          if (output.includes("\\u202e")) shown.push(source);
        }
      }
      for (const one of shows) assert.ok(shown.includes(one), `${one} is not shown`);
    });
  }
});

import * as assert from "node:assert/strict";
import { PutEncryptionConfigCommand } from "@aws-sdk/client-xray";
import { run } from "../../audit/cli/run";
import { day, hour } from "../../local/account/clock";
import type { Account } from "../../local/account/account";
import { LocalCloud, type Mutate } from "../../local/deployment/deploy";
import { deployStack, readLocalStack } from "../../local/deployment/local-stack";
import { allow, clients, openAccount, regionName, role } from "./accounts";

const admin = "arn:aws:sts::123456789012:assumed-role/Administrator/local";

/** An account in which the setting was changed, and then nothing for some days: more than CloudTrail's event history has. */
async function changedLongAgo(
  days: number,
  config: Record<string, unknown> = {},
  mutate?: Mutate,
): Promise<Account> {
  const account = await openAccount();
  await deployStack(readLocalStack("dev", config), account, new LocalCloud(account, mutate));
  await account.clock.advanceBy(12 * hour);
  const { xray } = clients(account);
  await xray.send(new PutEncryptionConfigCommand({ Type: "KMS", KeyId: "alias/xray-traces" }));
  await account.clock.advanceBy(days * day);
  return account;
}

/** What the audit says of it, and how it ends. */
async function timelineOf(
  account: Account,
  principal = account.administrator,
): Promise<{ out: string; said: string[]; code: number }> {
  const said: string[] = [];
  let out = "";
  const code = await run(["timeline", "--regions", regionName], {
    print: (text) => (out += text),
    warn: (sentence) => said.push(sentence),
    now: new Date(0),
    color: false,
    width: 200,
    environment: {},
    access: {
      endpoint: account.endpointUrl,
      credentials: account.iam.credentials(principal),
      maxAttempts: 1,
    },
  });
  return { out, said, code };
}

/** The program without a statement of the evaluator's. */
const without =
  (sid: string): Mutate =>
  ({ inputs }) => {
    const { policy } = inputs;
    if (typeof policy !== "string" || !policy.includes(sid)) return inputs;
    const { Statement, ...document } = JSON.parse(policy) as { Statement: { Sid: string }[] };
    return {
      ...inputs,
      policy: JSON.stringify({ ...document, Statement: Statement.filter(({ Sid }) => Sid !== sid) }),
    };
  };

describe("who changed the setting, when CloudTrail's event history has forgotten it", function () {
  this.timeout(60_000);

  it("is known 120 days later from the function's log, as is who set what was desired", async () => {
    const { out, said, code } = await timelineOf(await changedLongAgo(120));

    assert.match(out, new RegExp(`By: ${admin} \\(CloudTrail, function log, event [0-9a-f-]{36}\\)`));
    assert.match(
      out,
      /Desired: the key alias\/xray-traces: set .* \(CloudTrail, function log, event .*until now\./,
    );
    assert.deepEqual([said, code], [[], 0]);
  });

  const forgotten: [why: string, config: Record<string, unknown>, mutate?: Mutate][] = [
    ["nothing runs on schedule", { trigger: "change", frequency: "" }],
    ["the logs are not kept so long", { logRetentionDays: 90 }],
    ["the evaluator may not look up events", {}, without("KeepWhoCalled")],
  ];
  for (const [why, config, mutate] of forgotten) {
    it(`is not known where ${why}, and the audit says so`, async () => {
      const { out } = await timelineOf(await changedLongAgo(95, config, mutate));

      assert.doesNotMatch(out, /function log/);
      assert.match(out, /By: not identified: CloudTrail's record does not reach back to it/);
      assert.match(out, /not every call is known: CloudTrail's record that was read does not reach back/);
    });
  }

  it("is not known to an auditor who may not read the log, and the audit says what to allow", async () => {
    const account = await changedLongAgo(95);
    const reads = ["config:*", "xray:Get*", "kms:*", "cloudtrail:*", "sts:*", "lambda:Get*"];
    const auditor = role(account, "auditor", [allow(reads)]);

    const { out, said, code } = await timelineOf(account, auditor);

    assert.match(out, /By: not identified/);
    assert.match(said.join(), /^Cannot read the log of the rule's function .* allow logs:FilterLogEvents\.$/);
    assert.equal(code, 2);
  });
});

import * as assert from "node:assert/strict";
import type { Region } from "../../../local/account/account";
import { second } from "../../../local/account/clock";
import type { RemediationOptions } from "../../../local/services/config/remediation";
import { accountId, allow, openRegion, regionName } from "../accounts";

const runbook = "AWSConfigRemediation-UpdateXRayKMSKey";
const ofAccount = { StringEquals: { "aws:SourceAccount": accountId } };
const statements = {
  start: allow("ssm:StartAutomationExecution", `arn:aws:ssm:*:*:automation-definition/${runbook}:*`),
  follow: allow("ssm:GetAutomationExecution", `arn:aws:ssm:*:${accountId}:automation-execution/*`),
  read: allow("xray:GetEncryptionConfig"),
  write: allow("xray:PutEncryptionConfig"),
  describe: allow("kms:DescribeKey"),
  grant: allow("kms:CreateGrant"),
};
type Statement = keyof typeof statements;

/** A Region with a remediation for a rule that has no function of its own: verdicts come from the test. */
async function openRemediation(
  given: { options?: Partial<RemediationOptions>; without?: Statement; trust?: object } = {},
): Promise<Region> {
  const region = await openRegion({ existingRecorder: true });
  const { account } = region;
  const key = region.kms.createKey({ id: "desired" });
  region.kms.createAlias("alias/traces", key.arn);
  const roleArn = account.iam.createRole("remediation", {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "ssm.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: given.trust ?? ofAccount,
      },
    ],
  }).arn;
  account.iam.putRolePolicy("remediation", "Policy", {
    Version: "2012-10-17",
    Statement: Object.entries(statements).flatMap(([name, one]) => (name === given.without ? [] : [one])),
  });
  region.lambda.requireInvoke = async () => {};
  region.lambda.invokeAsync = async () => {};
  await region.config.rules.putRule({
    name: "rule",
    functionArn: `arn:aws:lambda:${regionName}:${accountId}:function:nobody`,
    sourceDetails: [
      {
        messageType: "ScheduledNotification",
        maximumExecutionFrequency: "TwentyFour_Hours",
        eventSource: "aws.config",
      },
    ],
    scope: undefined,
    inputParameters: undefined,
    maximumExecutionFrequency: undefined,
  });
  region.config.remediation.put({
    ruleName: "rule",
    resourceType: "AWS::XRay::EncryptionConfig",
    keyId: "alias/traces",
    roleArn,
    automatic: true,
    maximumAttempts: 3,
    window: 3600,
    ...given.options,
  });
  return region;
}

async function judge(region: Region, type = "NON_COMPLIANT", resource = "AWS::XRay::EncryptionConfig") {
  region.config.remediation.judged("rule", resource, "default", type);
  await region.account.clock.advanceBy(600 * second);
}

function outcomes({ account }: Region): string[] {
  return account.journal.remediations.map(({ outcome }) => outcome);
}

async function keyInUse({ xray, account }: Region): Promise<string | undefined> {
  return (await xray.getEncryptionConfig(account.administrator)).EncryptionConfig?.KeyId;
}

describe("remediation in the local account", () => {
  it("gives X-Ray the key as soon as the resource is found wrong", async () => {
    const region = await openRemediation();
    await judge(region);
    assert.deepEqual(outcomes(region), ["SUCCEEDED"]);
    assert.equal(await keyInUse(region), region.kms.find("alias/traces")?.arn);
  });

  for (const { says, type, resource } of [
    { says: "what is right", type: "COMPLIANT", resource: "AWS::XRay::EncryptionConfig" },
    { says: "a resource of another type", type: "NON_COMPLIANT", resource: "AWS::::Account" },
  ]) {
    it(`leaves ${says} alone`, async () => {
      const region = await openRemediation();
      await judge(region, type, resource);
      assert.deepEqual([outcomes(region), await keyInUse(region)], [[], undefined]);
    });
  }

  it("gives up after as many attempts as are allowed, and does not begin again", async () => {
    const region = await openRemediation();
    region.kms.setState("alias/traces", "Disabled");
    await judge(region);
    await region.account.clock.advanceBy(10_000 * second);
    await judge(region);
    assert.deepEqual(outcomes(region), ["FAILED", "FAILED", "FAILED", "GAVE_UP"]);
    assert.match(region.account.journal.remediations.at(-1)?.message ?? "", /3 attempts within 3600 seconds/);
  });

  it("counts attempts that succeed too, so that a fight ends", async () => {
    const region = await openRemediation({ options: { maximumAttempts: 2 } });
    for (let fight = 0; fight < 3; fight++) {
      await region.xray.putEncryptionConfig(region.account.administrator, { Type: "NONE" });
      await judge(region);
    }
    assert.deepEqual(outcomes(region), ["SUCCEEDED", "SUCCEEDED", "GAVE_UP"]);
    assert.equal(await keyInUse(region), undefined);
  });

  it("begins to count again when the window is over", async () => {
    const region = await openRemediation({ options: { maximumAttempts: 1, window: 300 } });
    await judge(region);
    await region.xray.putEncryptionConfig(region.account.administrator, { Type: "NONE" });
    await judge(region);
    assert.deepEqual(outcomes(region).filter((one) => one === "SUCCEEDED").length, 2);
  });

  it("does nothing by itself where it is by approval", async () => {
    const region = await openRemediation({ options: { automatic: false } });
    await judge(region);
    assert.deepEqual(outcomes(region), []);
    await assert.rejects(region.config.remediation.approve(region.account.administrator), {
      code: "InvalidParameterValueException",
    });
  });

  for (const without of Object.keys(statements) as Statement[]) {
    it(`fails when the role may not ${without}`, async () => {
      const region = await openRemediation({ without, options: { maximumAttempts: 1 } });
      await judge(region);
      assert.equal(outcomes(region)[0], "FAILED");
      const [said] = region.account.journal.remediations;
      assert.match(said?.message ?? "", /role\/remediation is not authorized to perform (ssm|xray|kms):/);
    });
  }

  it("fails when the role does not trust Systems Manager for this account", async () => {
    const trust = { StringEquals: { "aws:SourceAccount": "210987654321" } };
    const region = await openRemediation({ trust, options: { maximumAttempts: 1 } });
    await judge(region);
    assert.deepEqual(outcomes(region), ["FAILED", "GAVE_UP"]);
    assert.match(
      region.account.journal.remediations[0]?.message ?? "",
      /ssm\.amazonaws\.com is not authorized to perform sts:AssumeRole/,
    );
  });

  it("lets a role use a key by the alias that its policy names, and by no other", async () => {
    const region = await openRemediation({ without: "grant", options: { maximumAttempts: 1 } });
    const condition = (alias: string) => ({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: "kms:CreateGrant",
          Resource: "*",
          Condition: { "ForAnyValue:StringEquals": { "kms:ResourceAliases": alias } },
        },
      ],
    });
    const { iam } = region.account;
    const keyArn = region.kms.find("alias/traces")?.arn ?? "";
    const may = () =>
      region.kms.require(`arn:aws:iam::${accountId}:role/remediation`, "kms:CreateGrant", keyArn);
    iam.putRolePolicy("remediation", "ByAlias", condition("alias/other"));
    await assert.rejects(may(), { code: "AccessDeniedException" });
    iam.putRolePolicy("remediation", "ByAlias", condition("alias/traces"));
    await may();
  });

  for (const options of [
    { maximumAttempts: 0 },
    { maximumAttempts: 26 },
    { window: 0 },
    { window: 2_678_001 },
  ]) {
    it(`refuses ${JSON.stringify(options)}`, async () => {
      await assert.rejects(openRemediation({ options }), { code: "InvalidParameterValueException" });
    });
  }

  it("refuses a rule and a role that do not exist", async () => {
    await assert.rejects(openRemediation({ options: { ruleName: "other" } }), {
      code: "NoSuchConfigRuleException",
    });
    await assert.rejects(openRemediation({ options: { roleArn: "arn:aws:iam::1:role/nobody" } }), /nobody/);
  });
});

import * as assert from "node:assert/strict";
import { accountId, allow, openAccount, role } from "./accounts";

describe("authorization in the local account", () => {
  const topic = `arn:aws:sns:eu-west-1:${accountId}:topic`;
  const forConfig = (condition: object) => ({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "ConfigPublishes",
        Effect: "Allow",
        Principal: { Service: "config.amazonaws.com" },
        Action: "sns:Publish",
        Resource: topic,
        ...condition,
      },
    ],
  });
  const ofAccount = { Condition: { StringEquals: { "aws:SourceAccount": accountId } } };

  const services: { says: string; policy: unknown; source: string; refused?: RegExp }[] = [
    {
      says: "a service that the resource's policy names is let in",
      policy: forConfig({}),
      source: accountId,
    },
    { says: "a service acting for this account is let in", policy: forConfig(ofAccount), source: accountId },
    {
      says: "a service acting for another account is refused, and the condition is named",
      policy: forConfig(ofAccount),
      source: "210987654321",
      refused:
        /^config\.amazonaws\.com is not authorized to perform sns:Publish on arn:aws:sns:.*:topic: statement ConfigPublishes of a resource policy would allow it, but its condition on aws:SourceAccount does not match$/,
    },
    {
      says: "a service is refused by a resource without a policy",
      policy: undefined,
      source: accountId,
      refused: /the resource has no policy that allows it$/,
    },
    {
      says: "a statement that denies wins",
      policy: {
        Version: "2012-10-17",
        Statement: [
          { Sid: "Open", Effect: "Allow", Principal: "*", Action: "sns:Publish", Resource: topic },
          { Sid: "Shut", Effect: "Deny", Principal: "*", Action: "sns:*", Resource: topic },
        ],
      },
      source: accountId,
      refused: /statement Shut of a resource policy denies it$/,
    },
  ];
  for (const { says, policy, source, refused } of services) {
    it(says, async () => {
      const { authorization } = await openAccount();
      const decision = await authorization.decide({
        principal: "config.amazonaws.com",
        action: "sns:Publish",
        resource: topic,
        resourcePolicy: policy,
        context: { "aws:SourceAccount": source },
      });
      if (refused === undefined) assert.deepEqual(decision, { allowed: true });
      else assert.match(decision.allowed ? "allowed" : decision.reason, refused);
    });
  }

  it("a role may what its policies allow, and nothing else", async () => {
    const account = await openAccount();
    const principal = role(account, "publisher", [allow("sns:Publish", topic)]);
    const ask = (action: string) => account.authorization.decide({ principal, action, resource: topic });

    assert.equal((await ask("sns:Publish")).allowed, true);
    assert.deepEqual(await ask("sns:Subscribe"), {
      allowed: false,
      reason: `${principal} is not authorized to perform sns:Subscribe on ${topic}: no statement of the role's policies allows it`,
    });
  });

  const principal = "arn:aws:iam::210987654321:role/administrator";
  const naming = (Principal: unknown) => ({
    Version: "2012-10-17",
    Statement: [{ Sid: "Open", Effect: "Allow", Principal, Action: "sns:Publish", Resource: topic }],
  });
  for (const [whom, policy, allowed] of [
    ["it names", naming({ AWS: principal }), true],
    ["of an account that it names", naming({ AWS: "arn:aws:iam::210987654321:root" }), true],
    ["it does not name", naming({ Service: "config.amazonaws.com" }), false],
    ["of anybody, where it has no policy", undefined, false],
  ] as const) {
    it(`the resource's policy alone decides on another account's principals: those ${whom}`, async () => {
      const { authorization } = await openAccount();
      const request = { principal, action: "sns:Publish", resource: topic };
      const decision = await authorization.decide(policy ? { ...request, resourcePolicy: policy } : request);
      assert.equal(decision.allowed, allowed);
    });
  }

  it("a policy that AWS would not take is an error that says where", async () => {
    const { authorization } = await openAccount();
    await assert.rejects(
      authorization.decide({
        principal: "config.amazonaws.com",
        action: "sns:Publish",
        resource: topic,
        resourcePolicy: { Version: "2012-10-17", Statement: [{ Effect: "Alow" }] },
      }),
      /Statement\[0\]\.Effect/,
    );
  });

  it("AWS_ConfigRole does not let AWS Config read X-Ray's encryption setting", async () => {
    const account = await openAccount();
    const { arn } = account.iam.createRole("recorder", undefined);
    account.iam.attachRolePolicy("recorder", "arn:aws:iam::aws:policy/service-role/AWS_ConfigRole");
    const decision = await account.authorization.decide({
      principal: arn,
      action: "xray:GetEncryptionConfig",
      resource: "*",
    });
    assert.equal(decision.allowed, false);
  });
});

import * as assert from "node:assert/strict";
import { request } from "node:http";
import { GetRoleCommand, SimulatePrincipalPolicyCommand } from "@aws-sdk/client-iam";
import { ListSubscriptionsByTopicCommand, ListTopicsCommand } from "@aws-sdk/client-sns";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { GetEncryptionConfigCommand } from "@aws-sdk/client-xray";
import type { Account } from "../../local/account/account";
import { accountId, allow, clients, openAccount, openRegion, openTopic, regionName, role } from "./accounts";

describe("services of the local account that speak XML", () => {
  it("say who is calling", async () => {
    const account = await openAccount();
    const { Account: id, Arn } = await clients(account).sts.send(new GetCallerIdentityCommand({}));
    assert.deepEqual([id, Arn], [accountId, `arn:aws:sts::${accountId}:assumed-role/Administrator/local`]);
  });

  it("list topics and their subscriptions", async () => {
    const region = await openRegion();
    const arn = openTopic(region, "events.amazonaws.com");
    const { sns } = clients(region.account);
    const { Topics } = await sns.send(new ListTopicsCommand({}));
    assert.deepEqual(Topics, [{ TopicArn: arn }]);
    const { Subscriptions } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn: arn }));
    assert.deepEqual(
      Subscriptions?.map(({ Endpoint, Protocol, Owner }) => [Endpoint, Protocol, Owner]),
      [["people@example.com", "email", accountId]],
    );
  });

  it("answer with the SDK's own errors for what is not there, and for what is not allowed", async () => {
    const region = await openRegion();
    const TopicArn = region.arn("sns", "nothing");
    await assert.rejects(
      clients(region.account).sns.send(new ListSubscriptionsByTopicCommand({ TopicArn })),
      { name: "NotFoundException", message: /Topic does not exist: .*nothing/ },
    );
    const stranger = role(region.account, "stranger", [allow("sns:Publish")]);
    await assert.rejects(clients(region.account, stranger).sns.send(new ListTopicsCommand({})), (error) => {
      assert.match(String(error), /AccessDenied.*role\/stranger is not authorized to perform sns:ListTopics/);
      return true;
    });
  });

  it("simulate what a role may do", async () => {
    const account = await openAccount();
    const reader = role(account, "reader", [allow("xray:Get*")]);
    const { iam } = clients(account);
    const { Role } = await iam.send(new GetRoleCommand({ RoleName: "reader" }));
    assert.equal(Role?.Arn, reader);
    const { EvaluationResults } = await iam.send(
      new SimulatePrincipalPolicyCommand({
        PolicySourceArn: reader,
        ActionNames: ["xray:GetEncryptionConfig", "xray:PutEncryptionConfig"],
      }),
    );
    assert.deepEqual(
      EvaluationResults?.map(({ EvalDecision }) => EvalDecision),
      ["allowed", "implicitDeny"],
    );
    const ofNoSuchResource = await iam.send(
      new SimulatePrincipalPolicyCommand({
        PolicySourceArn: reader,
        ActionNames: ["xray:GetEncryptionConfig"],
        ResourceArns: ["arn:aws:config:eu-west-1:123456789012:config-rule/*"],
      }),
    );
    assert.equal(ofNoSuchResource.EvaluationResults?.[0]?.EvalDecision, "allowed");
  });

  /** A request that no client would send. */
  function send(
    account: Account,
    raw: { service: string; method?: string; path?: string; body?: string; type?: string; host?: string },
  ): Promise<{ status: number | undefined; text: string }> {
    const { accessKeyId } = account.iam.credentials(account.administrator);
    return new Promise((resolve, reject) => {
      const sent = request(
        account.endpointUrl + (raw.path ?? "/"),
        {
          method: raw.method ?? "POST",
          headers: {
            authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260105/${regionName}/${raw.service}/aws4_request, SignedHeaders=host, Signature=0`,
            "content-type": raw.type ?? "application/x-www-form-urlencoded",
            ...(raw.host === undefined ? {} : { host: raw.host }),
          },
        },
        (response) => {
          let text = "";
          response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
          response.on("end", () => resolve({ status: response.statusCode, text }));
        },
      );
      sent.on("error", reject).end(raw.body);
    });
  }

  const refusals: { says: string; raw: Parameters<typeof send>[1]; status: number; text: RegExp }[] = [
    {
      says: "an action that the service does not have",
      raw: { service: "sns", body: "Action=Shout" },
      status: 400,
      text: /<Code>InvalidAction<\/Code><Message>Amazon SNS has no operation &apos;Shout&apos;/,
    },
    {
      says: "an action that the account does not simulate",
      raw: { service: "sns", body: "Action=GetTopicAttributes&TopicArn=t" },
      status: 400,
      text: /<Message>The local account does not simulate Amazon SNS&apos;s GetTopicAttributes/,
    },
    {
      says: "a form of another content type",
      raw: { service: "sts", body: "{}", type: "application/json" },
      status: 415,
      text: /<Code>UnsupportedMediaTypeException<\/Code>/,
    },
    {
      says: "a member that is missing",
      raw: { service: "iam", body: "Action=GetRole" },
      status: 400,
      text: /<Code>ValidationException<\/Code>.*request\.RoleName/,
    },
    {
      says: "a method that S3 does not have here",
      raw: { service: "s3", method: "DELETE", path: "/bucket/key" },
      status: 501,
      text: /<Error><Code>NotImplemented<\/Code>/,
    },
    {
      says: "a part of a bucket that S3 does not have here",
      raw: { service: "s3", method: "GET", path: "/bucket?list-type=2&acl" },
      status: 501,
      text: /with &apos;acl&apos;/,
    },
    {
      says: "a number that is none",
      raw: { service: "s3", method: "GET", path: "/bucket?list-type=2&max-keys=many" },
      status: 400,
      text: /'many' must be a number|&apos;many&apos; must be a number/,
    },
  ];
  for (const { says, raw, status, text } of refusals) {
    it(`refuse ${says}, and the server lives`, async () => {
      const account = await openAccount();
      const answer = await send(account, raw);
      assert.equal(answer.status, status);
      assert.match(answer.text.replaceAll("\n", ""), text);
      const { EncryptionConfig } = await clients(account).xray.send(new GetEncryptionConfigCommand());
      assert.equal(EncryptionConfig?.Type, "NONE");
    });
  }

  it("take a bucket's name from the path or from the host", async () => {
    const account = await openAccount();
    account.s3.createBucket("history", regionName);
    await account.s3.putObject(account.administrator, { bucket: "history", key: "a/b", body: "<&>" });
    for (const raw of [{ path: "/history/a/b" }, { path: "/a/b", host: "history.localhost:1234" }]) {
      const answer = await send(account, { service: "s3", method: "GET", ...raw });
      assert.deepEqual(answer, { status: 200, text: "<&>" });
    }
  });
});

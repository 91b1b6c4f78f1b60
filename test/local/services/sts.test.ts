import assert from "node:assert/strict";
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { XRayClient, GetEncryptionConfigCommand } from "@aws-sdk/client-xray";
import type { Account } from "../../../local/account/account";
import { accountId, allow, clients, openAccount, role } from "../accounts";

const other = "222222222222";
const reader = `arn:aws:iam::${other}:role/Reader`;

/** A second account at the first one's endpoint, with a role for somebody. */
async function openBeside(
  trusted: unknown,
  condition: object = {},
): Promise<{ home: Account; beside: Account }> {
  const home = await openAccount();
  const beside = await openAccount({ id: other, beside: home });
  beside.iam.createRole("Reader", {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: trusted, Action: "sts:AssumeRole", ...condition }],
  });
  beside.iam.putRolePolicy("Reader", "Reads", {
    Version: "2012-10-17",
    Statement: [allow("xray:GetEncryptionConfig")],
  });
  return { home, beside };
}

const administrator = { AWS: `arn:aws:iam::${accountId}:root` };
const withId = { Condition: { StringEquals: { "sts:ExternalId": "e-1" } } };

const refusals: { name: string; trusted?: unknown; condition?: object; asks?: unknown[]; arn?: string }[] = [
  { name: "a role that trusts another account", trusted: { AWS: "arn:aws:iam::333333333333:root" } },
  { name: "a caller whose own policies do not allow it", asks: [allow("xray:GetEncryptionConfig")] },
  { name: "a caller without the external ID that the role asks for", condition: withId },
  { name: "a role that does not exist", arn: `arn:aws:iam::${other}:role/Nobody` },
  { name: "a role of an account that does not exist", arn: "arn:aws:iam::444444444444:role/Reader" },
];

describe("STS of the local account", () => {
  it("gives credentials of another account's role, by which its endpoint knows that account", async () => {
    const { home, beside } = await openBeside(administrator, withId);
    const [here] = [await beside.region("eu-west-1")];
    const { arn } = here.kms.createKey({ id: "11111111-1111-1111-1111-111111111111", accountId: other });
    await here.xray.putEncryptionConfig(beside.administrator, { Type: "KMS", KeyId: arn });

    const { Credentials } = await clients(home).sts.send(
      new AssumeRoleCommand({ RoleArn: reader, RoleSessionName: "somebody", ExternalId: "e-1" }),
    );

    const options = {
      endpoint: home.endpointUrl,
      region: "eu-west-1",
      credentials: {
        accessKeyId: Credentials?.AccessKeyId ?? "",
        secretAccessKey: Credentials?.SecretAccessKey ?? "",
        sessionToken: Credentials?.SessionToken ?? "",
      },
    };
    const { Account: id } = await new STSClient(options).send(new GetCallerIdentityCommand({}));
    const { EncryptionConfig } = await new XRayClient(options).send(new GetEncryptionConfigCommand({}));
    assert.deepEqual([id, EncryptionConfig?.KeyId], [other, arn]);
    assert.equal(
      (await clients(home).xray.send(new GetEncryptionConfigCommand({}))).EncryptionConfig?.Type,
      "NONE",
    );
  });

  for (const { name, trusted = administrator, condition, asks, arn = reader } of refusals) {
    it(`refuses ${name}`, async () => {
      const { home } = await openBeside(trusted, condition);
      const who = asks === undefined ? home.administrator : role(home, "Somebody", asks);

      const asking = clients(home, who).sts.send(
        new AssumeRoleCommand({ RoleArn: arn, RoleSessionName: "somebody" }),
      );

      await assert.rejects(asking, { name: "AccessDenied" });
    });
  }
});

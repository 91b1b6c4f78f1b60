import * as assert from "node:assert/strict";
import { DescribeKeyCommand } from "@aws-sdk/client-kms";
import { allow, clients, openRegion, role } from "../accounts";

describe("KMS in the local account", () => {
  it("describes a key by ID, ARN, alias and alias ARN", async () => {
    const region = await openRegion();
    const { arn } = region.kms.createKey({ id: "key-1", description: "traces" });
    region.kms.createAlias("alias/traces", arn);
    const { kms } = clients(region.account);

    for (const KeyId of ["key-1", arn, "alias/traces", region.arn("kms", "alias/traces")]) {
      const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId }));
      assert.equal(KeyMetadata?.Arn, arn);
      assert.equal(KeyMetadata.KeyState, "Enabled");
      assert.equal(KeyMetadata.KeyManager, "CUSTOMER");
      assert.deepEqual(KeyMetadata.CreationDate, region.account.clock.now());
    }
  });

  it("has the key that AWS manages for X-Ray", async () => {
    const { account } = await openRegion();
    const { KeyMetadata } = await clients(account).kms.send(
      new DescribeKeyCommand({ KeyId: "alias/aws/xray" }),
    );
    assert.equal(KeyMetadata?.KeyManager, "AWS");
  });

  for (const KeyId of ["nothing", "alias/nothing", "arn:aws:kms:eu-west-1:123456789012:key/nothing"]) {
    it(`answers NotFoundException for ${KeyId}`, async () => {
      const { account } = await openRegion();
      await assert.rejects(clients(account).kms.send(new DescribeKeyCommand({ KeyId })), {
        name: "NotFoundException",
        message: /nothing/,
      });
    });
  }

  it("lets a role of this account read another account's key that trusts it", async () => {
    const region = await openRegion();
    const { arn } = region.kms.createKey({ id: "theirs", accountId: "222222222222" });
    const reader = role(region.account, "reader", [allow("kms:DescribeKey")]);
    const { KeyMetadata } = await clients(region.account, reader).kms.send(
      new DescribeKeyCommand({ KeyId: arn }),
    );
    assert.equal(KeyMetadata?.AWSAccountId, "222222222222");
  });

  it("answers AccessDenied to a role without kms:DescribeKey", async () => {
    const region = await openRegion();
    const { arn } = region.kms.createKey({ id: "key-1" });
    const stranger = role(region.account, "stranger", [allow("kms:ListAliases")]);
    await assert.rejects(clients(region.account, stranger).kms.send(new DescribeKeyCommand({ KeyId: arn })), {
      name: "AccessDeniedException",
      message: /kms:DescribeKey on arn:aws:kms:eu-west-1:123456789012:key\/key-1/,
    });
  });
});

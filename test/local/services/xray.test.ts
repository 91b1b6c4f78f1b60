import * as assert from "node:assert/strict";
import {
  GetEncryptionConfigCommand,
  GetTraceSegmentDestinationCommand,
  PutEncryptionConfigCommand,
  type PutEncryptionConfigCommandInput,
} from "@aws-sdk/client-xray";
import { minute } from "../../../local/account/clock";
import { accountId, allow, clients, openRegion, role } from "../accounts";

describe("X-Ray in the local account", () => {
  const id = "1234abcd-12ab-34cd-56ef-1234567890ab";
  const arn = `arn:aws:kms:eu-west-1:${accountId}:key/${id}`;

  it("has its default encryption and keeps spans itself, before anybody sets anything", async () => {
    const { xray } = clients((await openRegion()).account);
    const setting = await xray.send(new GetEncryptionConfigCommand());
    const destination = await xray.send(new GetTraceSegmentDestinationCommand());
    assert.deepEqual(setting.EncryptionConfig, { Type: "NONE", Status: "ACTIVE" });
    assert.equal(destination.Destination, "XRay");
  });

  for (const form of [id, arn, "alias/traces", `arn:aws:kms:eu-west-1:${accountId}:alias/traces`]) {
    it(`takes a key as ${form} and keeps its ARN, UPDATING at first and ACTIVE then`, async () => {
      const region = await openRegion();
      const { xray } = clients(region.account);
      region.kms.createKey({ id });
      region.kms.createAlias("alias/traces", arn);

      const put = await xray.send(new PutEncryptionConfigCommand({ Type: "KMS", KeyId: form }));
      await region.account.clock.advanceBy(minute);
      const later = await xray.send(new GetEncryptionConfigCommand());

      assert.deepEqual(put.EncryptionConfig, { Type: "KMS", KeyId: arn, Status: "UPDATING" });
      assert.deepEqual(later.EncryptionConfig, { Type: "KMS", KeyId: arn, Status: "ACTIVE" });
    });
  }

  const refusals: { says: string; input: PutEncryptionConfigCommandInput; message: RegExp }[] = [
    {
      says: "a key that does not exist",
      input: { Type: "KMS", KeyId: "alias/none" },
      message: /does not exist/,
    },
    { says: "an asymmetric key", input: { Type: "KMS", KeyId: "asymmetric" }, message: /asymmetric/ },
    { says: "a disabled key", input: { Type: "KMS", KeyId: "disabled" }, message: /is Disabled/ },
    { says: "KMS without a key", input: { Type: "KMS" }, message: /KeyId is required/ },
    { says: "a key beside NONE", input: { Type: "NONE", KeyId: arn }, message: /must not be set/ },
  ];
  for (const { says, input, message } of refusals) {
    it(`refuses ${says}`, async () => {
      const region = await openRegion();
      region.kms.createKey({ id: "asymmetric", spec: "RSA_2048" });
      region.kms.createKey({ id: "disabled" });
      region.kms.setState("disabled", "Disabled");
      await assert.rejects(clients(region.account).xray.send(new PutEncryptionConfigCommand(input)), {
        name: "InvalidRequestException",
        message,
      });
    });
  }

  it("needs kms:CreateGrant on a customer's key from whoever sets it", async () => {
    const region = await openRegion();
    region.kms.createKey({ id });
    const setter = role(region.account, "setter", [allow(["xray:PutEncryptionConfig", "kms:DescribeKey"])]);
    await assert.rejects(
      clients(region.account, setter).xray.send(new PutEncryptionConfigCommand({ Type: "KMS", KeyId: id })),
      /kms:CreateGrant/,
    );
  });

  it("answers AccessDenied with status 403 to a role that may not read the setting", async () => {
    const { account } = await openRegion();
    const stranger = role(account, "stranger", [allow("xray:GetTraceGraph")]);
    await assert.rejects(clients(account, stranger).xray.send(new GetEncryptionConfigCommand()), (error) => {
      assert.ok(error instanceof Error && "$metadata" in error);
      assert.equal(error.name, "AccessDeniedException");
      assert.match(error.message, /stranger is not authorized to perform xray:GetEncryptionConfig/);
      assert.equal((error.$metadata as { httpStatusCode: number }).httpStatusCode, 403);
      return true;
    });
  });
});

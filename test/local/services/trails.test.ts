import * as assert from "node:assert/strict";
import { DisableKeyCommand } from "@aws-sdk/client-kms";
import { PutEncryptionConfigCommand } from "@aws-sdk/client-xray";
import type { Region } from "../../../local/account/account";
import { InputTransformer } from "../../../local/services/events/input-transformer";
import { accountId, clients, deploy, openAccount, openRegion, openTopic, regionName } from "../accounts";

const bucket = "trail-bucket";
const anyTrail = `arn:aws:cloudtrail:*:${accountId}:trail/*`;

function statement(Action: string, Resource: string, Condition: object): object {
  return { Effect: "Allow", Principal: { Service: "cloudtrail.amazonaws.com" }, Action, Resource, Condition };
}

const ofTrails = { ArnLike: { "aws:SourceArn": anyTrail } };
const readAcl = statement("s3:GetBucketAcl", `arn:aws:s3:::${bucket}`, ofTrails);
const deliver = statement("s3:PutObject", `arn:aws:s3:::${bucket}/AWSLogs/${accountId}/*`, {
  ...ofTrails,
  StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control" },
});

async function createTrail(region: Region, statements: object[], inputs: object = {}): Promise<void> {
  await deploy(
    region.account,
    { type: "aws:s3/bucket:Bucket", inputs: { region: region.name, bucket } },
    {
      type: "aws:s3/bucketPolicy:BucketPolicy",
      inputs: { bucket, policy: JSON.stringify({ Version: "2012-10-17", Statement: statements }) },
    },
    { type: "aws:cloudtrail/trail:Trail", inputs: { region: region.name, s3BucketName: bucket, ...inputs } },
  );
}

/** A rule that tells people which call EventBridge heard of. */
function listen(region: Region): () => string[] {
  region.events.putRule("calls", {
    eventPattern: JSON.stringify({
      source: ["aws.xray", "aws.kms"],
      "detail-type": ["AWS API Call via CloudTrail"],
    }),
    enabled: true,
  });
  region.events.putTarget("calls", {
    id: "people",
    arn: openTopic(region, "events.amazonaws.com"),
    roleArn: undefined,
    transformer: InputTransformer.parse(
      { source: "$.source", name: "$.detail.eventName", error: "$.detail.errorCode" },
      '"<source> <name> <error>"',
    ),
  });
  return () => region.account.journal.notifications.map(({ message }) => message.replaceAll('"', "").trim());
}

describe("trails in the local account", () => {
  it("without one EventBridge hears of no call, and the account says why", async () => {
    const region = await openRegion();
    const heard = listen(region);
    await clients(region.account).xray.send(new PutEncryptionConfigCommand({ Type: "NONE" }));
    await region.account.clock.advanceBy(60_000);
    assert.deepEqual(heard(), []);
    assert.match(region.account.journal.skips[0]?.message ?? "", /heard nothing of PutEncryptionConfig/);
  });

  it("with an organization's, EventBridge hears of each call within seconds, also of those that fail", async () => {
    const region = await openRegion({ organizationTrail: true });
    const heard = listen(region);
    const { xray, kms } = clients(region.account);
    const key = region.kms.createKey({ id: "some-key" });
    await xray.send(new PutEncryptionConfigCommand({ Type: "NONE" }));
    await kms.send(new DisableKeyCommand({ KeyId: key.id }));
    await assert.rejects(xray.send(new PutEncryptionConfigCommand({ Type: "KMS", KeyId: key.id })));
    assert.deepEqual(heard(), []);
    await region.account.clock.advanceBy(5000);
    assert.deepEqual(heard(), [
      "aws.xray PutEncryptionConfig",
      "aws.kms DisableKey",
      "aws.xray PutEncryptionConfig InvalidRequestException",
    ]);
  });

  for (const { says, inputs, regions } of [
    { says: "of all Regions", inputs: { isMultiRegionTrail: true }, regions: [true, true] },
    { says: "of its own Region", inputs: {}, regions: [true, false] },
    {
      says: "that is switched off",
      inputs: { isMultiRegionTrail: true, enableLogging: false },
      regions: [false, false],
    },
  ]) {
    it(`a trail ${says} logs there and nowhere else`, async () => {
      const region = await openRegion();
      await createTrail(region, [readAcl, deliver], inputs);
      const { trails } = region.account;
      assert.deepEqual([trails.logIn(regionName), trails.logIn("us-east-1")], regions);
    });
  }

  const elsewhere = { ArnLike: { "aws:SourceArn": "arn:aws:cloudtrail:*:210987654321:trail/*" } };
  for (const { says, statements } of [
    { says: "does not let it read the ACL", statements: [deliver] },
    { says: "does not let it deliver", statements: [readAcl] },
    {
      says: "lets in trails of another account",
      statements: [statement("s3:GetBucketAcl", `arn:aws:s3:::${bucket}`, elsewhere), deliver],
    },
  ]) {
    it(`a trail is refused whose bucket ${says}`, async () => {
      const region = await openRegion();
      await assert.rejects(createTrail(region, statements), /InsufficientS3BucketPolicyException/);
      assert.equal(region.account.trails.logIn(regionName), false);
    });
  }

  it("a trail with event selectors is refused: it might log no management events", async () => {
    const account = await openAccount();
    const region = await account.region(regionName);
    const inputs = { eventSelectors: [{ includeManagementEvents: false }] };
    await assert.rejects(createTrail(region, [readAcl, deliver], inputs), /does not simulate eventSelectors/);
  });
});

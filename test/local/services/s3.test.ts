import * as assert from "node:assert/strict";
import { gunzipSync } from "node:zlib";
import {
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  paginateListObjectsV2,
} from "@aws-sdk/client-s3";
import { DescribeDeliveryChannelStatusCommand } from "@aws-sdk/client-config-service";
import { provideRecorder } from "../../../local/services/config/existing-recorder";
import { day, hour } from "../../../local/account/clock";
import { allow, clients, openAccount, openRegion, regionName, role } from "../accounts";

describe("S3 in the local account", () => {
  async function filled(...keys: string[]) {
    const account = await openAccount();
    account.s3.createBucket("history", regionName);
    for (const key of keys)
      await account.s3.putObject(account.administrator, { bucket: "history", key, body: key });
    return account;
  }

  it("lists what is under a prefix, a page at a time", async () => {
    const account = await filled("b/2", "a", "b/1::x", "c");
    const { s3 } = clients(account);
    const keys: (string | undefined)[][] = [];
    const pages = paginateListObjectsV2(
      { client: s3, pageSize: 1 },
      { Bucket: "history", Prefix: "b/", EncodingType: "url" },
    );
    for await (const { Contents } of pages) keys.push((Contents ?? []).map(({ Key }) => Key));
    assert.deepEqual(keys, [["b/1%3A%3Ax"], ["b/2"]]);
  });

  it("rolls up what stands before a delimiter", async () => {
    const account = await filled("b/2", "a", "b/1");
    const { Contents, CommonPrefixes } = await clients(account).s3.send(
      new ListObjectsV2Command({ Bucket: "history", Delimiter: "/" }),
    );
    assert.deepEqual(
      [Contents?.map(({ Key }) => Key), CommonPrefixes?.map(({ Prefix }) => Prefix)],
      [["a"], ["b/"]],
    );
  });

  it("gives objects and their heads, and knows its buckets", async () => {
    const account = await filled("a");
    const { s3 } = clients(account);
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: "history", Key: "a" }));
    assert.equal(await Body?.transformToString(), "a");
    const { ContentLength } = await s3.send(new HeadObjectCommand({ Bucket: "history", Key: "a" }));
    assert.equal(ContentLength, 1);
    const { BucketRegion } = await s3.send(new HeadBucketCommand({ Bucket: "history" }));
    assert.equal(BucketRegion, regionName);
    const { Buckets } = await s3.send(new ListBucketsCommand({}));
    assert.deepEqual(
      Buckets?.map(({ Name }) => Name),
      ["history"],
    );
  });

  it("answers with S3's errors", async () => {
    const account = await filled("a");
    const { s3 } = clients(account);
    await assert.rejects(s3.send(new GetObjectCommand({ Bucket: "history", Key: "b" })), {
      name: "NoSuchKey",
    });
    await assert.rejects(s3.send(new ListObjectsV2Command({ Bucket: "nothing" })), { name: "NoSuchBucket" });
    const stranger = role(account, "stranger", [allow("s3:ListAllMyBuckets")]);
    await assert.rejects(
      clients(account, stranger).s3.send(new GetObjectCommand({ Bucket: "history", Key: "a" })),
      { name: "AccessDenied", message: /role\/stranger is not authorized to perform s3:GetObject/ },
    );
  });
});

describe("what AWS Config delivers in the local account", () => {
  it("is the history of each type every six hours, in AWS's layout, and a snapshot every day", async () => {
    const region = await openRegion();
    const { account } = region;
    await provideRecorder(region);
    await account.clock.advanceBy(hour);
    await region.xray.putEncryptionConfig(account.administrator, { Type: "KMS", KeyId: "alias/aws/xray" });
    await account.clock.advanceBy(day);

    const { s3, config } = clients(account);
    const Bucket = "config-bucket-123456789012-eu-west-1";
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
    const lead = "AWSLogs/123456789012/Config";
    assert.deepEqual(
      Contents.map(({ Key }) => Key?.replace(/_[0-9a-f-]{36}\./, "_ID.")),
      [
        `${lead}/ConfigWritabilityCheckFile`,
        `${lead}/eu-west-1/2026/1/5/ConfigHistory/123456789012_Config_eu-west-1_ConfigHistory_AWS::XRay::EncryptionConfig_20260105T090000Z_20260105T150000Z_1.json.gz`,
        `${lead}/eu-west-1/2026/1/6/ConfigSnapshot/123456789012_Config_eu-west-1_ConfigSnapshot_20260106T090000Z_ID.json.gz`,
      ],
    );
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: Contents[1]?.Key }));
    const file = JSON.parse(gunzipSync((await Body?.transformToByteArray()) ?? "").toString()) as {
      fileVersion: string;
      configurationItems: { configuration: { type: string }; configurationItemStatus: string }[];
    };
    assert.equal(file.fileVersion, "1.0");
    assert.deepEqual(
      file.configurationItems.map(({ configuration, configurationItemStatus }) => [
        configuration.type,
        configurationItemStatus,
      ]),
      [
        ["NONE", "ResourceDiscovered"],
        ["KMS", "OK"],
      ],
    );
    const { DeliveryChannelsStatus } = await config.send(new DescribeDeliveryChannelStatusCommand({}));
    assert.equal(DeliveryChannelsStatus?.[0]?.configHistoryDeliveryInfo?.lastStatus, "Success");
  });

  it("is missed by the account when nobody may put it there any more", async () => {
    const region = await openRegion();
    await provideRecorder(region);
    region.account.iam.putRolePolicy("config-recorder-eu-west-1", "Delivery", {
      Version: "2012-10-17",
      Statement: [allow("xray:GetEncryptionConfig")],
    });
    await region.account.clock.advanceBy(6 * hour);
    assert.match(
      region.account.journal.failures.map(({ message }) => message).join(),
      /could not deliver its history in eu-west-1: .*s3:PutObject/,
    );
  });
});

import assert from "node:assert/strict";
import * as grpc from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Account, Region } from "../../local/account/account";
import type { Properties } from "../../local/provider/properties";
import { LocalProvider } from "../../local/provider/provider";
import { type ServedProvider, serveProvider } from "../../local/provider/server";
import { openAccount, trust } from "./accounts";

const region = "eu-west-1";
const topicType = "aws:sns/topic:Topic";
const queueType = "aws:sqs/queue:Queue";
const tableType = "aws:dynamodb/table:Table";

/** A provider of a new account, and what a program does with it. */
async function open() {
  const account = await openAccount();
  const provider = await LocalProvider.configure(async () => account, { region });
  const create = async (type: string, inputs: Properties, name = "it") => {
    const created = await provider.create({ type, name, inputs, isPreview: false });
    return { type, name, inputs, ...created };
  };
  const update = async (before: Awaited<ReturnType<typeof create>>, inputs: Properties) => ({
    ...before,
    inputs,
    state: await provider.update({ ...before, oldInputs: before.inputs, inputs, isPreview: false }),
  });
  const recorder = async () => {
    const role = await create("aws:iam/role:Role", {
      name: "recorder",
      assumeRolePolicy: JSON.stringify(trust("config.amazonaws.com")),
    });
    const recordingGroup = { allSupported: true };
    return create("aws:cfg/recorder:Recorder", { name: "one", roleArn: role.state["arn"], recordingGroup });
  };
  return { account, provider, create, update, recorder };
}

describe("the local account's provider", () => {
  describe("refuses, in a sentence,", () => {
    it("a type that it does not know", async () => {
      const { provider } = await open();
      const request = { type: "aws:ec2/instance:Instance", name: "web", olds: undefined, news: {} };
      await assert.rejects(provider.check({ ...request, seed: new Uint8Array(), proposedName: undefined }), {
        message: "The local account does not support the resource type aws:ec2/instance:Instance (of 'web').",
      });
    });

    it("a property that it does not know", async () => {
      const { provider } = await open();
      const { failures } = await provider.check({
        type: topicType,
        name: "it",
        olds: undefined,
        news: { displayNam: "x" },
        seed: new Uint8Array([1]),
        proposedName: undefined,
      });
      assert.deepEqual(failures, [
        {
          property: "displayNam",
          reason: `the local account does not know displayNam of ${topicType}; leave it out to deploy there`,
        },
      ]);
    });

    it("a function that it does not know", async () => {
      const { provider } = await open();
      await assert.rejects(provider.invoke("aws:ec2/getAmi:getAmi", {}), {
        message: "The local account does not support the function aws:ec2/getAmi:getAmi.",
      });
    });

    it("an account that the provider's configuration rules out", async () => {
      const account = await openAccount();
      const args = { allowedAccountIds: '["999999999999"]' };
      await assert.rejects(
        LocalProvider.configure(async () => account, args),
        {
          message: "AWS account ID not allowed: 123456789012, expected 999999999999.",
        },
      );
    });

    it("to import what it did not make", async () => {
      const { provider } = await open();
      const request = { type: topicType, name: "it", id: "arn:x", inputs: {}, state: {} };
      await assert.rejects(provider.read(request), /cannot import arn:x/);
    });
  });

  describe("refuses what AWS refuses:", () => {
    it("to delete a bucket that is not empty, unless that is forced", async () => {
      const { account, provider, create, update } = await open();
      const bucket = await create("aws:s3/bucket:Bucket", { bucket: "evidence" });
      await account.s3.putObject(account.administrator, { bucket: "evidence", key: "file", body: "it" });
      await assert.rejects(provider.delete(bucket), /^Error: deleting aws:s3\S+ 'it': BucketNotEmpty: /);
      const forced = await update(bucket, { ...bucket.inputs, forceDestroy: true });
      await provider.delete(forced);
      assert.equal(account.s3.find("evidence"), undefined);
    });

    it("to delete a delivery channel while the recorder runs", async () => {
      const { account, provider, create, recorder } = await open();
      const { id: name } = await recorder();
      account.iam.putRolePolicy("recorder", "deliver", {
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: "s3:*", Resource: "*" }],
      });
      await create("aws:s3/bucket:Bucket", { bucket: "evidence" });
      const channel = await create("aws:cfg/deliveryChannel:DeliveryChannel", {
        name: "channel",
        s3BucketName: "evidence",
      });
      const status = await create("aws:cfg/recorderStatus:RecorderStatus", { name, isEnabled: true });
      await assert.rejects(provider.delete(channel), /LastDeliveryChannelDeleteFailedException/);
      await provider.delete(status);
      await provider.delete(channel);
    });

    it("a second recorder", async () => {
      const { create, recorder } = await open();
      const { inputs } = await recorder();
      const second = create("aws:cfg/recorder:Recorder", { ...inputs, name: "two" });
      await assert.rejects(second, /MaxNumberOfConfigurationRecordersExceededException/);
    });

    it("a rule whose function AWS Config may not invoke", async () => {
      const { account, create, recorder } = await open();
      await recorder();
      const role = await create("aws:iam/role:Role", {
        name: "evaluator",
        assumeRolePolicy: JSON.stringify(trust("lambda.amazonaws.com")),
      });
      const { arn } = await (
        await account.region(region)
      ).lambda.createFunction({
        name: "evaluator",
        roleArn: String(role.state["arn"]),
        runtime: "nodejs24.x",
        handler: "index.handler",
        files: { "index.js": "exports.handler = async () => {}" },
        timeoutSeconds: 3,
        memoryMegabytes: 128,
        environment: {},
        logGroup: undefined,
      });
      const sourceDetails = [{ messageType: "ScheduledNotification" }];
      const source = { owner: "CUSTOM_LAMBDA", sourceIdentifier: arn, sourceDetails };
      const rule = create("aws:cfg/rule:Rule", { name: "rule", source });
      await assert.rejects(rule, /^Error: creating aws:cfg\S+ 'it': InsufficientPermissionsException/);
    });

    it("to delete a role that has policies", async () => {
      const { provider, create } = await open();
      const role = await create("aws:iam/role:Role", {
        name: "role",
        assumeRolePolicy: JSON.stringify(trust("lambda.amazonaws.com")),
      });
      const policy = { Version: "2012-10-17", Statement: [] };
      const inline = await create("aws:iam/rolePolicy:RolePolicy", {
        name: "inline",
        role: "role",
        policy: JSON.stringify(policy),
      });
      await assert.rejects(provider.delete(role), /DeleteConflict/);
      await provider.delete(inline);
      await provider.delete(role);
    });
  });

  it("creates nothing in a preview", async () => {
    const { account, provider } = await open();
    const request = { type: topicType, name: "it", inputs: { name: "topic" } };
    await provider.create({ ...request, isPreview: true });
    assert.deepEqual((await account.region(region)).sns.listTopics(), []);
  });

  it("gives a name that stays with the resource, and another one to its replacement", async () => {
    const { provider } = await open();
    const check = async (olds: Properties | undefined, seed: number) => {
      const request = { type: topicType, name: "it", olds, news: {}, proposedName: undefined };
      return (await provider.check({ ...request, seed: new Uint8Array([seed]) })).inputs;
    };
    const first = await check(undefined, 1);
    assert.match(String(first["name"]), /^it-[0-9a-f]{7}$/);
    assert.equal((await check(first, 2))["name"], first["name"]);
    assert.notEqual((await check(undefined, 2))["name"], first["name"]);
  });

  const gone: [
    what: string,
    type: string,
    inputs: Properties,
    remove: (local: Region, id: string) => void,
  ][] = [
    ["topic", topicType, {}, ({ sns }, id) => sns.deleteTopic(id)],
    ["queue", queueType, {}, ({ sqs }, id) => sqs.deleteQueue(id)],
    ["table", tableType, { hashKey: "id" }, ({ dynamodb }, id) => dynamodb.deleteTable(id)],
  ];
  for (const [what, type, inputs, remove] of gone) {
    it(`finds nothing where somebody deleted the ${what}, and then deletes nothing`, async () => {
      const { account, provider, create } = await open();
      const resource = await create(type, { name: "it", ...inputs });
      assert.deepEqual((await provider.read(resource))?.inputs, resource.inputs);
      remove(await account.region(region), resource.id);
      assert.equal(await provider.read(resource), undefined);
      await provider.delete(resource);
    });

    it(`deletes a ${what}`, async () => {
      const { provider, create } = await open();
      const resource = await create(type, { name: "it", ...inputs });
      await provider.delete(resource);
      assert.equal(await provider.read(resource), undefined);
    });
  }

  it("deletes a queue's policy, and leaves the queue", async () => {
    const { account, provider, create } = await open();
    const { sqs } = await account.region(region);
    const { id: queueUrl } = await create(queueType, { name: "dead" });
    const policy = { Version: "2012-10-17", Statement: [] };
    const made = await create("aws:sqs/queuePolicy:QueuePolicy", {
      queueUrl,
      policy: JSON.stringify(policy),
    });
    assert.deepEqual(sqs.find(queueUrl)?.policy, policy);
    await provider.delete(made);
    assert.equal(await provider.read(made), undefined);
    assert.deepEqual(
      sqs.list().map(({ name }) => name),
      ["dead"],
    );
  });

  it("updates a queue and a table with what they hold", async () => {
    const { account, create, update } = await open();
    const { sqs, dynamodb } = await account.region(region);
    const queue = await create(queueType, { name: "dead" });
    const table = await create(tableType, { name: "told", hashKey: "id" });
    const item = { id: { S: "it" } };
    await sqs.send(account.administrator, String(queue.state["arn"]), "lost");
    await dynamodb.putItem(account.administrator, { TableName: "told", Item: item });
    const policy = { Version: "2012-10-17", Statement: [] };
    await update(queue, { ...queue.inputs, policy: JSON.stringify(policy) });
    await update(table, { ...table.inputs, billingMode: "PAY_PER_REQUEST" });
    const updated = sqs.find(queue.id);
    assert.deepEqual([updated?.policy, updated?.messages.map(({ body }) => body)], [policy, ["lost"]]);
    const { Item: kept } = await dynamodb.getItem(account.administrator, { TableName: "told", Key: item });
    assert.deepEqual(kept, item);
  });

  it("sees that somebody stopped the recorder, or set X-Ray's key", async () => {
    const { account, provider, create } = await open();
    const local = await account.region(region);
    const setting = await create("aws:xray/encryptionConfig:EncryptionConfig", { type: "NONE" });
    const { arn } = local.kms.createKey({ id: "one" });
    await local.xray.putEncryptionConfig(account.administrator, { Type: "KMS", KeyId: arn });
    assert.deepEqual((await provider.read(setting))?.inputs, { type: "KMS", keyId: arn });
  });

  describe("on one port", () => {
    let served: ServedProvider;
    const accounts = new Map<string, Account>();
    beforeEach(async () => {
      served = await serveProvider(async (id = "123456789012") => {
        const account = accounts.get(id) ?? (await openAccount({ id }));
        accounts.set(id, account);
        return account;
      });
    });
    afterEach(() => {
      served.close();
      accounts.clear();
    });

    const struct = (value: Properties) => Struct.fromJavaScript(value as { [key: string]: JavaScriptValue });

    /** An instance of the provider, as the engine connects to it, and the topic that it makes. */
    async function topicOf(args: Properties): Promise<string> {
      const client = new ResourceProviderClient(
        `127.0.0.1:${served.port}`,
        grpc.credentials.createInsecure(),
        {
          // Without it the connections would be one.
          "grpc.use_local_subchannel_pool": 1,
        },
      );
      const ask = <T>(method: (done: (error: grpc.ServiceError | null, answer: T) => void) => unknown) =>
        new Promise<T>((resolve, reject) => {
          method((error, answer) => (error ? reject(error) : resolve(answer)));
        });
      try {
        const configuration = new messages.ConfigureRequest().setArgs(struct(args));
        await ask((done) => client.configure(configuration, done));
        const topic = new messages.CreateRequest()
          .setUrn(`urn:pulumi:test::project::${topicType}::it`)
          .setProperties(struct({ name: "topic" }));
        return (await ask<messages.CreateResponse>((done) => client.create(topic, done))).getId();
      } finally {
        client.close();
      }
    }

    it("tells accounts and Regions apart", async () => {
      const assumeRoles = JSON.stringify([{ roleArn: "arn:aws:iam::222222222222:role/deployer" }]);
      assert.deepEqual(
        await Promise.all([
          topicOf({ region: "eu-west-1" }),
          topicOf({ region: "us-east-1" }),
          topicOf({ region: "us-east-1", assumeRoles }),
        ]),
        [
          "arn:aws:sns:eu-west-1:123456789012:topic",
          "arn:aws:sns:us-east-1:123456789012:topic",
          "arn:aws:sns:us-east-1:222222222222:topic",
        ],
      );
    });

    it("answers mistakes with sentences that the engine prints", async () => {
      const mistake = topicOf({ assumeRoles: '[{"roleArn": "admin"}]' });
      await assert.rejects(mistake, {
        details: `A role to assume needs an ARN with an account's ID, but is {"roleArn":"admin"}.`,
      });
    });
  });
});

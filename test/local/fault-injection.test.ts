import assert from "node:assert/strict";
import { DescribeKeyCommand, ListAliasesCommand } from "@aws-sdk/client-kms";
import { PutEncryptionConfigCommand } from "@aws-sdk/client-xray";
import type { Region } from "../../local/account/account";
import { apiOf, handlerOf } from "../../local/endpoint/registry";
import { type Fault, faults } from "../../local/endpoint/fault-injection";
import schema from "../../local/scenarios/schema.json";
import { allow, clients, openAccount, openRegion, role } from "./accounts";

const whatClientsSee: Record<Fault, { name: string | RegExp; status?: number }> = {
  throttled: { name: "ThrottlingException", status: 400 },
  "internal-error": { name: "InternalFailure", status: 500 },
  "no-answer": { name: "TimeoutError" },
  stalls: { name: "TimeoutError" },
  // Node calls it by the system call's error.
  "connection-reset": { name: /^(Error|TimeoutError)$/ },
  "expired-token": { name: "ExpiredTokenException", status: 400 },
  malformed: { name: "SyntaxError" },
};

/** Real clients of a function's role, which may do whatever these tests try. */
function clientsOfFunction({ account, kms }: Region, requestHandler = {}) {
  kms.createAlias("alias/a", kms.createKey({ id: "a-key" }).arn);
  const statement = allow([
    "kms:DescribeKey",
    "kms:ListAliases",
    "kms:CreateGrant",
    "xray:PutEncryptionConfig",
  ]);
  return clients(account, role(account, "function", [statement]), requestHandler);
}

describe("a call that a scenario broke", () => {
  const request = new DescribeKeyCommand({ KeyId: "alias/a" });

  for (const fault of faults) {
    it(`is ${fault}: a real client sees it, and so does the journal`, async () => {
      const region = await openRegion();
      region.faultInjection.inject("kms:DescribeKey", fault);
      const { kms } = clientsOfFunction(region, {
        requestTimeout: 200,
        throwOnRequestTimeout: true,
        socketTimeout: 200,
      });

      await assert.rejects(
        kms.send(request),
        (error: Error & { $metadata?: { httpStatusCode?: number } }) => {
          const { name, status } = whatClientsSee[fault];
          assert.match(error.name, typeof name === "string" ? new RegExp(`^${name}$`) : name);
          if (status !== undefined) assert.equal(error.$metadata?.httpStatusCode, status);
          return true;
        },
      );

      assert.deepEqual(
        region.account.journal.calls.map(({ action, fault }) => [action, fault]),
        [["kms:DescribeKey", fault]],
      );
      kms.destroy();
    });
  }

  it("goes wrong so many times, and then as it did before, until it is mended; no other call does", async () => {
    const region = await openRegion();
    const { kms } = clientsOfFunction(region);
    const describe = async () => {
      const outcome = await kms.send(request).catch((error: unknown) => error);
      return outcome instanceof Error ? outcome.name : "answered";
    };

    region.faultInjection.inject("kms:DescribeKey", "internal-error", 2);
    region.faultInjection.inject("kms:DescribeKey", "throttled", 1);
    const counted = [await describe(), await describe(), await describe(), await describe()];
    region.faultInjection.inject("kms:DescribeKey", "throttled");
    const other = await kms.send(new ListAliasesCommand({}));
    const forGood = [await describe(), await describe()];
    region.faultInjection.clear();

    assert.deepEqual(counted, ["ThrottlingException", "InternalFailure", "InternalFailure", "answered"]);
    assert.deepEqual(forGood, ["ThrottlingException", "ThrottlingException"]);
    assert.ok(other.Aliases);
    assert.equal(await describe(), "answered");
  });

  it("goes wrong before AWS has done anything", async () => {
    const region = await openRegion();
    region.faultInjection.inject("xray:PutEncryptionConfig", "malformed");
    const { xray } = clientsOfFunction(region);

    await assert.rejects(xray.send(new PutEncryptionConfigCommand({ Type: "KMS", KeyId: "alias/a" })));

    const { EncryptionConfig } = await region.xray.getEncryptionConfig(region.account.administrator);
    assert.equal(EncryptionConfig?.Type, "NONE");
  });

  it("goes wrong in its Region alone", async () => {
    const account = await openAccount();
    const region = await account.region("eu-west-1");
    (await account.region("us-east-1")).faultInjection.inject("kms:DescribeKey", "throttled");

    const { KeyMetadata } = await clientsOfFunction(region).kms.send(request);

    assert.ok(KeyMetadata);
  });

  it("goes wrong for functions, and not for people", async () => {
    const region = await openRegion();
    region.faultInjection.inject("kms:DescribeKey", "throttled");
    clientsOfFunction(region);

    const { KeyMetadata } = await clients(region.account).kms.send(request);

    assert.ok(KeyMetadata);
  });

  it("is one that the account has", () => {
    const calls = schema.definitions.step.else.properties["break-call"].properties.call.enum;
    for (const call of calls) {
      const [service = "", operation = ""] = call.split(":");
      assert.doesNotThrow(() => handlerOf(apiOf(service), operation), call);
    }
  });
});

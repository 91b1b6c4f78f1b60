import assert from "node:assert/strict";
import { DescribeKeyCommand, ListAliasesCommand } from "@aws-sdk/client-kms";
import { type Fault, faults } from "../../local/outages";
import { clients, openRegion } from "./accounts";

const whatClientsSee: Record<Fault, { name: string | RegExp; status?: number }> = {
  throttled: { name: "ThrottlingException", status: 400 },
  "internal-error": { name: "InternalFailure", status: 500 },
  "no-answer": { name: "TimeoutError" },
  // Node calls it by the system call's error.
  "connection-reset": { name: /^(Error|TimeoutError)$/ },
  "expired-token": { name: "ExpiredTokenException", status: 400 },
  malformed: { name: "SyntaxError" },
};

describe("a call that a scenario broke", () => {
  const request = new DescribeKeyCommand({ KeyId: "alias/a" });

  for (const fault of faults) {
    it(`is ${fault}: a real client sees it, and so does the journal`, async () => {
      const region = await openRegion();
      region.kms.createAlias("alias/a", region.kms.createKey({ id: "a-key" }).arn);
      region.outages.break("kms:DescribeKey", fault);
      const { kms } = clients(region.account, undefined, {
        requestTimeout: 200,
        throwOnRequestTimeout: true,
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
        region.account.journal.calls.map(({ action, fault: befell }) => [action, befell]),
        [["kms:DescribeKey", fault]],
      );
      kms.destroy();
    });
  }

  it("goes wrong so many times, or until it is mended, and no other call does", async () => {
    const region = await openRegion();
    region.kms.createAlias("alias/a", region.kms.createKey({ id: "a-key" }).arn);
    const { kms } = clients(region.account);
    const describe = async () => {
      const outcome = await kms.send(request).catch((error: unknown) => error);
      return outcome instanceof Error ? outcome.name : "answered";
    };

    region.outages.break("kms:DescribeKey", "throttled", 2);
    const twice = [await describe(), await describe(), await describe()];
    region.outages.break("kms:DescribeKey", "throttled");
    const other = await kms.send(new ListAliasesCommand({}));
    const forGood = [await describe(), await describe()];
    region.outages.mend();

    assert.deepEqual(twice, ["ThrottlingException", "ThrottlingException", "answered"]);
    assert.deepEqual(forGood, ["ThrottlingException", "ThrottlingException"]);
    assert.ok(other.Aliases);
    assert.equal(await describe(), "answered");
  });
});

import assert from "node:assert/strict";
import type { Account } from "../../local/account/account";
import { LocalCloud } from "../../local/deployment/deploy";
import { openAccount } from "../../local/endpoint/open-account";
import { createConfiguredKeys } from "../../local/scenario/configured-keys";
import { readExpectedStack } from "../../local/scenario/stack-expectations";
import { runProgram } from "../../stack-runner/run";
import { type Entrance, entranceStacks, entrancesOf } from "../../tools/docs/entrances";
import { intruders, prepareOthers, refusal, rightfulAt } from "./entrance-attempts";

const region = "eu-west-1";

/** At which entrances no intruder of a kind can come, and why. Everywhere else one is tried. */
const nobodyComes: Record<string, { at: RegExp; for: RegExp; because: string }[]> = {
  "the rightful one on behalf of another account": [
    {
      at: /^Role (evaluator|detector|notifier): /,
      for: /^lambda\.amazonaws\.com$/,
      because: "Lambda takes only a role of the function's own account, and sends no source account",
    },
    {
      at: /^Permission (evaluator|detector)-to-notifier$/,
      for: /^arn:aws:iam::123456789012:role\//,
      because: "a role acts for the account that its ARN names",
    },
  ],
};

for (const [when, args] of entranceStacks) {
  describe(`whom the guard's resources let in (${when.replaceAll("`", "")})`, function () {
    this.timeout(60_000);

    let account: Account;
    let entrances: Entrance[];
    let open: Entrance[];

    before(async () => {
      const config = { desiredKey: "alias/xray-traces", ...args };
      account = await openAccount({ defaultRegion: region });
      createConfiguredKeys(
        readExpectedStack({ desiredKey: config.desiredKey }, region),
        await account.region(region),
      );
      const cloud = new LocalCloud(account);
      const { registrations } = await runProgram({ stack: "dev", cloud, config });
      await prepareOthers(account);
      entrances = entrancesOf(registrations);
      open = entrances.filter(({ effect }) => effect === "Allow");
    });
    after(() => account.close());

    it("is whom each entrance is there for", async () => {
      assert.ok(open.length > 8);
      for (const request of open.flatMap(rightfulAt)) {
        assert.equal(await refusal(account, request), undefined);
      }
    });

    for (const [intruder, ask] of Object.entries(intruders)) {
      it(`is not ${intruder}`, async () => {
        for (const entrance of open) {
          const reason = nobodyComes[intruder]?.find(
            (one) => one.at.test(entrance.name) && one.for.test(entrance.who),
          );
          const attempts = rightfulAt(entrance).map((rightful) => ask(rightful, entrances));
          assert.ok(attempts.length > 0, `${entrance.name} was tried by nobody`);
          for (const attempt of attempts) {
            const what = `${entrance.name}: ${intruder}`;
            assert.equal(
              attempt === undefined,
              reason !== undefined,
              `${what}: an attempt, or a reason why none`,
            );
            if (attempt !== undefined) assert.ok(await refusal(account, attempt), `${what} came in`);
          }
        }
      });
    }

    it("is nobody who leaves out what a condition asks for", async () => {
      for (const entrance of open) {
        for (const { key } of entrance.onlyWhere) {
          for (const rightful of rightfulAt(entrance)) {
            const { [key]: _, ...context } = rightful.context;
            assert.ok(await refusal(account, { ...rightful, context }), `${entrance.name}: without ${key}`);
          }
        }
      }
    });

    it("is nobody at all without TLS, where that is denied", async () => {
      for (const denial of entrances.filter(({ effect }) => effect === "Deny")) {
        const policy = denial.name.replace(/: .*/, ": ");
        const shut = open.filter(({ name }) => name.startsWith(policy)).flatMap(rightfulAt);
        assert.ok(shut.length > 0, `${denial.name} was tried by nobody`);
        for (const request of shut) {
          const context = { ...request.context, "aws:SecureTransport": "false" };
          assert.match((await refusal(account, { ...request, context })) ?? "came in", /NobodyWithoutTls/);
        }
      }
    });
  });
}

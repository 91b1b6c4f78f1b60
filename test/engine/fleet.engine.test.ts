import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { DeleteConfigRuleCommand } from "@aws-sdk/client-config-service";
import { thisMachine } from "../../tools/bench/machine";
import { isNight } from "../../tools/engine/engine";
import { clients } from "../local/accounts";
import { Fleet, textsIn } from "./fleet/fleet";
import { planted } from "./fleet/state";
import type { JobRun, WorkflowRun } from "./fleet/workflow";

const names = ["shop-prod", "shop-test", "sandbox"];
const regions = ["eu-west-1", "us-east-1"];
const webhook = `https://hooks.example.com/services/${planted}-webhook`;

/** The jobs of accounts, in their order. */
function jobsOf(run: WorkflowRun): (JobRun & { account: string })[] {
  return [...run.values()].flatMap(({ runs }) =>
    runs.flatMap((one) => {
      const { account } = one.matrix as { account?: { name: string } };
      return account === undefined ? [] : [{ ...one, account: account.name }];
    }),
  );
}

/** How each account ended, in order, of those that were done: `rest shop-prod: failure`. */
function assertEnds(run: WorkflowRun, expected: string[]): void {
  const ends = jobsOf(run).map(({ job, account, result }) => `${job} ${account}: ${result}`);
  const printed = [...run.values()].flatMap(({ runs }) => runs.map(({ output }) => output));
  assert.deepEqual(ends, expected, printed.join("\n"));
}

(isNight ? describe : describe.skip)(
  "the fleet's workflows, run here over three accounts of two Regions",
  function () {
    this.timeout(60 * 60_000);
    let fleet: Fleet;
    before(async () => {
      fleet = await Fleet.open();
    });
    after(() => fleet.end());

    const stateFolder = () => new URL(fleet.state.url).pathname;
    const servedAs = (name: string) => fleet.served.get(name) ?? assert.fail(name);
    const regionsOf = (name: string) =>
      Promise.all(regions.map((region) => servedAs(name).account.region(region)));
    const parametersOf = async (name: string) =>
      (await regionsOf(name)).flatMap(({ config }) =>
        config.rules.list().map(({ inputParameters }) => inputParameters),
      );
    const operations = () => [...fleet.served.values()].map((one) => one.operations);
    const planOf = (name: string) =>
      new RegExp(`^\\| ${name} \\|.*\\| (.*) \\|$`, "m").exec(fleet.comments[0] ?? "")?.[1];

    it("take it from nothing to guarded, change all, leave one that fails alone, find drift, grow, and show no secret", async () => {
      // A pull request makes nothing, and says of each account what it would make.
      assertEnds(
        await fleet.run("plan"),
        names.map((name) => `plan ${name}: success`),
      );
      for (const name of names) assert.match(planOf(name) ?? "", /^`\+ \d+ to create`$/);
      assert.deepEqual(operations(), [0, 0, 0]);
      assert.ok(!fs.existsSync(path.join(stateFolder(), ".pulumi/stacks")), "a plan made a stack");

      // The merge.
      const first = await fleet.run("deploy");
      assertEnds(first, ["canary sandbox: success", "rest shop-prod: success", "rest shop-test: success"]);
      const firstOperations = servedAs("shop-test").operations;
      for (const name of names) {
        await servedAs(name).account.advance(25 * 60 * 60_000);
        const verdicts = (await regionsOf(name)).map(({ config }) =>
          config.rules
            .list()
            .flatMap((rule) => config.compliance.resultsOf(rule.name).map((one) => one.complianceType)),
        );
        // X-Ray's default encryption is wrong everywhere, and put right in production.
        const verdict = name === "shop-prod" ? "COMPLIANT" : "NON_COMPLIANT";
        assert.deepEqual(verdicts, [[verdict], [verdict]], name);
        const state = fs.readFileSync(
          path.join(stateFolder(), `.pulumi/stacks/xray-encryption-guard/${name}.json`),
          "utf8",
        );
        assert.ok(state.includes(`"url":"${fleet.listed.secretsProvider}"`), name);
      }
      assertEnds(
        await fleet.run("drift"),
        names.map((name) => `drift ${name}: success`),
      );
      assert.equal(fleet.issues.length, 0);

      // One setting changes for all, and one account has a secret of its own, which it refuses and quotes. The comment is the
      // same one.
      await fleet.edit(["config", "acceptedKeys"], ["alias/xray-traces-next"]);
      await fleet.keepSecret("shop-prod", "notify[0]", webhook);
      await fleet.run("plan");
      assert.equal(fleet.comments.length, 1);
      for (const name of ["shop-test", "sandbox"])
        assert.match(planOf(name) ?? "", /^`~ 2 to update`, `\d+ unchanged`$/);
      assert.match(planOf("shop-prod") ?? "", /^`\+ 2 to create`, `~ 2 to update`, /);
      fleet.refuse = (name) => {
        if (name === "shop-prod")
          throw new Error(
            `AccessDeniedException: ${webhook}: with an explicit deny in a service control policy`,
          );
      };
      const refused = await fleet.run("deploy");
      assertEnds(refused, ["canary sandbox: success", "rest shop-prod: failure", "rest shop-test: success"]);
      const isChanged = async (name: string) =>
        (await parametersOf(name)).map((parameters) => String(parameters).includes("alias/xray-traces-next"));
      assert.deepEqual(await Promise.all(names.map(isChanged)), [
        [false, false],
        [true, true],
        [true, true],
      ]);

      // It alone is tried again.
      fleet.refuse = () => {};
      const [, ...others] = operations();
      const again = await fleet.run("deploy", { before: refused });
      assertEnds(again, ["canary sandbox: success", "rest shop-prod: success", "rest shop-test: success"]);
      assert.deepEqual(await isChanged("shop-prod"), [true, true]);
      assert.deepEqual(operations().slice(1), others);
      const subscriptionsOf = async (name: string) =>
        (await regionsOf(name)).flatMap(({ sns }) =>
          sns
            .listTopics()
            .flatMap(({ subscriptions }) => subscriptions.filter(({ protocol }) => protocol === "https")),
        );
      assert.deepEqual(
        (await subscriptionsOf("shop-prod")).map(({ endpoint }) => endpoint),
        [webhook, webhook],
      );

      // Somebody deletes a rule in one account, and in another the subscription: told once, put back, told no more.
      const [rule] = (await regionsOf("shop-test"))[0]?.config.rules.list() ?? [];
      await clients(servedAs("shop-test").account).config.send(
        new DeleteConfigRuleCommand({ ConfigRuleName: rule?.name }),
      );
      const [subscription] = await subscriptionsOf("shop-prod");
      for (const { sns } of await regionsOf("shop-prod")) sns.unsubscribe(subscription?.arn ?? assert.fail());
      for (const night of ["first", "second"]) {
        await fleet.run("drift");
        assert.deepEqual(
          fleet.issues.map(({ title, state }) => `${title}: ${state}`),
          ["Drift in shop-prod: open", "Drift in shop-test: open"],
          night,
        );
      }
      assert.match(fleet.issues[0]?.body ?? "", /aws:sns\/topicSubscription:TopicSubscription/);
      assert.match(fleet.issues.map(({ body }) => body).join(), /aws:cfg\/rule:Rule/);
      for (const name of ["shop-prod", "shop-test"])
        assertEnds(await fleet.run("deploy", { account: name }), [`rest ${name}: success`]);
      assert.equal((await parametersOf("shop-test")).length, 2);
      assert.equal((await subscriptionsOf("shop-prod")).length, 2);
      await fleet.run("drift");
      assert.deepEqual(
        fleet.issues.map(({ state }) => state),
        ["closed", "closed"],
      );

      // Three accounts come. Each takes what one of three took, and the others nothing.
      const come = ["shop-test-a", "shop-test-b", "shop-test-c"];
      const config = { logRetentionDays: 90 };
      for (const [index, name] of come.entries())
        await fleet.edit(["accounts", name], {
          id: `45678901234${index}`,
          environment: "test",
          regions,
          config,
        });
      const before = operations();
      const grown = await fleet.run("deploy");
      assertEnds(grown, [
        "canary sandbox: success",
        ...["shop-prod", "shop-test", ...come].map((name) => `rest ${name}: success`),
      ]);
      assert.deepEqual(operations(), [...before.slice(0, 3), ...come.map(() => firstOperations)]);
      for (const text of [...fleet.written, ...textsIn(stateFolder())])
        assert.ok(
          !text.includes(planted),
          text.slice(Math.max(0, text.indexOf(planted) - 500)).slice(0, 1000),
        );
      const secondsOf = (run: WorkflowRun, accounts: string[]): string =>
        jobsOf(run)
          .filter(({ account }) => accounts.includes(account))
          .map(({ seconds }) => seconds.toFixed(1))
          .join(", ");
      process.stdout.write(
        `      A first deployment of two Regions, in seconds: among three accounts ${secondsOf(first, ["shop-test"])}; ` +
          `among six ${secondsOf(grown, come)}. Without a change: ${secondsOf(grown, names)}.\n      ${JSON.stringify(thisMachine())}\n`,
      );
    });
  },
);

import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { DeleteConfigRuleCommand } from "@aws-sdk/client-config-service";
import { thisMachine } from "../../tools/bench/machine";
import { isNight } from "../../tools/engine/engine";
import { clients } from "../local/accounts";
import { Fleet } from "./fleet/fleet";
import type { JobRun, WorkflowRun } from "./fleet/workflow";

const names = ["shop-prod", "shop-test", "sandbox"];
const regions = ["eu-west-1", "us-east-1"];

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

    it("take it from nothing to guarded, change all, leave one that fails alone, find drift, and grow", async () => {
      // A pull request makes nothing, and says of each account what it would make.
      assertEnds(
        await fleet.run("plan"),
        names.map((name) => `plan ${name}: success`),
      );
      for (const name of names) assert.match(planOf(name) ?? "", /^`\+ \d+ to create`$/);
      assert.deepEqual(operations(), [0, 0, 0]);
      assert.ok(!fs.existsSync(path.join(fleet.stateFolder, ".pulumi/stacks")), "a plan made a stack");

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
          path.join(fleet.stateFolder, `.pulumi/stacks/xray-encryption-guard/${name}.json`),
          "utf8",
        );
        assert.ok(state.includes(`"url":"${fleet.listed.secretsProvider}"`), name);
      }
      assertEnds(
        await fleet.run("drift"),
        names.map((name) => `drift ${name}: success`),
      );
      assert.equal(fleet.issues.length, 0);

      // One setting changes for all. The comment is the same one, and one account refuses.
      await fleet.edit(["config", "acceptedKeys"], ["alias/xray-traces-next"]);
      await fleet.run("plan");
      assert.equal(fleet.comments.length, 1);
      for (const name of names) assert.match(planOf(name) ?? "", /^`~ 2 to update`, `\d+ unchanged`$/);
      fleet.refuse = (name, { kind }) => {
        if (name === "shop-prod" && kind === "update")
          throw new Error("AccessDeniedException: with an explicit deny in a service control policy");
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

      // Somebody deletes a rule: told once, put back, told no more.
      const [rule] = (await regionsOf("shop-test"))[0]?.config.rules.list() ?? [];
      await clients(servedAs("shop-test").account).config.send(
        new DeleteConfigRuleCommand({ ConfigRuleName: rule?.name }),
      );
      for (const night of ["first", "second"]) {
        await fleet.run("drift");
        assert.deepEqual(
          fleet.issues.map(({ title, state }) => `${title}: ${state}`),
          ["Drift in shop-test: open"],
          night,
        );
      }
      assert.match(fleet.issues.map(({ body }) => body).join(), /aws:cfg\/rule:Rule/);
      assertEnds(await fleet.run("deploy", { account: "shop-test" }), ["rest shop-test: success"]);
      assert.equal((await parametersOf("shop-test")).length, 2);
      await fleet.run("drift");
      assert.deepEqual(
        fleet.issues.map(({ state }) => state),
        ["closed"],
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

import assert from "node:assert/strict";
import { isNight } from "../../tools/engine/engine";
import { Fleet } from "./fleet/fleet";
import { hasMoto, inMoto, type MotoState } from "./fleet/moto";
import { planted } from "./fleet/state";
import type { WorkflowRun } from "./fleet/workflow";

const name = "sandbox";
const webhook = `https://hooks.example.com/services/${planted}-webhook`;

function outputOf(run: WorkflowRun): string {
  return [...run.values()].flatMap(({ runs }) => runs.map(({ output }) => output)).join("\n");
}

function assertWell(run: WorkflowRun): void {
  for (const { result } of run.values()) assert.notEqual(result, "failure", outputOf(run));
}

const needs = !isNight || hasMoto() ? "" : " (left out: it needs moto, `pip install 'moto[server]'`)";

(isNight && needs === "" ? describe : describe.skip)(
  `the fleet's state in S3, its secrets by KMS, with the rights of examples/organization${needs}`,
  function () {
    this.timeout(30 * 60_000);
    let state: MotoState;
    let fleet: Fleet;
    before(async () => {
      state = await inMoto();
      fleet = await Fleet.open(state);
      const { id, environment, regions } =
        fleet.listed.accounts.find((one) => one.name === name) ?? assert.fail();
      await fleet.edit(["secretsProvider"], state.secretsProvider);
      await fleet.edit(["accounts"], { [name]: { id, environment, regions } });
    });
    after(() => fleet.end());

    it("is opened by who may write, and then planned, deployed and looked at by who may do that alone", async () => {
      // A plan may not write, and the first to open an empty bucket does.
      assert.match(outputOf(await fleet.run("plan")), /write ".pulumi\/meta.yaml".*AccessDenied/);
      await fleet.command("pulumi login");
      assert.deepEqual(await state.objects(), [".pulumi/meta.yaml"]);

      assertWell(await fleet.run("plan"));
      assert.match(fleet.comments[0] ?? "", /`\+ \d+ to create`/);
      assert.deepEqual(await state.objects(), [".pulumi/meta.yaml"]);

      assertWell(await fleet.run("deploy"));
      assert.ok((await state.objects()).includes(`.pulumi/stacks/xray-encryption-guard/${name}.json`));

      await fleet.keepSecret(name, "notify[0]", webhook);
      const before = await state.objects();
      assertWell(await fleet.run("plan"));
      assert.match(
        fleet.comments[0] ?? "",
        /aws:sns\/topicSubscription:TopicSubscription[^]*endpoint +: \[secret\]/,
      );
      assert.deepEqual(await state.objects(), before);

      assertWell(await fleet.run("deploy"));
      assertWell(await fleet.run("drift"));
      assert.deepEqual(fleet.issues, []);
      assert.ok(!fleet.written.join("\n").includes(planted));
    });
  },
);

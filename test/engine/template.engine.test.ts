import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import { openAccount } from "../../local/endpoint/open-account";
import { provideKeys, readLocalStack } from "../../local/deployment/local-stack";
import { serveProvider } from "../../local/provider/server";
import { isNight, root, type StateResource } from "../../tools/engine/engine";
import { Pulumi } from "../../tools/engine/pulumi";
import { pack } from "../../tools/package/pack";

const template = path.join(root, "examples/template");

/** A new project of the template, with an account of its own. */
async function inNewProject(config: string[], use: (pulumi: Pulumi) => Promise<void>): Promise<void> {
  const local = readLocalStack("dev");
  const account = await openAccount(local.accountOptions);
  await provideKeys(local.expected, account);
  const served = await serveProvider(async () => account);
  const pulumi = new Pulumi({ PULUMI_DEBUG_PROVIDERS: `aws:${served.port}` });
  try {
    const values = config.flatMap((one) => ["--config", one]);
    await pulumi.succeeds("new", template, "--name", "acme", "--stack", "prod", "--yes", ...values);
    await use(pulumi);
  } finally {
    served.close();
    await account.close();
    pulumi.close();
  }
}

(isNight ? describe : describe.skip)("a new project of the template", function () {
  this.timeout(10 * 60_000);
  before(() => pack(path.join(root, ".local/packages")));

  it("has what was asked for in force, under the project's own name", async () => {
    const asked = [
      "aws:region=eu-west-1",
      "desiredKey=alias/xray-traces",
      "notify=security@example.com, a@example.com",
    ];
    await inNewProject(asked, async (pulumi) => {
      const { config } = parse(fs.readFileSync(path.join(pulumi.project, "Pulumi.prod.yaml"), "utf8")) as {
        config: object;
      };
      assert.deepEqual(config, {
        "acme:desiredKey": "alias/xray-traces",
        "acme:notify": "security@example.com, a@example.com",
        "aws:region": "eu-west-1",
      });
      const { steps } = JSON.parse(await pulumi.succeeds("preview", "--json")) as {
        steps: { newState?: StateResource }[];
      };
      const inputsOf = (type: string) =>
        steps.flatMap(({ newState }) => (newState?.type === type ? [newState.inputs ?? {}] : []));
      const [rule = {}] = inputsOf("aws:cfg/rule:Rule");
      assert.equal(rule["region"], "eu-west-1");
      assert.equal(
        (JSON.parse(String(rule["inputParameters"])) as { desiredKey: string }).desiredKey,
        "alias/xray-traces",
      );
      assert.deepEqual(
        inputsOf("aws:sns/topicSubscription:TopicSubscription").map(({ endpoint }) => endpoint),
        ["security@example.com", "a@example.com"],
      );
      for (const [value, sentence] of [
        [undefined, /Missing required configuration variable 'acme:desiredKey'/],
        ["", /desiredKey is empty; expected /],
      ] as const) {
        await (value === undefined
          ? pulumi.succeeds("config", "rm", "desiredKey")
          : pulumi.succeeds("config", "set", "desiredKey", value));
        const { code, output } = await pulumi.run("preview");
        assert.notEqual(code, 0);
        assert.match(output, sentence);
      }
    });
  });
});

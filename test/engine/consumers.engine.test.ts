import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { openAccount } from "../../local/endpoint/open-account";
import { provideKeys, readLocalStack } from "../../local/deployment/local-stack";
import { serveProvider } from "../../local/provider/server";
import { Engine, isNight, root, type StateResource } from "../../tools/engine/engine";
import { Pulumi } from "../../tools/engine/pulumi";
import { buildProvider } from "../../tools/package/build";

const provider = path.join(root, "provider");

/** A program in another language, with an account of its own. It finds the guard where Pulumi's package tools put it. */
async function inConsumer(language: string, use: (pulumi: Pulumi) => Promise<void>): Promise<void> {
  const local = readLocalStack("dev");
  const account = await openAccount(local.accountOptions);
  await provideKeys(local.expected, account);
  const served = await serveProvider(async () => account);
  const pulumi = new Pulumi({ PULUMI_DEBUG_PROVIDERS: `aws:${served.port}`, PULUMI_STACK: "test" });
  try {
    fs.cpSync(path.join(root, "examples/consumers", language), pulumi.project, { recursive: true });
    // Pulumi's YAML host of today cannot add a package by itself, but reads what it would write.
    if (language === "yaml") {
      const file = path.join(pulumi.project, "Pulumi.yaml");
      fs.appendFileSync(file, `packages:\n  xray-encryption-guard: ${provider}\n`);
    } else {
      await pulumi.succeeds("package", "add", provider);
    }
    await pulumi.succeeds("stack", "init", "test");
    await pulumi.succeeds("config", "set", "aws:region", "eu-west-1");
    await use(pulumi);
  } finally {
    served.close();
    await account.close();
    pulumi.close();
  }
}

/**
 * The guard's resources: type, name and inputs. What AWS or Pulumi makes up for a deployment, and which differs between any
 * two, is named instead by the resource whose it is.
 */
function guardIn(resources: StateResource[]): Map<string, unknown> {
  const own = resources.filter(({ urn }) => urn.includes("XrayEncryptionGuard"));
  const madeUp = own.flatMap(({ urn, id = "", outputs = {} }) =>
    [outputs["arn"], id, outputs["name"]].flatMap((value) =>
      typeof value === "string" && /-[0-9a-f]{7}|[0-9a-f-]{36}/.test(value)
        ? [[value, `<${shortName(urn)}>`] as const]
        : [],
    ),
  );
  madeUp.sort(([one], [other]) => other.length - one.length);
  const inputsOf = ({ inputs = {} }: StateResource): unknown => {
    const text = madeUp
      .reduce((all, [value, name]) => all.replaceAll(value, name), JSON.stringify(inputs))
      // Each program is a project of its own, and the recorder's role names it.
      .replaceAll(/of project [\w-]+/g, "of project PROJECT");
    return JSON.parse(text) as unknown;
  };
  return new Map(
    own
      .map((one) => [`${one.type} ${shortName(one.urn)}`, inputsOf(one)] as const)
      .sort(([one], [other]) => (one < other ? -1 : 1)),
  );
}

function shortName(urn: string): string {
  return urn.split("::").at(-1) ?? "";
}

async function stateOf(pulumi: Pulumi): Promise<{ resources: StateResource[]; outputs: unknown }> {
  const { deployment } = JSON.parse(await pulumi.succeeds("stack", "export")) as {
    deployment: { resources: StateResource[] };
  };
  const { outputs } = deployment.resources.find(({ type }) => type === "pulumi:pulumi:Stack") ?? {};
  return { resources: deployment.resources, outputs };
}

(isNight ? describe : describe.skip)("the guard as a package, in programs of other languages", function () {
  this.timeout(15 * 60_000);
  before(() => buildProvider());

  for (const language of ["typescript", "python", "yaml"]) {
    it(`${language}: previews, deploys, stays, and is destroyed, as imported`, async () => {
      await inConsumer(language, async (pulumi) => {
        await pulumi.succeeds("preview");
        await pulumi.succeeds("up", "--yes", "--skip-preview");
        await pulumi.succeeds("preview", "--expect-no-changes");
        const { resources, outputs } = await stateOf(pulumi);
        assert.match(
          (outputs as { rule: string }).rule,
          /^arn:aws:config:eu-west-1:123456789012:config-rule\//,
        );
        assert.deepEqual(guardIn(resources), await imported());
        await pulumi.succeeds("destroy", "--yes", "--skip-preview");
      });
    });
  }

  it("ends a program in Python with the sentence that a stack file gets", async () => {
    await inConsumer("python", async (pulumi) => {
      const file = path.join(pulumi.project, "__main__.py");
      fs.writeFileSync(file, fs.readFileSync(file, "utf8").replace("alias/xray-traces", "alais/xray-traces"));
      const { code, output } = await pulumi.run("preview");
      assert.notEqual(code, 0);
      assert.match(output, /desiredKey is "alais\/xray-traces"; expected a key ID/);
      assert.doesNotMatch(output, /\.js:\d|\.ts:\d/);
    });
  });

  let declared: Map<string, unknown> | undefined;

  /** What the same guard declares in a program that imports it. */
  async function imported(): Promise<Map<string, unknown>> {
    if (declared !== undefined) return declared;
    const engine = await Engine.open("dev", { program: "test/engine/programs/guard" });
    try {
      await engine.succeeds("up", "--yes", "--skip-preview");
      declared = guardIn((await stateOf(engine)).resources);
      return declared;
    } finally {
      await engine.end();
    }
  }
});

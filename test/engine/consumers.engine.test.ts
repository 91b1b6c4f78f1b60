import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { openAccount } from "../../local/endpoint/open-account";
import { provideKeys, readLocalStack } from "../../local/deployment/local-stack";
import { serveProvider } from "../../local/provider/server";
import { Engine, isNight, root, type StateResource } from "../../tools/engine/engine";
import { Pulumi } from "../../tools/engine/pulumi";
import { pack } from "../../tools/package/pack";
import { copyInto, unpackComponent } from "../support/unpacked-component";

const provider = path.join(root, "provider");

/** Writes a program into a project's folder, and what it needs beside it. */
type Install = (pulumi: Pulumi) => Promise<void> | void;

/** A program of a language, which finds the guard where Pulumi's package tools put it. */
function ofLanguage(language: string): Install {
  return async (pulumi) => {
    fs.cpSync(path.join(root, "examples/consumers", language), pulumi.project, { recursive: true });
    // Pulumi's YAML host of today cannot add a package by itself, but reads what it would write.
    if (language === "yaml") {
      const file = path.join(pulumi.project, "Pulumi.yaml");
      fs.appendFileSync(file, `packages:\n  xray-encryption-guard: ${provider}\n`);
    } else {
      await pulumi.succeeds("package", "add", provider);
    }
  };
}

/** How an ES module is written and started. */
interface EsModule {
  /** Its source. */
  main: string;
  /** Whether the guard has copies of the SDK of its own. */
  hasOwnSdk?: boolean;
  /** Whether `tsc` compiles it before. */
  isCompiled?: boolean;
}

/** An ES module that imports the archive. */
function esModule({ main, hasOwnSdk = false, isCompiled = false }: EsModule): Install {
  return ({ project }) => {
    const source = fs.readFileSync(path.join(root, "examples/consumers/typescript/index.ts"), "utf8");
    const files = {
      "Pulumi.yaml": "name: shop\nruntime: nodejs\n",
      "package.json": JSON.stringify({ type: "module", main: isCompiled ? "compiled/index.js" : main }),
      [main]: source.replace("@pulumi/xray-encryption-guard", "xray-encryption-guard"),
    };
    for (const [name, text] of Object.entries(files)) fs.writeFileSync(path.join(project, name), text);
    const tsconfig = path.join(root, "examples/consumers/typescript/tsconfig.json");
    if (main.endsWith(".ts")) fs.copyFileSync(tsconfig, path.join(project, "tsconfig.json"));
    const guard = unpackComponent(archive, path.join(project, "node_modules"), ["typescript", "@types/node"]);
    if (hasOwnSdk) for (const name of ["@pulumi/pulumi", "@pulumi/aws"]) copyInto(guard, name);
    if (!isCompiled) return;
    const tsc = require.resolve("typescript/bin/tsc");
    const { status, stdout } = spawnSync(process.execPath, [tsc, "-p", project, "--outDir", "compiled"], {
      cwd: project,
      encoding: "utf8",
    });
    assert.equal(status, 0, stdout);
  };
}

/** Where `pack` put the component. */
let archive: string;

const programs: Record<string, Install> = {
  typescript: ofLanguage("typescript"),
  python: ofLanguage("python"),
  yaml: ofLanguage("yaml"),
  "an ES module, by the archive": esModule({ main: "index.js" }),
  "an ES module with copies of the SDK of the archive's own": esModule({ main: "index.js", hasOwnSdk: true }),
  "TypeScript as an ES module, by the archive": esModule({ main: "index.ts" }),
  "TypeScript compiled to an ES module, by the archive": esModule({ main: "index.ts", isCompiled: true }),
};

/** A program of somebody else's, with an account of its own. */
async function inConsumer(install: Install, use: (pulumi: Pulumi) => Promise<void>): Promise<void> {
  const local = readLocalStack("dev");
  const account = await openAccount(local.accountOptions);
  await provideKeys(local.expected, account);
  const served = await serveProvider(async () => account);
  const pulumi = new Pulumi({ PULUMI_DEBUG_PROVIDERS: `aws:${served.port}`, PULUMI_STACK: "test" });
  try {
    await install(pulumi);
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

(isNight ? describe : describe.skip)("the guard as a package, in programs of somebody else", function () {
  this.timeout(15 * 60_000);
  before(async () => {
    [archive = ""] = await pack(path.join(root, ".local/packages"));
  });

  for (const [name, install] of Object.entries(programs)) {
    it(`${name}: previews, deploys, stays, and is destroyed, as imported`, async () => {
      await inConsumer(install, async (pulumi) => {
        await pulumi.succeeds("preview");
        await pulumi.succeeds("up", "--yes", "--skip-preview");
        await pulumi.succeeds("up", "--yes", "--skip-preview", "--expect-no-changes");
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
    await inConsumer(ofLanguage("python"), async (pulumi) => {
      const file = path.join(pulumi.project, "__main__.py");
      fs.writeFileSync(file, fs.readFileSync(file, "utf8").replace("alias/xray-traces", "alais/xray-traces"));
      const { code, output } = await pulumi.run("preview");
      assert.notEqual(code, 0);
      assert.match(output, /desiredKey is "alais\/xray-traces"; expected a key ID/);
      assert.doesNotMatch(output, /\.js:\d|\.ts:\d/);
    });
  });

  for (const [name, install] of Object.entries({
    yaml: ofLanguage("yaml"),
    "an ES module": esModule({ main: "index.js" }),
  })) {
    for (const setting of ["topicKey", "storageKey"]) {
      it(`ends with one sentence where AWS does not find the key: ${setting}, ${name}`, async () => {
        await inConsumer(install, async (pulumi) => {
          const file = ["Pulumi.yaml", "index.js"]
            .map((one) => path.join(pulumi.project, one))
            .findLast(fs.existsSync);
          const text = fs.readFileSync(file ?? "", "utf8");
          fs.writeFileSync(
            file ?? "",
            text
              .replace("desiredKey: alias/xray-traces", `$&\n      ${setting}: alias/nowhere`)
              .replace('desiredKey: "alias/xray-traces"', `$&, ${setting}: "alias/nowhere"`),
          );
          const { code, output } = await pulumi.run("preview");
          assert.notEqual(code, 0);
          const [, diagnostics = ""] = output.split("Diagnostics:");
          assert.equal(diagnostics.match(/error: /g)?.length, 1, output);
          assert.match(
            diagnostics,
            new RegExp(`error: .*${setting} is "alias/nowhere": expected a key that exists`),
          );
          assert.doesNotMatch(output, /^\s+at |\.js:\d|\.ts:\d/m);
        });
      });
    }
  }

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

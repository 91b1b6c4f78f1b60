import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { openAccount } from "../../local/endpoint/open-account";
import { provideKeys, readLocalStack } from "../../local/deployment/local-stack";
import { serveProvider } from "../../local/provider/server";
import { version } from "../../package.json";
import { isNight, root } from "../../tools/engine/engine";
import { Pulumi } from "../../tools/engine/pulumi";
import { buildProvider } from "../../tools/package/build";
import { builtCommit } from "../../tools/release/built-commit";
import { address, type GitHost, serveGit } from "./git/git-host";

const git = (...args: string[]) =>
  execFileSync("git", args, { cwd: root, stdio: ["ignore", "pipe", "ignore"] });

(isNight ? describe : describe.skip)("the guard as a package of a git host", function () {
  this.timeout(10 * 60_000);
  let folder: string;
  let host: GitHost;

  before(async () => {
    await buildProvider();
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "git-install-"));
    const repository = path.join(folder, "guard.git");
    git("init", "--bare", "--quiet", repository);
    git(
      "push",
      "--quiet",
      repository,
      `${builtCommit(root, version, ["provider/dist"])}:refs/tags/v${version}`,
    );
    host = await serveGit(repository, folder);
  });
  after(() => {
    host.close();
    fs.rmSync(folder, { recursive: true });
  });

  it("is installed from the tag of a release, downloads nothing else, has 200 MB at most, and previews", async () => {
    const local = readLocalStack("dev");
    const account = await openAccount(local.accountOptions);
    await provideKeys(local.expected, account);
    const served = await serveProvider(async () => account);
    const pulumi = new Pulumi({
      PULUMI_DEBUG_PROVIDERS: `aws:${served.port}`,
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: undefined,
      // So a registry that is asked is not there.
      npm_config_registry: "http://127.0.0.1:9",
      ...host.environment,
    });
    try {
      // What the SDK does that `pulumi package add` generates from the schema.
      pulumi.writeProgram(`
        const pulumi = require("@pulumi/pulumi");
        const args = { desiredKey: "alias/xray-traces", notify: ["security@example.com"], regions: undefined };
        const options = { version: "${version}", pluginDownloadURL: "git://${address}/provider" };
        new pulumi.ComponentResource("xray-encryption-guard:index:XrayEncryptionGuard", "guard", args, options, true);
      `);
      fs.writeFileSync(path.join(pulumi.project, "Pulumi.yaml"), "name: shop\nruntime: nodejs\n");
      const schema = await pulumi.succeeds("package", "get-schema", `https://${address}/provider@${version}`);
      assert.equal((JSON.parse(schema) as { version: string }).version, version);
      await pulumi.succeeds("stack", "init", "test");
      await pulumi.succeeds("config", "set", "aws:region", "eu-west-1");
      assert.match(await pulumi.succeeds("preview"), /\+ [5-9]\d to create/);
      const plugins = path.join(pulumi.home, "plugins");
      const [plugin] = fs
        .readdirSync(plugins)
        .filter((name) => name.includes("acme_guard") && !name.endsWith(".lock"));
      assert.ok(plugin !== undefined, fs.readdirSync(plugins).join());
      assert.ok(megabytes(path.join(plugins, plugin)) <= 200);
    } finally {
      served.close();
      await account.close();
      pulumi.close();
    }
  });
});

function megabytes(folder: string): number {
  return Number.parseInt(execFileSync("du", ["-sm", folder], { encoding: "utf8" }), 10);
}

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { stringify } from "yaml";
import { provideKeys, readLocalStack } from "../../local/deployment/local-stack";
import { openAccount } from "../../local/endpoint/open-account";
import { serveProvider } from "../../local/provider/server";
import { buildPack } from "../../review/build-pack";
import { isNight, root } from "../../tools/engine/engine";
import { Pulumi } from "../../tools/engine/pulumi";
import { assertFindings, type Found, folder, packConfig, programs } from "../review/other-programs";

/** What a Python program needs, installed once: the AWS provider's SDK takes minutes. */
const python = path.join(root, ".local/python");

function installPython(): void {
  const site = fs.existsSync(python)
    ? execFileSync(path.join(python, "bin/pip"), ["list"], { encoding: "utf8" })
    : "";
  if (site.includes("pulumi_aws")) return;
  execFileSync("python3", ["-m", "venv", python]);
  execFileSync(path.join(python, "bin/pip"), ["install", "-q", "pulumi-aws==7.48.0"], { stdio: "inherit" });
}

/** What the CLI prints of a policy: level, severity, name, resource, then its description and its message. */
const printed = /\[mandatory\] \[severity: \w+\] +(\S+) +\(\S+: (\S+)\)\n.*\n *(.*)/g;

(isNight ? describe : describe.skip)(
  "the policy pack, asked by Pulumi's own CLI about programs of other people",
  function () {
    this.timeout(15 * 60_000);
    const built = path.join(root, ".local/other-programs-pack");
    before(async () => {
      await buildPack(built);
      installPython();
    });
    after(() => fs.rmSync(built, { recursive: true }));

    for (const program of programs) {
      it(`finds in ${program} what is wrong and no more`, async () => {
        const { output } = await preview(program);
        const found = [...output.matchAll(printed)].map(([, policy = "", at = "", message = ""]): Found => ({
          policy,
          at,
          message,
        }));
        assertFindings(program, found);
        assert.equal(output.match(/\[mandatory\]/g)?.length ?? 0, found.length, output);
        assert.doesNotMatch(output, /does not support|does not know/);
      });
    }

    async function preview(program: string): Promise<{ output: string }> {
      const local = readLocalStack("dev");
      const account = await openAccount(local.accountOptions);
      await provideKeys(local.expected, account);
      const served = await serveProvider(async () => account);
      const pulumi = new Pulumi({ PULUMI_DEBUG_PROVIDERS: `aws:${served.port}`, PULUMI_STACK: "test" });
      const inProject = (file: string) => path.join(pulumi.project, file);
      try {
        fs.cpSync(path.join(folder, program), pulumi.project, { recursive: true });
        if (program.startsWith("typescript-")) {
          fs.symlinkSync(path.join(root, "node_modules"), inProject("node_modules"));
          for (const file of ["tsconfig.json", "package.json"])
            fs.copyFileSync(path.join(root, file), inProject(file));
          fs.writeFileSync(inProject("Pulumi.yaml"), stringify({ name: "shop", runtime: "nodejs" }));
        }
        if (program.startsWith("python-")) {
          const runtime = { name: "python", options: { virtualenv: python } };
          fs.writeFileSync(inProject("Pulumi.yaml"), stringify({ name: "shop", runtime }));
        }
        fs.writeFileSync(inProject("policies.json"), JSON.stringify(packConfig));
        await pulumi.succeeds("stack", "init", "test");
        await pulumi.succeeds("config", "set", "aws:region", "eu-west-1");
        return await pulumi.run("preview", "--policy-pack", built, "--policy-pack-config", "policies.json");
      } finally {
        served.close();
        await account.close();
        pulumi.close();
      }
    }
  },
);

import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { PutEncryptionConfigCommand, XRayClient } from "@aws-sdk/client-xray";
import { parse, stringify } from "yaml";
import type { Account } from "../../local/account/account";
import { openAccount } from "../../local/endpoint/open-account";
import { serveProvider, type ServedProvider } from "../../local/provider/server";
import { Organization } from "../../local/services/organizations/organization";
import { root } from "../../tools/engine/engine";
import { Pulumi } from "../../tools/engine/pulumi";

const example = path.join(root, "examples/organization");
const defaultRegion = "eu-west-1";
const management = "123456789012";

/** The program of an organization, deployed by Pulumi's own CLI into local accounts of one organization. */
class DeployedOrganization {
  readonly organization = new Organization(management);
  private readonly accounts = new Map<string, Promise<Account>>();
  private provider: ServedProvider | undefined;
  private cli: Pulumi | undefined;

  account(id = management): Promise<Account> {
    const opening =
      this.accounts.get(id) ??
      openAccount({ id, defaultRegion, organization: this.organization, anyAccessKey: true });
    this.accounts.set(id, opening);
    return opening;
  }

  async open(): Promise<Pulumi> {
    this.provider = await serveProvider((id) => this.account(id));
    this.cli = new Pulumi({
      PULUMI_DEBUG_PROVIDERS: `aws:${this.provider.port}`,
      PULUMI_STACK: "acme",
    });
    for (const file of fs.readdirSync(example)) {
      const to = path.join(this.cli.project, file);
      // The CLI writes into the stack's file, and Node finds the rest of the project from where the program really is.
      if (file === "Pulumi.example.yaml")
        fs.copyFileSync(path.join(example, file), to.replace("example", "acme"));
      else if (file.endsWith(".ts")) fs.symlinkSync(path.join(example, file), to);
      else if (fs.statSync(path.join(example, file)).isFile()) fs.copyFileSync(path.join(example, file), to);
    }
    fs.symlinkSync(path.join(root, "node_modules"), path.join(this.cli.project, "node_modules"));
    await this.cli.succeeds("stack", "init", "acme");
    return this.cli;
  }

  configure(values: Record<string, unknown>): void {
    const file = path.join(this.cli?.project ?? "", "Pulumi.acme.yaml");
    const stack = parse(fs.readFileSync(file, "utf8")) as { config: Record<string, unknown> };
    for (const [key, value] of Object.entries(values))
      stack.config[`xray-encryption-organization:${key}`] = value;
    fs.writeFileSync(file, stringify(stack));
  }

  async close(): Promise<void> {
    this.provider?.close();
    for (const account of this.accounts.values()) await (await account).close();
    this.cli?.close();
  }
}

/** Sets X-Ray's encryption by AWS's own client, as a role of the account. @returns the error's name, or "done" */
async function setEncryption(account: Account, roleArn: string): Promise<string> {
  const client = new XRayClient({
    region: defaultRegion,
    endpoint: account.endpointUrl,
    credentials: account.iam.credentials(roleArn),
  });
  try {
    await client.send(new PutEncryptionConfigCommand({ Type: "NONE" }));
    return "done";
  } catch (error) {
    return (error as Error).message;
  } finally {
    client.destroy();
  }
}

describe("an organization, deployed by Pulumi's own CLI,", function () {
  this.timeout(5 * 60_000);
  const deployed = new DeployedOrganization();
  let pulumi: Pulumi;
  before(async () => {
    pulumi = await deployed.open();
  });
  after(() => deployed.close());

  it("comes up, and then does not change", async () => {
    const { output, code } = await pulumi.run("up", "--yes");
    assert.equal(code, 0, output);
    assert.match(output, /26 created/);
    await pulumi.succeeds("refresh", "--yes", "--expect-no-changes");
    await pulumi.succeeds("preview", "--expect-no-changes");
  });

  it("gives the deployment role to an account that joins later", async () => {
    const { iam } = await deployed.account("456789012345");
    assert.equal(
      iam.find("pulumi-deployer")?.boundary,
      "arn:aws:iam::456789012345:policy/pulumi-deployer-boundary",
    );
    assert.ok(iam.find("pulumi-previewer"));
  });

  it("keeps an administrator of that account from X-Ray's encryption, and not the one who manages the organization", async () => {
    const account = await deployed.account("456789012345");
    assert.equal(
      await setEncryption(account, account.administrator),
      `${account.administrator} is not authorized to perform xray:PutEncryptionConfig on *: statement Encryption of a service control policy denies it`,
    );
    assert.equal(await setEncryption(account, "arn:aws:iam::456789012345:role/pulumi-deployer"), "done");
    const managing = await deployed.account();
    assert.equal(await setEncryption(managing, managing.administrator), "done");
  });

  it("changes the guardrail in place, and the role in every account", async () => {
    deployed.configure({ mayKeepRules: [], deployedInEnvironments: ["fleet"] });
    const { output, code } = await pulumi.run("up", "--yes");
    assert.equal(code, 0, output);
    assert.match(output, /2 updated\n\s+24 unchanged/);
    const { iam } = await deployed.account("456789012345");
    assert.doesNotMatch(JSON.stringify(iam.find("pulumi-deployer")?.trustPolicy), /environment:canary/);
  });

  it("refuses a mistake in one sentence", async () => {
    deployed.configure({ deployedFrom: "acme" });
    const { output, code } = await pulumi.run("preview");
    assert.notEqual(code, 0);
    assert.match(
      output,
      /deployedFrom is "acme": expected a GitHub repository with its owner, such as acme\/xray-guard, or /,
    );
    assert.doesNotMatch(output, /at .*\.ts:\d+/);
    deployed.configure({ deployedFrom: "acme/xray-guard" });
  });

  it("goes, but for the history", async () => {
    await pulumi.succeeds("destroy", "--yes");
    const member = await deployed.account("456789012345");
    assert.equal(member.iam.find("pulumi-deployer"), undefined);
    assert.equal(await setEncryption(member, member.administrator), "done");
    const archive = await deployed.account("345678901234");
    assert.equal(archive.s3.list().length, 1);
  });
});

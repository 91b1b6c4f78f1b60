import * as fs from "node:fs";
import * as path from "node:path";
import { parse, stringify } from "yaml";
import type { Account } from "../../local/account/account";
import { provideKeys, readLocalStack } from "../../local/deployment/local-stack";
import { openAccount } from "../../local/endpoint/open-account";
import { type Operation, type ServedProvider, serveProvider } from "../../local/provider/server";
import { findStackFile } from "../../stack-runner/stack-file";
import { Pulumi } from "./pulumi";

export const root = path.resolve(__dirname, "../..");

/** Whether what takes long is run, too. */
export const isNight = process.env["ENGINE_TESTS"] === "all";

/** What a project of this program needs, beside `Pulumi.yaml` and stack files. */
const linked = ["index.ts", "infra", "rule", "package.json", "tsconfig.json", "node_modules", "test"];

export interface EngineOptions {
  /** Values over the stack file's, by key without the project's name. */
  config?: Record<string, unknown>;
  /** Another module than the stack's program, from this project's folder. */
  program?: string;
}

/** A resource of a state. */
export interface StateResource {
  urn: string;
  type: string;
  id?: string;
  inputs?: Record<string, unknown>;
  outputs?: Record<string, unknown>;
  dependencies?: string[];
}

/** One stack in one local account, deployed by Pulumi's own CLI. Each has an account, a state and a project folder of its own. */
export class Engine extends Pulumi {
  /** Called before each operation on a resource. */
  before: (operation: Operation) => Promise<void> | void = () => {};

  private constructor(
    readonly account: Account,
    private readonly provider: ServedProvider,
  ) {
    super({
      PULUMI_DEBUG_PROVIDERS: `aws:${provider.port},awsx:${provider.port}`,
      PULUMI_STACK: "test",
    });
  }

  /** Opens an account as a stack of this project needs it, and makes the stack `test` with that one's config. */
  static async open(stack: string, { config = {}, program }: EngineOptions = {}): Promise<Engine> {
    const local = readLocalStack(stack, config);
    const account = await openAccount(local.accountOptions);
    await provideKeys(local.expected, account);
    const provider = await serveProvider(async () => account, {
      before: (operation) => engine.before(operation),
    });
    const engine: Engine = new Engine(account, provider);
    for (const entry of linked) fs.symlinkSync(path.join(root, entry), path.join(engine.project, entry));
    fs.copyFileSync(path.join(root, "Pulumi.yaml"), path.join(engine.project, "Pulumi.yaml"));
    if (program !== undefined) {
      const index = path.join(engine.project, "index.ts");
      fs.rmSync(index);
      fs.writeFileSync(index, `export = require("./${program}");\n`);
    }
    await engine.succeeds("stack", "init", "test");
    engine.configure(stack, config);
    return engine;
  }

  /** Fails the first operation that a test picks, once, as AWS fails now and then. */
  failOnce(isIt: (operation: Operation) => boolean): void {
    let hasFailed = false;
    this.before = (operation) => {
      if (hasFailed || !isIt(operation)) return;
      hasFailed = true;
      throw new Error("ServiceUnavailable: made to fail once");
    };
  }

  /** Writes the stack file anew. */
  configure(stack: string, config: Record<string, unknown> = {}): void {
    const file = path.join(this.project, "Pulumi.test.yaml");
    const { encryptionsalt } = parse(fs.readFileSync(file, "utf8")) as { encryptionsalt: string };
    const own = parse(fs.readFileSync(findStackFile(root, stack), "utf8")) as { config: object };
    const over = Object.fromEntries(
      Object.entries(config).map(([key, value]) => [`xray-encryption-guard:${key}`, value]),
    );
    fs.writeFileSync(file, stringify({ encryptionsalt, config: { ...own.config, ...over } }));
  }

  /** Everything in the state, as `pulumi stack export` prints it. */
  async state(): Promise<StateResource[]> {
    const { deployment } = JSON.parse(await this.succeeds("stack", "export")) as {
      deployment: { resources?: StateResource[] };
    };
    return deployment.resources ?? [];
  }

  /** Ends the account and the provider, and removes the folders. */
  async end(): Promise<void> {
    this.provider.close();
    await this.account.close();
    this.close();
  }
}

import { spawn, spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { parse, stringify } from "yaml";
import type { Account } from "../local/account/account";
import { readLocalStack, provideKeys } from "../local/deployment/local-stack";
import { openAccount } from "../local/endpoint/open-account";
import { type Operation, type ServedProvider, serveProvider } from "../local/provider/server";
import { findStackFile } from "../stack-runner/stack-config";

export const root = path.resolve(__dirname, "..");

/** Whether what takes long is run, too. */
export const isNight = process.env["ENGINE_TESTS"] === "all";

/** What a command of Pulumi's CLI printed, both streams together, and how it ended. */
export interface Ran {
  code: number | null;
  output: string;
}

/** One stack in one local account, deployed by Pulumi's own CLI. Each has a state, a project folder and an account of its own. */
export class Engine {
  /** Called before each operation on a resource. */
  before: (operation: Operation) => Promise<void> | void = () => {};

  private constructor(
    readonly account: Account,
    private readonly provider: ServedProvider,
    /** A folder with this project's files, linked, and stack files of its own. */
    readonly directory: string,
    private readonly temporary: string,
  ) {}

  /**
   * Opens an account as a stack of this project needs it, and makes the stack `test` with that one's config.
   *
   * @param config values over the stack file's, by key without the project's name
   * @param main the program, from this project's folder
   */
  static async open(stack: string, config: Record<string, unknown> = {}, main = "index.ts"): Promise<Engine> {
    const local = readLocalStack(stack, config);
    const account = await openAccount(local.accountOptions);
    await provideKeys(local.expected, account);
    const provider = await serveProvider(async () => account, {
      before: (operation) => engine.before(operation),
    });
    const temporary = fs.mkdtempSync(path.join(os.tmpdir(), "engine-"));
    const directory = path.join(temporary, "project");
    fs.mkdirSync(directory);
    fs.mkdirSync(path.join(temporary, "state"));
    for (const entry of [
      "index.ts",
      "infra",
      "rule",
      "package.json",
      "tsconfig.json",
      "node_modules",
      "policy",
      "test",
    ])
      fs.symlinkSync(path.join(root, entry), path.join(directory, entry));
    const project = parse(fs.readFileSync(path.join(root, "Pulumi.yaml"), "utf8")) as object;
    fs.writeFileSync(path.join(directory, "Pulumi.yaml"), stringify({ ...project, main }));
    const engine: Engine = new Engine(account, provider, directory, temporary);
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
    const file = path.join(this.directory, "Pulumi.test.yaml");
    const { encryptionsalt } = parse(fs.readFileSync(file, "utf8")) as { encryptionsalt: string };
    const own = parse(fs.readFileSync(findStackFile(root, stack), "utf8")) as { config: object };
    const over = Object.entries(config).map(([key, value]) => [`xray-encryption-guard:${key}`, value]);
    fs.writeFileSync(
      file,
      stringify({ encryptionsalt, config: { ...own.config, ...Object.fromEntries(over) } }),
    );
  }

  /** Runs a command: `run("up", "--yes")`. */
  run(...args: string[]): Promise<Ran> {
    const { child, ended } = this.start(...args);
    void child;
    return ended;
  }

  /** Starts a command, for whoever ends it in the middle. */
  start(...args: string[]) {
    const child = spawn(path.join(findEngine(), "pulumi"), ["--non-interactive", "--color=never", ...args], {
      cwd: this.directory,
      env: this.environment(),
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text: string) => (output += text));
    const ended = new Promise<Ran>((resolve, reject) => {
      child.on("error", reject).on("close", (code) => resolve({ code, output }));
    });
    return { child, ended };
  }

  /** @throws Error with all that was printed, unless the command ends with 0 */
  async succeeds(...args: string[]): Promise<string> {
    const { code, output } = await this.run(...args);
    if (code !== 0) throw new Error(`pulumi ${args.join(" ")} ended with ${code}:\n${output}`);
    return output;
  }

  /** Everything in the state, as `pulumi stack export` prints it. */
  async state(): Promise<StateResource[]> {
    const { deployment } = JSON.parse(await this.succeeds("stack", "export")) as {
      deployment: { resources?: StateResource[] };
    };
    return deployment.resources ?? [];
  }

  async close(): Promise<void> {
    this.provider.close();
    await this.account.close();
    fs.rmSync(this.temporary, { recursive: true, force: true });
  }

  private environment(): NodeJS.ProcessEnv {
    const { port } = this.provider;
    return {
      PATH: [findEngine(), path.dirname(process.execPath), "/usr/bin", "/bin"].join(path.delimiter),
      HOME: this.temporary,
      PULUMI_HOME: path.join(this.temporary, "home"),
      PULUMI_BACKEND_URL: `file://${this.temporary}/state`,
      PULUMI_CONFIG_PASSPHRASE: "test",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      PULUMI_DEBUG_PROVIDERS: `aws:${port},awsx:${port}`,
      PULUMI_STACK: "test",
    };
  }
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

let found: string | undefined;

/** The folder of Pulumi's CLI: `PULUMI_DIR`, or the one on the PATH that is not npm's wrapper. */
export function findEngine(): string {
  found ??= [process.env["PULUMI_DIR"] ?? "", ...(process.env["PATH"] ?? "").split(path.delimiter)].find(
    (folder) =>
      folder !== "" && !folder.includes("node_modules") && fs.existsSync(path.join(folder, "pulumi")),
  );
  if (found === undefined) {
    throw new Error(
      "There is no pulumi on the PATH nor in the folder PULUMI_DIR: install Pulumi's CLI to run these tests (https://www.pulumi.com/docs/install).",
    );
  }
  return found;
}

/** Its version: `3.274.1`. */
export function engineVersion(): string {
  const { stdout } = spawnSync(path.join(findEngine(), "pulumi"), ["version"], { encoding: "utf8" });
  return stdout.trim().replace(/^v/, "");
}

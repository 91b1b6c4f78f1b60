import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { parseDocument } from "yaml";
import { accountNamed, type Fleet as Listed, readFleet } from "../../../examples/fleet/accounts";
import { writeStackFile } from "../../../examples/fleet/stack-file";
import type { Account } from "../../../local/account/account";
import { provideKeys, readLocalStack } from "../../../local/deployment/local-stack";
import { openAccount } from "../../../local/endpoint/open-account";
import { findPulumi } from "../../../local/provider/pulumi-cli";
import { type Operation, type ServedProvider, serveProvider } from "../../../local/provider/server";
import { root } from "../../../tools/engine/engine";
import { checkOut } from "../../fleet/checkout";
import { inFolder, planted, type State } from "./state";
import { runBash, type Runner, type RunningJob, runWorkflow, type WorkflowRun } from "./workflow";

/** An account of the fleet, served here. */
interface Served {
  account: Account;
  provider: ServedProvider;
  /** How many resources were created, updated or deleted. */
  operations: number;
}

interface Issue {
  title: string;
  state: "open" | "closed";
  body: string;
}

/** The fleet of examples/fleet with its own accounts, state, key and repository, all on this machine. */
export class Fleet implements Runner {
  readonly served = new Map<string, Served>();
  /** Called before each operation on a resource of an account. What it throws is the operation's failure. */
  refuse: (account: string, operation: Operation) => void = () => {};
  readonly environment: NodeJS.ProcessEnv;
  /** All that the workflows printed, or left where somebody may read it. */
  readonly written: string[] = [];
  private readonly repository: string;
  /** Stack files that hold secrets, and so are committed. */
  private readonly stackFiles: string;
  private readonly store: string;
  private readonly artifacts: string;

  private constructor(
    private readonly folder: string,
    readonly state: State,
  ) {
    const made = (name: string): string => {
      fs.mkdirSync(path.join(folder, name));
      return path.join(folder, name);
    };
    this.repository = path.join(made("repository"), "fleet");
    this.stackFiles = made("stack-files");
    this.artifacts = made("artifacts");
    this.store = path.join(folder, "github.json");
    fs.writeFileSync(this.store, JSON.stringify({ comments: [], issues: [] }));
    fs.cpSync(path.join(root, "examples/fleet"), this.repository, { recursive: true });
    const commands = made("bin");
    fs.copyFileSync(path.join(__dirname, "gh.mjs"), path.join(commands, "gh"));
    fs.chmodSync(path.join(commands, "gh"), 0o755);
    this.environment = {
      PATH: [commands, findPulumi(), path.dirname(process.execPath), process.env["PATH"]].join(
        path.delimiter,
      ),
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      ...state.environment,
      GITHUB_REPOSITORY: "example/fleet",
      GH_STORE: this.store,
    };
  }

  static async open(state?: State): Promise<Fleet> {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "fleet-"));
    const fleet = new Fleet(folder, state ?? (await inFolder(path.join(folder, "state"))));
    await fleet.openAccounts();
    return fleet;
  }

  /** What `accounts.yaml` says now. */
  get listed(): Listed {
    return readFleet(path.join(this.repository, "accounts.yaml"));
  }

  /** Changes a value of `accounts.yaml`, and opens the accounts that are new there. */
  async edit(at: string[], value: unknown): Promise<void> {
    const file = path.join(this.repository, "accounts.yaml");
    const document = parseDocument(fs.readFileSync(file, "utf8"));
    document.setIn(at, value);
    fs.writeFileSync(file, document.toString());
    await this.openAccounts();
  }

  /** Sets a secret of an account as docs/fleet.md says, and commits its stack's file. */
  async keepSecret(account: string, at: string, value: string): Promise<void> {
    await this.command(
      `npm run --silent fleet -- write ${account}
      pulumi config set --stack ${account} --secret --path '${at}' ${value}
      cp Pulumi.${account}.yaml ${this.stackFiles}`,
    );
  }

  /** Somebody's commands in a clone of the repository, with the rights to deploy. */
  async command(script: string): Promise<void> {
    const folder = path.join(this.folder, "clone");
    fs.mkdirSync(folder);
    this.checkOut(folder);
    const { environment, state } = this;
    const { code, output } = await runBash(script, folder, {
      ...environment,
      PULUMI_BACKEND_URL: state.url,
      HOME: folder,
    });
    fs.rmSync(folder, { recursive: true });
    if (code !== 0) throw new Error(output);
  }

  /** Runs a workflow of the example. @param before a run whose failed jobs are tried again */
  async run(
    name: "plan" | "deploy" | "drift",
    { account = "", before }: { account?: string; before?: WorkflowRun } = {},
  ) {
    fs.rmSync(this.artifacts, { recursive: true });
    fs.mkdirSync(this.artifacts);
    const repository = "example/fleet";
    const contexts = {
      github: {
        event: { pull_request: { number: 7, head: { repo: { full_name: repository } } } },
        repository,
        token: `${planted}-job-token`,
        server_url: "https://github.example",
        run_id: 1,
      },
      vars: { PULUMI_BACKEND_URL: this.state.url },
      secrets: { PULUMI_ACCESS_TOKEN: `${planted}-access-token` },
      inputs: { account },
    };
    const file = path.join(this.repository, "workflows", `fleet-${name}.yml`);
    const run = await runWorkflow(file, this, contexts, before);
    for (const { outputs, runs } of run.values())
      this.written.push(JSON.stringify(outputs), ...runs.map(({ output }) => output));
    this.written.push(
      fs.readFileSync(this.store, "utf8"),
      ...textsIn(this.artifacts),
      ...textsIn(this.stackFiles),
    );
    return run;
  }

  /** Bodies of the pull request's comments. */
  get comments(): string[] {
    return this.github.comments.map(({ body }) => body);
  }

  get issues(): Issue[] {
    return this.github.issues;
  }

  use(action: string, inputs: Record<string, string>, job: RunningJob): void {
    const [name = ""] = action.split("@");
    switch (name) {
      case "actions/checkout":
        this.checkOut(job.folder);
        return;
      case "actions/setup-node":
      case "pulumi/actions":
        // They are here.
        return;
      case "aws-actions/configure-aws-credentials": {
        // The role's account is the one that the provider then reaches.
        const account = inputs["role-to-assume"]?.split(":")[4] ?? "";
        const served = [...this.served.values()].find((one) => one.account.id === account);
        if (served === undefined) throw new Error(`There is no account ${account} here.`);
        job.environment["PULUMI_DEBUG_PROVIDERS"] = `aws:${served.provider.port}`;
        Object.assign(job.environment, this.state.credentialsOf(inputs["role-to-assume"] ?? ""));
        return;
      }
      case "actions/upload-artifact": {
        const file = path.join(job.folder, inputs["path"] ?? "");
        // It warns of a file that a failed job has not written.
        if (!fs.existsSync(file)) return;
        fs.cpSync(file, path.join(this.artifacts, inputs["name"] ?? "", path.basename(file)));
        return;
      }
      case "actions/download-artifact":
        fs.cpSync(this.artifacts, path.join(job.folder, inputs["path"] ?? ""), { recursive: true });
        return;
      default:
        throw new Error(`Nobody here does what ${action} does.`);
    }
  }

  isDone(command: string): boolean {
    return command === "npm ci";
  }

  async end(): Promise<void> {
    for (const { account, provider } of this.served.values()) {
      provider.close();
      await account.close();
    }
    this.state.close();
    fs.rmSync(this.folder, { recursive: true });
  }

  private checkOut(folder: string): void {
    checkOut(folder, this.repository);
    fs.cpSync(this.stackFiles, folder, { recursive: true });
  }

  private get github() {
    return JSON.parse(fs.readFileSync(this.store, "utf8")) as {
      comments: { body: string }[];
      issues: Issue[];
    };
  }

  private async openAccounts(): Promise<void> {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "stacks-"));
    fs.copyFileSync(path.join(root, "Pulumi.yaml"), path.join(folder, "Pulumi.yaml"));
    const { listed } = this;
    for (const { name } of listed.accounts) {
      if (this.served.has(name)) continue;
      const { id } = accountNamed(name, listed);
      writeStackFile(folder, accountNamed(name, listed), listed);
      const local = readLocalStack(name, {}, folder);
      const account = await openAccount({ ...local.accountOptions, id });
      await provideKeys(local.expected, account);
      const provider = await serveProvider(async () => account, {
        before: (operation) => {
          served.operations += 1;
          this.refuse(name, operation);
        },
      });
      const served: Served = { account, provider, operations: 0 };
      this.served.set(name, served);
    }
    fs.rmSync(folder, { recursive: true });
  }
}

/** What the files in a folder and below it hold. */
export function textsIn(folder: string): string[] {
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => fs.readFileSync(path.join(entry.parentPath, entry.name), "utf8"));
}

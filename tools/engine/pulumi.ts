import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { findPulumi } from "../../local/provider/pulumi-cli";

/** How a command ended, and what it printed: both streams together, and what is for machines alone. */
export interface Ran {
  code: number | null;
  output: string;
  stdout: string;
}

/** Pulumi's CLI, with a state, settings and a project folder of its own, in a temporary folder. */
export class Pulumi {
  /** Where the CLI runs: the folder of `Pulumi.yaml`. */
  readonly project: string;
  /** Where it keeps the state: the folder of the backend. */
  readonly stateFolder: string;
  /** Where the CLI keeps what it installs. */
  readonly home: string;
  private readonly folder = fs.mkdtempSync(path.join(os.tmpdir(), "pulumi-engine-"));
  private readonly environment: NodeJS.ProcessEnv;

  /** @param environment variables beside those of a state of its own */
  constructor(environment: NodeJS.ProcessEnv = {}) {
    for (const name of ["home", "state", "project"]) fs.mkdirSync(path.join(this.folder, name));
    this.project = path.join(this.folder, "project");
    this.stateFolder = path.join(this.folder, "state");
    this.home = path.join(this.folder, "home");
    // Nothing else of the environment: neither the user's login nor AWS's credentials.
    this.environment = {
      PATH: [findPulumi(), path.dirname(process.execPath), process.env["PATH"]].join(path.delimiter),
      HOME: this.home,
      PULUMI_HOME: this.home,
      PULUMI_BACKEND_URL: `file://${this.stateFolder}`,
      PULUMI_CONFIG_PASSPHRASE: "passphrase",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      // What a network needs that has certificates of its own.
      NODE_EXTRA_CA_CERTS: process.env["NODE_EXTRA_CA_CERTS"],
      PIP_CERT: process.env["PIP_CERT"],
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      ...environment,
    };
  }

  /**
   * Writes a Node program. It has `@pulumi/pulumi` and nothing else: the CLI would ask the network for the plugins of any
   * provider that it finds in `node_modules`.
   */
  writeProgram(source: string): void {
    const scope = path.join(this.project, "node_modules/@pulumi");
    fs.mkdirSync(scope, { recursive: true });
    fs.symlinkSync(path.dirname(require.resolve("@pulumi/pulumi/package.json")), path.join(scope, "pulumi"));
    fs.writeFileSync(path.join(this.project, "package.json"), '{ "main": "index.js" }\n');
    fs.writeFileSync(path.join(this.project, "index.js"), source);
  }

  /** Starts a command, for whoever ends it in the middle. */
  start(...args: string[]) {
    const child = spawn(
      path.join(findPulumi(), "pulumi"),
      [...args, "--non-interactive", "--color", "never"],
      { cwd: this.project, env: this.environment, stdio: ["ignore", "pipe", "pipe"] },
    );
    let [output, stdout] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => (output += text));
    const ended = new Promise<Ran>((resolve, reject) => {
      child.on("error", reject).on("close", (code) => resolve({ code, output, stdout }));
    });
    return { child, ended };
  }

  /** Runs a command: `run("up", "--yes")`. */
  run(...args: string[]): Promise<Ran> {
    return this.start(...args).ended;
  }

  /** @returns what was printed for machines @throws Error with all that was printed, unless the command ends with 0 */
  async succeeds(...args: string[]): Promise<string> {
    const { code, output, stdout } = await this.run(...args);
    if (code !== 0) throw new Error(`pulumi ${args.join(" ")} ended with ${code}:\n${output}`);
    return stdout;
  }

  close(): void {
    fs.rmSync(this.folder, { recursive: true });
  }
}

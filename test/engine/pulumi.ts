import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

/**
 * The folder of Pulumi's CLI: PULUMI_DIR, or else the first on the PATH. npm's package of that name, which downloads the CLI,
 * is passed over.
 *
 * @throws Error that says in one sentence what to do
 */
export function findPulumi(): string {
  const { PULUMI_DIR, PATH = "" } = process.env;
  const folders = PULUMI_DIR === undefined ? PATH.split(path.delimiter) : [PULUMI_DIR];
  const folder = folders.find(
    (name) =>
      !name.split(path.sep).includes("node_modules") &&
      ["pulumi", "pulumi.exe"].some((file) => fs.existsSync(path.join(name, file))),
  );
  if (folder !== undefined) return folder;
  throw new Error(
    PULUMI_DIR === undefined
      ? "The Pulumi CLI is not on the PATH: install it (https://www.pulumi.com/docs/install/), or set PULUMI_DIR to its folder."
      : `There is no Pulumi CLI in ${PULUMI_DIR}: set PULUMI_DIR to its folder.`,
  );
}

/** Pulumi's CLI, with a state, settings and a project folder of its own, in a temporary folder. */
export class Pulumi {
  /** Where the CLI runs: the folder of `Pulumi.yaml`. */
  readonly project: string;
  private readonly folder = fs.mkdtempSync(path.join(os.tmpdir(), "pulumi-engine-"));
  private readonly environment: NodeJS.ProcessEnv;

  constructor() {
    for (const name of ["home", "state", "project"]) fs.mkdirSync(path.join(this.folder, name));
    this.project = path.join(this.folder, "project");
    // Nothing else of the environment: neither the user's login nor AWS's credentials.
    this.environment = {
      PATH: [findPulumi(), path.dirname(process.execPath), process.env["PATH"]].join(path.delimiter),
      HOME: path.join(this.folder, "home"),
      PULUMI_HOME: path.join(this.folder, "home"),
      PULUMI_BACKEND_URL: `file://${path.join(this.folder, "state")}`,
      PULUMI_CONFIG_PASSPHRASE: "passphrase",
      PULUMI_SKIP_UPDATE_CHECK: "true",
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

  run(...args: string[]): { status: number | null; output: string } {
    const { status, stdout, stderr } = spawnSync(
      "pulumi",
      [...args, "--non-interactive", "--color", "never"],
      { cwd: this.project, env: this.environment, encoding: "utf8" },
    );
    return { status, output: stdout + stderr };
  }

  close(): void {
    fs.rmSync(this.folder, { recursive: true });
  }
}

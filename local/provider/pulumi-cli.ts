import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";

/**
 * The oldest release of Pulumi's CLI that this was tried with. 3.265 does not take an attached provider for an installed one,
 * and tries to download the AWS provider.
 */
export const oldestPulumi = "3.274.1";

/** That there is no Pulumi CLI that will do. The message is one sentence, meant to be printed alone. */
export class PulumiCliError extends Error {
  override readonly name = "PulumiCliError";
}

const installation = "https://www.pulumi.com/docs/install/";

/**
 * The folder of Pulumi's CLI: PULUMI_DIR, or else the first on the PATH. npm's package of that name, which downloads the CLI,
 * is passed over.
 *
 * @throws PulumiCliError that says in one sentence what to do
 */
export function findPulumi(): string {
  const { PULUMI_DIR, PATH = "" } = process.env;
  const folders = PULUMI_DIR === undefined ? PATH.split(path.delimiter) : [path.resolve(PULUMI_DIR)];
  const folder = folders.find(
    (name) =>
      !name.split(path.sep).includes("node_modules") &&
      ["pulumi", "pulumi.exe"].some((file) => fs.existsSync(path.join(name, file))),
  );
  if (folder !== undefined) return folder;
  throw new PulumiCliError(
    PULUMI_DIR === undefined
      ? `This needs the Pulumi CLI, which is not on the PATH: install it (${installation}), or set PULUMI_DIR to its folder.`
      : `There is no Pulumi CLI in ${PULUMI_DIR}: set PULUMI_DIR to its folder.`,
  );
}

/**
 * The version of Pulumi's CLI: `3.274.1`.
 *
 * @throws PulumiCliError that says in one sentence what to do, where there is none, or one that is too old
 */
export function requirePulumi(): string {
  const { stdout } = spawnSync(path.join(findPulumi(), "pulumi"), ["version"], {
    encoding: "utf8",
    env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" },
  });
  const version = stdout.trim().replace(/^v/, "");
  if (version.localeCompare(oldestPulumi, "en", { numeric: true }) >= 0) return version;
  throw new PulumiCliError(
    `This needs the Pulumi CLI ${oldestPulumi} or newer, but yours is ${version}: see ${installation}.`,
  );
}

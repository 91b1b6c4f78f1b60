// npm run release: makes all that a release publishes, and publishes nothing.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import { createRequire } from "node:module";
import * as path from "node:path";
import { CommandLine } from "../../cli/command";
import { main, run } from "../../cli/main";
import { version } from "../../package.json";
import type * as Pack from "../package/pack";
import { builtCommit } from "./built-commit";
import { releaseNotes } from "./notes";

const root = path.resolve(__dirname, "../..");

const command = new CommandLine("npm run release --", {
  description:
    "Makes all that a release publishes, and publishes nothing: archives with their SHA-256, the changelog's section, and a\n" +
    "commit with what is built, for the tag. .github/workflows/release.yml publishes them.",
  examples: ["npm run release", "npm run release -- /tmp/release"],
  exitCodes: [],
}).argument("[folder]", "where; it is emptied first", ".local/release");

/** @returns what was made, a line each */
async function prepare(folder: string): Promise<string[]> {
  // First, because it takes no time.
  const notes = releaseNotes(fs.readFileSync(path.join(root, "CHANGELOG.md"), "utf8"), version);
  const { pack, built } = createRequire(__filename)("../package/pack") as typeof Pack;
  fs.rmSync(folder, { recursive: true, force: true });
  const archives = await pack(folder);
  const sums = archives.map((file) => `${sha256(file)}  ${path.basename(file)}\n`);
  fs.writeFileSync(path.join(folder, "SHA256SUMS"), sums.join(""));
  fs.writeFileSync(path.join(folder, "notes.md"), notes);
  const commit = builtCommit(root, version, built);
  const tag = `refs/tags/v${version}`;
  // Another job publishes, which runs nothing of ours: it takes the commit from a file.
  const bundled = `refs/release/v${version}`;
  const git = (...args: string[]) =>
    execFileSync("git", args, { cwd: root, stdio: ["ignore", "ignore", "pipe"] });
  git("update-ref", bundled, commit);
  git("bundle", "create", path.join(folder, "tag.bundle"), bundled, "^HEAD");
  git("update-ref", "-d", bundled);
  fs.writeFileSync(path.join(folder, "tag"), `${commit}:${tag}\n`);
  return [
    ...archives.map((file) => `Made ${file}.`),
    `Commit ${commit} is what ${tag.split("/").at(-1)} would name.`,
  ];
}

function sha256(file: string): string {
  return createHash("sha256").update(fs.readFileSync(file)).digest("hex");
}

main((args) =>
  run(
    command,
    args,
    async ({ operands: [named] }) => {
      const folder = path.resolve(named ?? path.join(root, ".local/release"));
      for (const line of await prepare(folder)) process.stdout.write(`${line}\n`);
      return 0;
    },
    { mistakes: ["ReleaseError"] },
  ),
);

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
import { checkIsDue, releaseNotes } from "./notes";

const root = path.resolve(__dirname, "../..");

const command = new CommandLine("npm run release --", {
  description:
    "Makes all that a release publishes, and publishes nothing: archives with their SHA-256, the changelog's section, and a\n" +
    "commit with what is built, for the tag. .github/workflows/release.yml publishes them.",
  examples: ["npm run release", "npm run release -- /tmp/release"],
  exitCodes: [],
})
  .argument("[folder]", "where; it is emptied first", ".local/release")
  .flag("--final", "refuse what is no release: a version that has a tag, or changes under Unreleased");

/** @returns what was made, a line each */
async function prepare(folder: string, isFinal: boolean): Promise<string[]> {
  // First, because it takes no time.
  const changelog = fs.readFileSync(path.join(root, "CHANGELOG.md"), "utf8");
  const notes = releaseNotes(changelog, version);
  if (isFinal) checkIsDue(changelog, version, git("tag").split("\n"));
  const { pack, built } = createRequire(__filename)("../package/pack") as typeof Pack;
  fs.rmSync(folder, { recursive: true, force: true });
  const archives = await pack(folder);
  const sums = archives.map((file) => `${sha256(file)}  ${path.basename(file)}\n`);
  fs.writeFileSync(path.join(folder, "SHA256SUMS"), sums.join(""));
  fs.writeFileSync(path.join(folder, "notes.md"), notes);
  const commit = builtCommit(root, version, built);
  const tag = `v${version}`;
  // Another job publishes, which runs nothing of ours: it takes the commit from a file.
  const reference = `refs/release/${tag}`;
  git("update-ref", reference, commit);
  git("bundle", "create", "--quiet", path.join(folder, "tag.bundle"), reference, "^HEAD");
  git("update-ref", "-d", reference);
  fs.writeFileSync(path.join(folder, "tag"), `${commit}:refs/tags/${tag}\n`);
  return [...archives.map((file) => `Made ${file}.`), `The tag ${tag} would name ${commit}.`];
}

function git(...args: string[]): string {
  return execFileSync("git", args, { cwd: root, encoding: "utf8" });
}

function sha256(file: string): string {
  return createHash("sha256").update(fs.readFileSync(file)).digest("hex");
}

main((args) =>
  run<{ final: boolean }>(
    command,
    args,
    async ({ options, operands: [named] }) => {
      const folder = path.resolve(named ?? path.join(root, ".local/release"));
      for (const line of await prepare(folder, options.final)) process.stdout.write(`${line}\n`);
      return 0;
    },
    { mistakes: ["ReleaseError"] },
  ),
);

import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

/**
 * Commits what is built on top of the checkout's commit, for the tag of a release: Pulumi's tools take from git what a tag has,
 * and build nothing. No branch moves, and neither the index nor a file changes. The same build of the same commit has the same
 * hash.
 *
 * @param root the checkout
 * @param files paths in it that are ignored otherwise
 * @returns the commit's hash
 */
export function builtCommit(root: string, version: string, files: readonly string[]): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "release-"));
  const git = (...args: string[]) =>
    execFileSync("git", args, {
      cwd: root,
      encoding: "utf8",
      env: { ...process.env, ...environment },
    }).trim();
  const environment: NodeJS.ProcessEnv = { GIT_INDEX_FILE: path.join(folder, "index") };
  try {
    const [name, email, date] = git("log", "-1", "--format=%an%n%ae%n%aI").split("\n");
    for (const who of ["AUTHOR", "COMMITTER"]) {
      Object.assign(environment, {
        [`GIT_${who}_NAME`]: name,
        [`GIT_${who}_EMAIL`]: email,
        [`GIT_${who}_DATE`]: date,
      });
    }
    git("read-tree", "HEAD");
    git("add", "--force", "--", ...files);
    return git("commit-tree", git("write-tree"), "-p", "HEAD", "-m", `${version}, with what is built`);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

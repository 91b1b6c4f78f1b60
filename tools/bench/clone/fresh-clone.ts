import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

const root = path.resolve(__dirname, "../../..");

/** Clones what is committed here into a folder that is removed afterwards. npm's own cache stays. */
export async function inFreshClone<T>(use: (folder: string) => T | Promise<T>): Promise<T> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "bench-clone-"));
  try {
    execFileSync("git", ["clone", "--quiet", root, folder]);
    return await use(folder);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

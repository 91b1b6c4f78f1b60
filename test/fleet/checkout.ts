import * as fs from "node:fs";
import * as path from "node:path";
import { root } from "./files";

/** What a clone has not, or gets by an installation. */
const leftOut = [".git", ".local", "coverage", "node_modules", "report"];

/**
 * Makes a copy of this project, installed.
 *
 * @param fleet a folder that takes the place of `examples/fleet`
 */
export function checkOut(folder: string, fleet = path.join(root, "examples/fleet")): void {
  for (const entry of fs.readdirSync(root))
    if (!leftOut.includes(entry))
      fs.cpSync(path.join(root, entry), path.join(folder, entry), { recursive: true });
  fs.symlinkSync(path.join(root, "node_modules"), path.join(folder, "node_modules"));
  fs.rmSync(path.join(folder, "examples/fleet"), { recursive: true });
  fs.cpSync(fleet, path.join(folder, "examples/fleet"), { recursive: true });
}

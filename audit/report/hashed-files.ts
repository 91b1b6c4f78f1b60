import { createHash, type Hash } from "node:crypto";
import { closeSync, mkdirSync, openSync, writeSync } from "node:fs";
import * as path from "node:path";
import type { Manifest } from "./manifest";

/** Files of a folder that are hashed as they are written. */
export class HashedFiles {
  private readonly open = new Map<string, { file: number; hash: Hash; bytes: number }>();

  constructor(private readonly folder: string) {}

  /**
   * Adds to a file's end; the first time there must be none.
   *
   * @param name with `/` between folders
   * @throws Error of the system
   */
  append(name: string, text: string): void {
    const full = path.join(this.folder, name);
    let entry = this.open.get(name);
    if (entry === undefined) {
      mkdirSync(path.dirname(full), { recursive: true });
      entry = { file: openSync(full, "wx"), hash: createHash("sha256"), bytes: 0 };
      this.open.set(name, entry);
    }
    const bytes = Buffer.from(text);
    for (let done = 0; done < bytes.length;) done += writeSync(entry.file, bytes, done);
    entry.hash.update(bytes);
    entry.bytes += bytes.length;
  }

  /** Closes all, and says what they are. */
  close(): Manifest["files"] {
    const files = [...this.open].map(([name, { file, hash, bytes }]) => {
      closeSync(file);
      return { path: name, bytes, sha256: hash.digest("hex") };
    });
    this.open.clear();
    return files;
  }
}

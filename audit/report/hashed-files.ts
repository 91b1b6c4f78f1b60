import { createHash, type Hash } from "node:crypto";
import { closeSync, mkdirSync, openSync, writeSync } from "node:fs";
import * as path from "node:path";
import type { Manifest } from "./manifest";

/** A file that is being written. */
interface Open {
  file: number;
  hash: Hash;
  bytes: number;
  /** What is not written yet. */
  waiting: string;
}

/** How many characters of a file are written at once: a report has lines by the ten thousand. */
const atOnce = 65_536;

/** Files of a folder that are hashed as they are written. */
export class HashedFiles {
  private readonly open = new Map<string, Open>();

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
      entry = { file: openSync(full, "wx"), hash: createHash("sha256"), bytes: 0, waiting: "" };
      this.open.set(name, entry);
    }
    entry.waiting += text;
    if (entry.waiting.length >= atOnce) write(entry);
  }

  /** Writes what waits, closes all, and says what they are. @throws Error of the system */
  finish(): Manifest["files"] {
    for (const entry of this.open.values()) write(entry);
    const files = [...this.open].map(([name, { bytes, hash }]) => {
      return { path: name, bytes, sha256: hash.digest("hex") };
    });
    this.close();
    return files;
  }

  /** Closes all as they are. */
  close(): void {
    for (const { file } of this.open.values()) closeSync(file);
    this.open.clear();
  }
}

function write(entry: Open): void {
  const bytes = Buffer.from(entry.waiting);
  for (let done = 0; done < bytes.length;) done += writeSync(entry.file, bytes, done);
  entry.hash.update(bytes);
  entry.bytes += bytes.length;
  entry.waiting = "";
}

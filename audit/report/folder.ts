import { createHash, type Hash } from "node:crypto";
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import * as path from "node:path";
import { visibleJson } from "../../cli/visible";
import { AuditError } from "../aws/aws-call";
import { type Manifest, manifestName, manifestVersion, sumName, sumOf } from "./manifest";

/**
 * A report's folder while it is written. It is written beside the one of its name and renamed when it is whole: a full disk,
 * or Ctrl-C, costs no report that was there.
 */
export class ReportFolder {
  private readonly beside: string;
  private readonly open = new Map<string, { file: number; hash: Hash; bytes: number }>();

  /**
   * @param out the folder; an earlier report there is replaced
   * @throws AuditError `usage` for what is no report's folder, or where nothing can be written
   */
  constructor(private readonly out: string) {
    this.beside = `${path.resolve(out)}.${process.pid}.tmp`;
    if (existsSync(out) && !isReplaceable(out)) {
      throw new AuditError(
        "usage",
        `The report cannot be written to ${out}: it exists, and is no report's folder. Choose another --out.`,
      );
    }
    this.writing(() => mkdirSync(this.beside));
  }

  /** Adds to a file's end; the first time there is none yet. @param name with `/` between folders */
  append(name: string, text: string): void {
    this.writing(() => {
      const full = path.join(this.beside, name);
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
    });
  }

  /** Writes the manifest and puts the folder where it belongs. @returns the SHA-256 of the manifest */
  finish(about: Omit<Manifest, "version" | "kind" | "files">): string {
    const files = [...this.open]
      .map(([name, { hash, bytes }]) => ({ path: name, bytes, sha256: hash.digest("hex") }))
      .sort((a, b) => (a.path < b.path ? -1 : 1));
    const manifest: Manifest = { version: manifestVersion, kind: "manifest", ...about, files };
    const text = visibleJson(manifest);
    this.append(manifestName, text);
    this.append(sumName, sumOf(text));
    this.close();
    this.writing(() => {
      rmSync(this.out, { recursive: true, force: true });
      renameSync(this.beside, this.out);
    });
    return createHash("sha256").update(text).digest("hex");
  }

  /** Leaves nothing behind. */
  abandon(): void {
    this.close();
    rmSync(this.beside, { recursive: true, force: true });
  }

  private close(): void {
    for (const { file } of this.open.values()) closeSync(file);
    this.open.clear();
  }

  private writing(write: () => void): void {
    try {
      write();
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new AuditError(
        "usage",
        `The report cannot be written to ${this.out} (${why}): choose another --out.`,
        { cause },
      );
    }
  }
}

/** A folder that is empty, or has a report's manifest. */
function isReplaceable(out: string): boolean {
  try {
    const names = readdirSync(out);
    return names.length === 0 || names.includes(manifestName);
  } catch {
    return false;
  }
}

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import * as path from "node:path";
import { visibleJson } from "../../cli/visible";
import { AuditError } from "../aws/aws-call";
import { HashedFiles } from "./hashed-files";
import { type Manifest, manifestName, manifestVersion, sumName, sumOf } from "./manifest";

/** What a manifest says besides its files. */
type About = Omit<Manifest, "version" | "kind" | "files">;

/** A folder while a report is written into it. */
export interface WrittenFolder {
  /** Adds to a file's end; the first time there is none yet. @param name with `/` between folders */
  append(name: string, text: string): void;
  /** Writes the manifest and closes the folder. @returns the SHA-256 of the manifest */
  finish(about: About): string;
  /** Leaves nothing behind. */
  abandon(): void;
}

/**
 * A report's folder while it is written. It is written beside the one of its name and renamed when it is whole: a full disk,
 * or Ctrl-C, costs no report that was there.
 */
export class ReportFolder implements WrittenFolder {
  private readonly beside: string;
  private readonly own: HashedFiles;
  private readonly within: Manifest["files"] = [];

  /**
   * @param out the folder; an earlier report there is replaced
   * @throws AuditError `usage` for what is no report's folder, or where nothing can be written
   */
  constructor(private readonly out: string) {
    this.beside = `${path.resolve(out)}.${process.pid}.tmp`;
    this.own = new HashedFiles(this.beside);
    if (existsSync(out) && !isReplaceable(out)) {
      throw new AuditError(
        "usage",
        `The report cannot be written to ${out}: it exists, and is no report's folder. Choose another --out.`,
      );
    }
    this.writing(() => mkdirSync(this.beside));
  }

  append(name: string, text: string): void {
    this.writing(() => this.own.append(name, text));
  }

  /** A folder in this one for a report with a manifest of its own. Once that is finished, this one's manifest has its files, too. */
  folderWithin(name: string): WrittenFolder {
    const place = path.join(this.beside, name);
    const files = new HashedFiles(place);
    return {
      append: (file, text) => this.writing(() => files.append(file, text)),
      finish: (about) =>
        this.writing(() => {
          const { manifestSha256, written } = seal(files, [], about);
          this.within.push(...written.map((one) => ({ ...one, path: `${name}/${one.path}` })));
          return manifestSha256;
        }),
      abandon: () => {
        files.close();
        rmSync(place, { recursive: true, force: true });
      },
    };
  }

  finish(about: About): string {
    return this.writing(() => {
      const { manifestSha256 } = seal(this.own, this.within, about);
      rmSync(this.out, { recursive: true, force: true });
      renameSync(this.beside, this.out);
      return manifestSha256;
    });
  }

  abandon(): void {
    this.own.close();
    rmSync(this.beside, { recursive: true, force: true });
  }

  private writing<T>(write: () => T): T {
    try {
      return write();
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

/** Writes the manifest of files, and of others that are closed already. */
function seal(
  own: HashedFiles,
  others: Manifest["files"],
  about: About,
): { manifestSha256: string; written: Manifest["files"] } {
  const files = [...own.finish(), ...others].sort((a, b) => (a.path < b.path ? -1 : 1));
  const manifest: Manifest = { version: manifestVersion, kind: "manifest", ...about, files };
  const text = visibleJson(manifest);
  own.append(manifestName, text);
  own.append(sumName, sumOf(text));
  return {
    manifestSha256: createHash("sha256").update(text).digest("hex"),
    written: [...files, ...own.finish()],
  };
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

import { createHash } from "node:crypto";
import { createReadStream, existsSync, readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { pipeline } from "node:stream/promises";
import { AuditError } from "../aws/aws-call";
import { type Manifest, manifestName, sumName, sumOf } from "../report/manifest";

/** A report's folder, held against its manifest. */
export interface FolderVerification {
  /** How many files are as the manifest says. */
  same: number;
  /** The SHA-256 of the manifest itself. */
  manifestSha256: string;
  /** What was made of it: account, time, version; undefined where the manifest cannot be read. */
  manifest: Manifest | undefined;
  /** Sentences that name each file that was changed, is missing or was added. */
  differences: string[];
}

/**
 * Whether the files of a report's folder are those that were written, and all.
 *
 * @throws AuditError `usage` for what is no report's folder
 */
export async function verifyFolder(folder: string): Promise<FolderVerification> {
  const names = namesIn(folder);
  if (!names.has(manifestName) && !names.has(sumName)) {
    throw new AuditError(
      "usage",
      `There is no ${manifestName} in ${folder}: name a folder that \`npm run audit -- report --out DIR\` wrote.`,
    );
  }
  const bytes = names.has(manifestName) ? readFileSync(path.join(folder, manifestName)) : Buffer.alloc(0);
  const manifest = readManifest(bytes);
  const differences: string[] = [];
  if (!names.has(manifestName)) differences.push(`${manifestName} is missing.`);
  else if (manifest === undefined)
    differences.push(`${manifestName} was changed: it is no manifest any more.`);
  if (!names.has(sumName)) differences.push(`${sumName} is missing.`);
  else if (names.has(manifestName) && readFileSync(path.join(folder, sumName), "utf8") !== sumOf(bytes))
    differences.push(`${manifestName} or ${sumName} was changed: the SHA-256 is another.`);
  let same = 0;
  for (const file of manifest?.files ?? []) {
    if (!names.delete(file.path)) differences.push(`${file.path} is missing.`);
    else if ((await sha256Of(path.join(folder, file.path))) === file.sha256) same += 1;
    else differences.push(`${file.path} was changed: its SHA-256 is another than the manifest's.`);
  }
  names.delete(manifestName);
  names.delete(sumName);
  if (manifest !== undefined)
    for (const name of names) differences.push(`${name} was added: the manifest does not have it.`);
  const manifestSha256 = createHash("sha256").update(bytes).digest("hex");
  return { same, manifestSha256, manifest, differences };
}

/** The paths of all that is not a folder, with `/` between folders. @throws AuditError `usage` */
function namesIn(folder: string): Set<string> {
  if (!existsSync(folder)) throw new AuditError("usage", `There is no folder ${folder}.`);
  try {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
    return new Set(
      entries
        .filter((entry) => !entry.isDirectory())
        .map(({ parentPath, name }) => path.relative(folder, path.join(parentPath, name)))
        .map((name) => name.replaceAll(path.sep, "/"))
        .sort(),
    );
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new AuditError("usage", `The folder ${folder} cannot be read: ${why}.`, { cause });
  }
}

/** Of a link, or of what cannot be read, it is none that a manifest has. */
async function sha256Of(file: string): Promise<string | undefined> {
  const hash = createHash("sha256");
  try {
    await pipeline(createReadStream(file), hash);
  } catch {
    return undefined;
  }
  return hash.digest("hex");
}

function readManifest(bytes: Buffer): Manifest | undefined {
  try {
    const manifest = JSON.parse(bytes.toString("utf8")) as Partial<Manifest> | null;
    const isWhole =
      manifest?.kind === "manifest" &&
      Array.isArray(manifest.files) &&
      manifest.files.every(
        ({ path: name, sha256 }) => typeof name === "string" && typeof sha256 === "string",
      );
    return isWhole ? (manifest as Manifest) : undefined;
  } catch {
    return undefined;
  }
}

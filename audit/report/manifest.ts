import { createHash } from "node:crypto";

/** What a report's folder holds. This is the JSON form. */
export interface Manifest {
  version: typeof manifestVersion;
  kind: "manifest";
  madeBy: string;
  /** Whether a local account answered. */
  simulated: boolean;
  /** ISO 8601 */
  madeAt: string;
  /** Of the caller; of one account's report, also the reported one. */
  account: string;
  /** The accounts of a report on many. */
  accounts?: string[];
  /** Who ran the report. */
  caller: { arn: string; userId: string };
  /** All other files, but that with this one's own SHA-256; in order of their paths. */
  files: { path: string; bytes: number; sha256: string }[];
}

export const manifestVersion = 1;
export const manifestName = "manifest.json";

/** The file that has the manifest's own SHA-256, as `sha256sum --check` reads it. */
export const sumName = "manifest.json.sha256";

/** What that file says of a manifest. */
export function sumOf(manifest: string | Buffer): string {
  return `${createHash("sha256").update(manifest).digest("hex")}  ${manifestName}\n`;
}

import * as path from "node:path";
import { scripts } from "../../../package.json";
import { inFreshProcess } from "../fresh-process";

/** What a command line of `npm run audit` took, and what came of it. */
export interface Took {
  /** Of the command. */
  code: number;
  /** From the command line to the end, without the start of Node. */
  ms: number;
  /** Of the processor, the start of Node included. */
  cpuMs: number;
  peakMb: number;
  /** How many bytes went to standard output. */
  printed: number;
  /** What went to standard error. */
  said: string[];
}

/** Who asks, where and when. */
export interface Asking {
  /** The endpoint that stands in AWS's place. */
  url: string;
  now: string;
  credentials?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
}

/** Runs a command line in a fresh process, with the options that the script gives Node. */
export function measuredAudit(
  { url, now, credentials = { accessKeyId: "AKIA", secretAccessKey: "secret" } }: Asking,
  args: readonly string[],
): Promise<Took> {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  return inFreshProcess<Took>({
    file: path.join(__dirname, "run-audit.ts"),
    args: [url, now, ...args],
    node: scripts.audit.split(" ").slice(1, -1),
    env: {
      PATH: process.env["PATH"] ?? "",
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      ...(sessionToken !== undefined && { AWS_SESSION_TOKEN: sessionToken }),
    },
  });
}

import assert from "node:assert/strict";
import { run } from "../../audit/cli/run";
import { now } from "./account";
import type { Account } from "../../local/account/account";
import type { LoopbackAws } from "./loopback-aws";

/** What came of a command line. */
export interface Outcome {
  code: number;
  /** Standard output. */
  out: string;
  /** Standard error, a sentence each. */
  said: string[];
}

export interface AuditOptions {
  environment?: Record<string, string>;
  maxAttempts?: number;
  directory?: string;
  /** Columns of a terminal. */
  width?: number;
  now?: Date;
}

/** Runs a command line against a loopback AWS with the real SDK clients. Calls that AWS does not know fail the test. */
export async function audit(
  aws: Pick<LoopbackAws, "url" | "unexpected">,
  args: string[],
  options: AuditOptions = {},
): Promise<Outcome> {
  const outcome: Outcome = { code: -1, out: "", said: [] };
  outcome.code = await run(args, {
    print: (text) => {
      outcome.out += text;
    },
    warn: (sentence) => outcome.said.push(sentence),
    now: options.now ?? now,
    color: false,
    width: options.width,
    environment: options.environment ?? {},
    access: {
      endpoint: aws.url,
      credentials: { accessKeyId: "AKIATEST", secretAccessKey: "secret" },
      maxAttempts: options.maxAttempts ?? 1,
      clock: () => options.now ?? now,
    },
    ...(options.directory !== undefined && { directory: options.directory }),
  });
  assert.deepEqual(aws.unexpected, []);
  return outcome;
}

/** Runs a command line against a local account, as one of its principals: by default its administrator. */
export async function auditServed(
  account: Account,
  args: string[],
  principal = account.administrator,
): Promise<Outcome> {
  const outcome: Outcome = { code: -1, out: "", said: [] };
  outcome.code = await run(args, {
    print: (text) => (outcome.out += text),
    warn: (sentence) => outcome.said.push(sentence),
    now: new Date(0),
    color: false,
    width: 80,
    environment: {},
    access: { endpoint: account.endpointUrl, credentials: account.iam.credentials(principal) },
  });
  return outcome;
}

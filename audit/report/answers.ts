import type { Answer } from "../aws/clients";
import { visibleLines } from "../../cli/visible";

/** What was asked in a Region, and when it was answered. */
export interface Reads {
  region: string;
  calls: { call: string; answers: number; first: Date; last: Date }[];
}

/**
 * The calls whose answers are kept. Those of Lambda hold a function's environment, in which may be what is no evidence; S3's
 * are files, which stay in their bucket and are named by their SHA-256; that of AssumeRole are credentials.
 */
const kept = /^(?:config|cloudtrail|kms|logs|xray):|^sts:GetCallerIdentity$/;

/** Every answer of AWS's: counted, and written down as it comes, so that none stays in memory. */
export class Answers {
  private readonly regions = new Map<string, Map<string, Reads["calls"][number]>>();

  /** @param write gets a line of JSON for a file by its name */
  constructor(private readonly write: (file: string, line: string) => void) {}

  readonly heard = ({ region, call, at, requestId, asked, answered }: Answer): void => {
    const calls = this.regions.get(region) ?? new Map<string, Reads["calls"][number]>();
    this.regions.set(region, calls);
    const before = calls.get(call) ?? { call, answers: 0, first: at, last: at };
    calls.set(call, { ...before, answers: before.answers + 1, last: at });
    const line = { call, at, requestId: requestId ?? null, asked, ...(kept.test(call) && { answered }) };
    this.write(`raw/${region}.jsonl`, `${visibleLines(JSON.stringify(line))}\n`);
  };

  reads(): Reads[] {
    return [...this.regions].map(([region, calls]) => ({ region, calls: [...calls.values()] }));
  }
}

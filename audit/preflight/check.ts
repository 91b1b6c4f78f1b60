import { AuditError } from "../aws/aws-call";

/** One line of a preflight. */
export interface Check {
  /** Undefined for what concerns the account. */
  region: string | undefined;
  outcome: "pass" | "warn" | "fail";
  /** What was checked: `recorder`, `key`, `permissions` … */
  about: string;
  /** What was found: a sentence. */
  finding: string;
  /** What helps: a config value or a command; undefined where nothing is wrong. */
  cure: string | undefined;
  /** Whether the check could not be made. */
  unread: boolean;
}

/** Makes the lines of one check. */
export interface Checker {
  pass: (finding: string) => Check;
  warn: (finding: string, cure: string) => Check;
  fail: (finding: string, cure: string) => Check;
  /** Turns an error of AWS's into a warning: the finding is unknown, and the deployment may still work. */
  orUnread: (checks: Promise<Check[]>, cure?: string) => Promise<Check[]>;
}

export function checker(region: string | undefined, about: string): Checker {
  const line = (outcome: Check["outcome"], finding: string, cure?: string): Check => {
    return { region, outcome, about, finding, cure, unread: false };
  };
  return {
    pass: (finding) => line("pass", finding),
    warn: (finding, cure) => line("warn", finding, cure),
    fail: (finding, cure) => line("fail", finding, cure),
    orUnread: async (checks, cure = "run it with credentials that may read it") => {
      try {
        return await checks;
      } catch (error) {
        if (!(error instanceof AuditError)) throw error;
        return [{ ...line("warn", error.message, cure), unread: true }];
      }
    },
  };
}

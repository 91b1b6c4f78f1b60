import { readFileSync } from "node:fs";
import { AuditError } from "../aws/aws-call";

/** One of many accounts, and where to look. */
export interface ChosenAccount {
  /** Twelve digits. */
  account: string;
  /** What people call it, as the list says; undefined where it says nothing. */
  label: string | undefined;
  regions: readonly [string, ...string[]];
}

/**
 * The accounts of a list, each once.
 *
 * @param list account IDs, comma separated; or a file with one a line, and after a comma or a blank what people call it
 * @throws AuditError `usage` for what is neither
 */
export function readAccountList(list: string): Pick<ChosenAccount, "account" | "label">[] {
  const isFile = !/^[\d\s,]+$/.test(list);
  const lines = (isFile ? readList(list) : list.replaceAll(",", "\n")).split(/\r?\n/);
  const accounts = new Map<string, string | undefined>();
  for (const [index, line] of lines.entries()) {
    if (/^\s*(#.*)?$/.test(line)) continue;
    const [, account, label = ""] = /^\s*(\d{12})(?:[\s,;]+(.*?))?\s*$/.exec(line) ?? [];
    if (account === undefined) {
      const where = isFile ? `Line ${index + 1} of ${list}` : "An account of --accounts";
      throw new AuditError(
        "usage",
        `${where} is '${line.trim()}': expected an account ID of twelve digits${isFile ? ", and after a comma what people call it" : ""}.`,
      );
    }
    const name = label.replace(/^"(.*)"$/, "$1");
    accounts.set(account, accounts.get(account) ?? (name === "" ? undefined : name));
  }
  if (accounts.size === 0)
    throw new AuditError("usage", `There is no account in ${list}: name at least one.`);
  return [...accounts].map(([account, label]) => ({ account, label }));
}

function readList(file: string): string {
  try {
    return readFileSync(file, "utf8").replace(/^\uFEFF/, "");
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new AuditError(
      "usage",
      `The accounts cannot be read (${why}): expected account IDs, comma separated, or a file with one a line.`,
      { cause },
    );
  }
}

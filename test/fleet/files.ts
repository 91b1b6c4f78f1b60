import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { parse, stringify } from "yaml";

export const root = path.resolve(__dirname, "../..");

/** The example's file, as a test may change it. */
export interface AccountsFile {
  canary?: unknown;
  roles: Record<string, unknown>;
  secretsProvider?: unknown;
  config: Record<string, unknown>;
  environments: Record<string, Record<string, unknown>>;
  accounts: Record<string, Record<string, unknown>>;
  [misspelt: string]: unknown;
}

/** A folder that goes with the test's end, with the example's `accounts.yaml`, changed, and this project's `Pulumi.yaml`. */
export function withAccounts<T>(
  change: (file: AccountsFile) => void,
  use: (folder: string, file: string) => T,
): T {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "accounts-"));
  const remove = (): void => fs.rmSync(folder, { recursive: true });
  const file = path.join(folder, "accounts.yaml");
  const content = parse(
    fs.readFileSync(path.join(root, "examples/fleet/accounts.yaml"), "utf8"),
  ) as AccountsFile;
  change(content);
  fs.writeFileSync(file, stringify(content, { aliasDuplicateObjects: false }));
  for (const name of ["Pulumi.yaml", "index.ts"])
    fs.symlinkSync(path.join(root, name), path.join(folder, name));
  let result: T;
  try {
    result = use(folder, file);
  } catch (error) {
    remove();
    throw error;
  }
  if (result instanceof Promise) return result.finally(remove) as T;
  remove();
  return result;
}

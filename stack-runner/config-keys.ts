import { StackError } from "./stack-error";

/**
 * Entries by full key, `namespace:name`, as the CLI makes it: a key without a namespace is the project's, and `a:config:b` is
 * an old spelling of `a:b`.
 *
 * @throws StackError for a key of other parts, and for one that is there in two spellings: of two in a stack file the CLI
 *   takes now the one, now the other
 */
export function byFullKey<T>(entries: Record<string, T>, project: string, file: string): Map<string, T> {
  const spellings = new Map<string, string>();
  const values = new Map<string, T>();
  for (const [key, value] of Object.entries(entries)) {
    const full = fullKey(key, project);
    if (full === undefined) {
      throw new StackError(`${file}: '${key}' is not a key: write it as namespace:name.`);
    }
    const other = spellings.get(full);
    if (other !== undefined) {
      throw new StackError(`${file} has one key twice, as '${other}' and as '${key}': remove one of them.`);
    }
    spellings.set(full, key);
    values.set(full, value);
  }
  return values;
}

function fullKey(key: string, project: string): string | undefined {
  const [first = "", second, third, ...more] = key.split(":");
  if (second === undefined) return `${project}:${first}`;
  if (third === undefined) return key;
  return second === "config" && more.length === 0 ? `${first}:${third}` : undefined;
}

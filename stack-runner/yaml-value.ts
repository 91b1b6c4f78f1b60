import type { Document } from "yaml";
import { clip } from "./text";

/**
 * The plain value of a YAML document without errors.
 *
 * @throws Error for what YAML allows to be written and nobody can read, such as an alias within what it stands for; the
 *   message is a clause without an end, and bounded
 */
export function valueOf(document: Document): unknown {
  let value: unknown;
  try {
    value = document.toJS();
  } catch (cause) {
    throw new Error(clip((cause as Error).message.replace(/\.$/, "")), { cause });
  }
  try {
    JSON.stringify(value);
    return value;
  } catch (cause) {
    throw new Error("an alias (*name) stands within what it stands for, and so has no end; write it out", {
      cause,
    });
  }
}

import type { Document } from "yaml";
import { clip } from "./text";

/**
 * Converts a YAML document without syntax errors to a plain value.
 *
 * @throws Error for a document that is valid YAML but has no finite value, such as an alias inside its own anchor. The
 *   message is a short clause without a full stop
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
    throw new Error(
      "an alias (*name) is inside the value that it refers to, which has no end; write the value out",
      {
        cause,
      },
    );
  }
}

import * as fs from "node:fs";
import * as path from "node:path";
import { distance } from "fastest-levenshtein";
import { type Document, parseDocument, type Tags } from "yaml";
import { StackError } from "./stack-error";
import { clip } from "./text";
import { valueOf } from "./yaml-value";

/**
 * Reads `Pulumi.yaml` or a stack file. Scalars are what the CLI's parser makes of them, which reads YAML 1.1 (010 is eight,
 * 1_000 a thousand, `<<` merges), but takes yes, no, on, off and 1:30 for text.
 *
 * @param check looks at what is written, where its value does not tell: 5 and 5.0 are one number
 * @throws StackError for no YAML, no map, a value that has no one meaning without quotes, and a misspelt `config`
 */
export function readYamlFile(file: string, check?: (document: Document) => void): Record<string, unknown> {
  const name = path.basename(file);
  const content = parse(file, name, check) ?? {};
  if (typeof content !== "object" || Array.isArray(content)) {
    throw new StackError(`${name} must be a map of keys to values.`);
  }
  const misspelt = Object.keys(content).find((key) => key !== "config" && distance(key, "config") <= 2);
  // The CLI ignores it, and with it every value below.
  if (misspelt !== undefined) {
    throw new StackError(`${name}: '${misspelt}' is read by nobody: did you mean 'config'?`);
  }
  return content as Record<string, unknown>;
}

function parse(file: string, name: string, check?: (document: Document) => void): unknown {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(fs.readFileSync(file));
  } catch (cause) {
    if (cause instanceof TypeError) throw new StackError(`${name} is not UTF-8: save it as that.`, { cause });
    throw new StackError(`${name} cannot be read: ${(cause as Error).message}.`, { cause });
  }
  const document = documentOf(name, text);
  const [error] = document.errors;
  if (error !== undefined) {
    throw new StackError(
      `${name} is not valid YAML: ${clip(error.message.split("\n")[0]?.replace(/:$/, "") ?? "")}.`,
    );
  }
  check?.(document);
  try {
    return valueOf(document);
  } catch (cause) {
    throw new StackError(`${name} is not valid YAML: ${(cause as Error).message}.`, { cause });
  }
}

/** The last of each name: who runs many programs reads the same files again and again. */
const documents = new Map<string, { text: string; document: Document.Parsed }>();

function documentOf(name: string, text: string): Document.Parsed {
  const last = documents.get(name);
  if (last?.text === text) return last.document;
  const options = { logLevel: "error", version: "1.1", customTags: scalarsAsTheCliReads } as const;
  const document = parseDocument(text, options);
  documents.set(name, { text, document });
  return document;
}

/** The tags of YAML 1.1 without yes, no, on, off and numbers to the base of sixty; and 0o17 of YAML 1.2. */
function scalarsAsTheCliReads(tags: Tags): Tags {
  const kept = tags.filter(
    (tag) =>
      typeof tag === "string" ||
      (tag.tag !== "tag:yaml.org,2002:bool" && !("format" in tag && tag.format === "TIME")),
  );
  return [...kept, "bool", "intOct"];
}

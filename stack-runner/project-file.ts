import * as path from "node:path";
import { closest, distance } from "fastest-levenshtein";
import { type Document, isMap as isYamlMap, isScalar } from "yaml";
import { byFullKey } from "./config-keys";
import { type ConfigType, expectedType, isMap, isOfType, typeNames } from "./config-type";
import { StackError } from "./stack-error";
import { quoted } from "./text";
import { readYamlFile } from "./yaml-file";

/** What `Pulumi.yaml` says of one key: a declaration for the stacks to fill, or a value for all of them. */
export interface ConfigDeclaration extends ConfigType {
  description?: string;
  secret?: boolean;
  /** What a stack has that says nothing. A key has a default or a value, never both. */
  default?: unknown;
  /** The same; but of any namespace, and it need not have the declared type until a stack takes it. */
  value?: unknown;
}

export interface ProjectFile {
  name: string;
  /** The absolute path of the program's file or folder. */
  program: string;
  /** The absolute path of the folder of the stack files. */
  stackFolder: string;
  /** By full key: `shop:size`, `aws:region`. */
  config: Map<string, ConfigDeclaration>;
}

/**
 * Reads `Pulumi.yaml` as the CLI does.
 *
 * @param directory the folder of `Pulumi.yaml`
 * @throws StackError
 */
export function readProject(directory: string): ProjectFile {
  const {
    name,
    main,
    stackConfigDir,
    config = {},
  } = readYamlFile(path.join(directory, "Pulumi.yaml"), refuseFractions);
  if (typeof name !== "string") {
    throw new StackError(`Pulumi.yaml has no 'name': it must name the project.`);
  }
  // A text is the old way to name the folder of the stack files.
  if (config !== null && !isMap(config) && typeof config !== "string") {
    throw new StackError(`Pulumi.yaml: 'config' must be a map of keys to values.`);
  }
  const declarations = isMap(config) ? byFullKey(config, name, "Pulumi.yaml") : new Map<string, unknown>();
  const folder = typeof config === "string" ? config : stackConfigDir;
  return {
    name,
    program: path.resolve(directory, typeof main === "string" ? main : "index.ts"),
    stackFolder: path.resolve(directory, typeof folder === "string" ? folder : "."),
    config: new Map(
      [...declarations].map(([key, entry]) => [key, declarationOf(key, entry, key.startsWith(`${name}:`))]),
    ),
  };
}

const isText = (value: unknown) => typeof value === "string";
const isType = (value: unknown) => typeNames.includes(value as string);

const attributes: Record<keyof ConfigDeclaration, { expected: string; allows: (value: unknown) => boolean }> =
  {
    type: { expected: `one of ${typeNames.join(", ")}`, allows: isType },
    items: { expected: "the type of the list's items, such as {type: string}", allows: isItems },
    description: { expected: "a text", allows: isText },
    secret: { expected: "true or false", allows: (value) => typeof value === "boolean" },
    default: { expected: "a value", allows: () => true },
    value: { expected: "a value", allows: () => true },
  };

function isItems(items: unknown): boolean {
  if (!isMap(items) || !isType(items["type"])) return false;
  return items["type"] !== "array" || isItems(items["items"]);
}

/** The CLI takes no other number for a value by itself; with a point or an exponent it is none, even 5.0. */
function refuseFractions(document: Document): void {
  const config = document.get("config");
  if (!isYamlMap(config)) return;
  for (const { key, value } of config.items) {
    if (!isScalar(value) || typeof value.value !== "number") continue;
    const { source = "" } = value;
    if (/^[-+]?(?!0x).*[.e]/i.test(source)) {
      throw new StackError(
        `Pulumi.yaml: '${String(key)}' is ${source}, which is not a whole number: write it as {value: ${source}}.`,
      );
    }
  }
}

/** @param own whether the key has the project's namespace */
function declarationOf(key: string, entry: unknown, own: boolean): ConfigDeclaration {
  const refuse = (what: string) => new StackError(`Pulumi.yaml: '${key}' ${what}`);
  if (/[.[\]]/.test(key)) {
    throw refuse("is a path into a value, which only the Pulumi CLI puts together: write the value whole.");
  }
  if (!isMap(entry)) {
    if (entry === null) throw refuse("is empty: give it a value, or remove it.");
    return { value: entry };
  }
  for (const [name, value] of Object.entries(entry)) {
    const attribute = Object.hasOwn(attributes, name)
      ? attributes[name as keyof ConfigDeclaration]
      : undefined;
    if (attribute === undefined) throw refuse(unknownAttribute(name));
    if (!attribute.allows(value)) {
      throw refuse(`has ${name} ${quoted(value)}: expected ${attribute.expected}.`);
    }
  }
  const declaration = entry as ConfigDeclaration;
  if (isGiven(declaration.default) && isGiven(declaration.value)) {
    throw refuse("has a default and a value: remove one of them.");
  }
  if (!own) {
    if (declaration.type !== undefined || isGiven(declaration.default) || !isGiven(declaration.value)) {
      throw refuse("is another namespace's, which can only be given a value: write {value: …}.");
    }
    return declaration;
  }
  if (declaration.type === "array" && declaration.items === undefined) {
    throw refuse("is an array without items: add the type of its items, such as {type: string}.");
  }
  if (isGiven(declaration.default) && !isOfType(declaration.default, declaration)) {
    throw refuse(`has a default that must be ${expectedType(declaration, declaration.default)}.`);
  }
  return declaration;
}

function unknownAttribute(name: string): string {
  const near = closest(name, Object.keys(attributes));
  const cure =
    distance(name, near) <= 2 ? `did you mean '${near}'?` : "if this is a map, write it as {value: {…}}.";
  return `has '${name}', which is none of ${Object.keys(attributes).join(", ")}: ${cure}`;
}

/** The CLI takes null for nothing. */
function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

import * as fs from "node:fs";
import * as path from "node:path";
import { closest } from "fastest-levenshtein";
import { type Document, parseDocument } from "yaml";
import { clip, quoted } from "./text";
import { valueOf } from "./yaml-value";

/** A mistake in a project or stack file. The message is one sentence and is printed alone. */
export class StackError extends Error {
  override readonly name = "StackError";
}

/** A project and one of its stacks, with the configuration as the CLI passes it to the program. */
export interface StackConfig {
  project: string;
  stack: string;
  /** The absolute path of the program's file or folder, from `main` in `Pulumi.yaml`. */
  program: string;
  /** Values by full key (`project:name`, `aws:region`). Values other than strings are JSON, as the engine passes them. */
  values: Record<string, string>;
}

/** An entry of the `config:` block in `Pulumi.yaml`. */
export interface ConfigDeclaration {
  type?: string;
  items?: { type: string };
  description?: string;
  default?: unknown;
}

interface ProjectFile {
  name: string;
  main?: string;
  config?: Record<string, ConfigDeclaration>;
}

/**
 * Reads `Pulumi.yaml` and `Pulumi.<stack>.yaml` as the CLI does before it starts a program. Keys get the project's
 * namespace, defaults are applied, a key with a type but no default must be set, and values of another type are rejected.
 *
 * @param directory the folder of `Pulumi.yaml`
 * @param stack the stack's name, or the path of a stack file (`examples/stacks/Pulumi.fast.yaml`)
 * @param overrides values by the project's key that override the stack file
 * @throws StackError
 */
export function readStackConfig(
  directory: string,
  stack: string,
  overrides: Record<string, unknown> = {},
): StackConfig {
  const project = readProject(directory);
  const stackValues = { ...readStackFile(directory, stack), ...overrides };
  const values: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(stackValues)) {
    values[key.includes(":") ? key : `${project.name}:${key}`] = value;
  }
  for (const [key, declaration] of Object.entries(project.config ?? {})) {
    const fullKey = key.includes(":") ? key : `${project.name}:${key}`;
    const value = fullKey in values ? values[fullKey] : declaration.default;
    if (value === undefined) {
      if (declaration.type === undefined) continue;
      throw new StackError(
        `Stack '${stack}' is missing configuration value '${fullKey}': set it with \`npx pulumi config set ${key} <value>\`.`,
      );
    }
    if (!isOfType(value, declaration)) {
      throw new StackError(
        `Stack '${stack}' with configuration key '${fullKey}' must be of type '${typeName(declaration)}'${exampleOf(declaration)}, but is ${quoted(value)}.`,
      );
    }
    values[fullKey] = value;
  }
  return {
    project: project.name,
    stack,
    program: path.resolve(directory, project.main ?? "index.ts"),
    values: Object.fromEntries(
      Object.entries(values).map(([key, value]) => [
        key,
        typeof value === "string" ? value : JSON.stringify(value),
      ]),
    ),
  };
}

/** Parses `Pulumi.yaml`. */
export function readProject(directory: string): ProjectFile {
  const project = readYaml(path.join(directory, "Pulumi.yaml"));
  if (typeof project["name"] !== "string") {
    throw new StackError(`Pulumi.yaml has no 'name': it must name the project.`);
  }
  return project as unknown as ProjectFile;
}

/** The folders of stack files: beside `Pulumi.yaml`, as for the CLI, and this project's examples. */
const stackFolders = [".", "examples/stacks", "examples/fleet"];

function readStackFile(directory: string, stack: string): Record<string, unknown> {
  const folders = stackFolders.map((folder) => path.join(directory, folder)).filter(fs.existsSync);
  const files = folders.map((folder) => path.join(folder, `Pulumi.${stack}.yaml`));
  const file = files.find(fs.existsSync);
  if (file === undefined) {
    const stacks = folders
      .flatMap((folder) => fs.readdirSync(folder))
      .flatMap((name) => /^Pulumi\.(.+)\.yaml$/.exec(name)?.[1] ?? []);
    throw new StackError(
      `There is no stack '${stack}' (no file Pulumi.${stack}.yaml): ${stacks.length > 0 ? `did you mean '${closest(stack, stacks)}'` : "make one with `npx pulumi stack init`"}?`,
    );
  }
  const content = readYaml(file);
  if (content["environment"] !== undefined) {
    throw new StackError(
      `Pulumi.${stack}.yaml imports a Pulumi ESC environment, which only the Pulumi CLI can open: put plain values in a stack file of its own for the local run.`,
    );
  }
  const config = content["config"] ?? {};
  if (typeof config !== "object" || Array.isArray(config)) {
    throw new StackError(`Pulumi.${stack}.yaml: 'config' must be a map of keys to values.`);
  }
  for (const [key, value] of Object.entries(config)) {
    if (holdsSecret(value)) {
      throw new StackError(
        `Pulumi.${stack}.yaml: '${key}' is a secure value, which only the Pulumi CLI with the stack's passphrase or key can decrypt: use a stack file with a plain value for the local run.`,
      );
    }
  }
  return config as Record<string, unknown>;
}

function readYaml(file: string): Record<string, unknown> {
  let text: string;
  try {
    text = fs.readFileSync(file, "utf8");
  } catch (cause) {
    throw new StackError(`${path.basename(file)} cannot be read: ${(cause as Error).message}.`, { cause });
  }
  const document = parseDocument(text, { logLevel: "error" });
  const [error] = document.errors;
  if (error !== undefined) {
    throw new StackError(
      `${path.basename(file)} is not valid YAML: ${clip(error.message.split("\n")[0]?.replace(/:$/, "") ?? "")}.`,
    );
  }
  const content = contentOf(document, path.basename(file));
  if (typeof content !== "object" || content === null || Array.isArray(content)) {
    throw new StackError(`${path.basename(file)} must be a map of keys to values.`);
  }
  return content as Record<string, unknown>;
}

function contentOf(document: Document, file: string): unknown {
  try {
    return valueOf(document) ?? {};
  } catch (cause) {
    throw new StackError(`${file} is not valid YAML: ${(cause as Error).message}.`, { cause });
  }
}

function holdsSecret(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return "secure" in value || Object.values(value).some(holdsSecret);
}

function isOfType(value: unknown, declaration: { type?: string; items?: { type: string } }): boolean {
  switch (declaration.type) {
    case undefined:
      return true;
    case "string":
      return typeof value === "string";
    // `pulumi config set` writes numbers and booleans as strings.
    case "integer":
      return Number.isInteger(value) || (typeof value === "string" && /^-?\d+$/.test(value));
    case "boolean":
      return typeof value === "boolean" || value === "true" || value === "false";
    case "array":
      return Array.isArray(value) && value.every((item) => isOfType(item, declaration.items ?? {}));
    case "object":
      return typeof value === "object" && value !== null && !Array.isArray(value);
    default:
      return false;
  }
}

/** An example in YAML, for types that need one. */
function exampleOf({ type = "" }: ConfigDeclaration): string {
  const examples: Record<string, string> = {
    array: ", such as [a, b]",
    boolean: ", true or false",
    object: ", such as {key: value}",
  };
  return examples[type] ?? "";
}

function typeName(declaration: ConfigDeclaration): string {
  return declaration.type === "array" && declaration.items
    ? `array<${declaration.items.type}>`
    : (declaration.type ?? "any");
}

import { byFullKey } from "./config-keys";
import { expectedType, isOfType } from "./config-type";
import { configValue } from "./config-value";
import { type ConfigDeclaration, readProject } from "./project-file";
import { StackError } from "./stack-error";
import { readStackFile } from "./stack-file";

/** A project and one of its stacks, with the configuration as the CLI passes it to the program. */
export interface StackConfig {
  project: string;
  stack: string;
  /** The absolute path of the program's file or folder, from `main` in `Pulumi.yaml`. */
  program: string;
  /** Values by full key (`project:name`, `aws:region`). Lists and maps are JSON, as the engine passes them. */
  values: Record<string, string>;
}

/**
 * Reads `Pulumi.yaml` and `Pulumi.<stack>.yaml` as the CLI does before it starts a program. What the stack says of a key
 * replaces what the project says, whole. A key that the project declares, and nobody gives a value, is refused, and so is a
 * value of another type than declared. What the CLI would read and this cannot, such as a secure value, is refused too.
 *
 * @param directory the folder of `Pulumi.yaml`
 * @param stack the stack's name
 * @param overrides values by key that override the stack file
 * @throws StackError
 */
export function readStackConfig(
  directory: string,
  stack: string,
  overrides: Record<string, unknown> = {},
): StackConfig {
  const project = readProject(directory);
  const values = readStackFile(directory, stack, project);
  for (const [key, value] of byFullKey(overrides, project.name, "The configuration")) {
    values.set(key, configValue(value, `The configuration: '${key}'`));
  }
  for (const [key, declaration] of project.config) {
    values.set(key, valueOf(key, declaration, values.get(key), stack));
  }
  return {
    project: project.name,
    stack,
    program: project.program,
    values: Object.fromEntries(
      [...values].map(([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)]),
    ),
  };
}

/** @param ofStack what the stack says; undefined if it says nothing */
function valueOf(key: string, declaration: ConfigDeclaration, ofStack: unknown, stack: string): unknown {
  const ofProject = declaration.value ?? declaration.default;
  if (ofStack === undefined && (ofProject === undefined || ofProject === null)) {
    throw new StackError(
      `Stack '${stack}' is missing configuration value '${key}': set it with \`npx pulumi config set ${key} <value>\`.`,
    );
  }
  const value = ofStack ?? configValue(ofProject, `Pulumi.yaml: '${key}'`);
  if (!isOfType(value, declaration)) {
    throw new StackError(
      `Stack '${stack}' with configuration key '${key}' must be ${expectedType(declaration, value)}.`,
    );
  }
  if (declaration.secret === true && declaration.type !== undefined) {
    throw new StackError(
      `Pulumi.yaml declares '${key}' secret, and only the Pulumi CLI can decrypt what is: leave out 'secret' for the local run.`,
    );
  }
  return value;
}

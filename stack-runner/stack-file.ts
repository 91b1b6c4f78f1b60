import * as fs from "node:fs";
import * as path from "node:path";
import { closest } from "fastest-levenshtein";
import { byFullKey } from "./config-keys";
import { isMap } from "./config-type";
import { configValue } from "./config-value";
import type { ProjectFile } from "./project-file";
import { StackError } from "./stack-error";
import { readYamlFile } from "./yaml-file";

/** Where else stack files are, beside the folder that the CLI looks into: this project's examples. */
const exampleFolder = "examples/stacks";

/**
 * Reads the values of `Pulumi.<stack>.yaml` as the CLI does.
 *
 * @returns text, lists and maps, by full key
 * @throws StackError
 */
export function readStackFile(
  directory: string,
  stack: string,
  { name: project, stackFolder }: ProjectFile,
): Map<string, unknown> {
  const file = findStackFile(directory, stack, stackFolder);
  const name = path.basename(file);
  const { config, environment } = readYamlFile(file);
  if (environment !== undefined) {
    throw new StackError(
      `${name} imports a Pulumi ESC environment, which only the Pulumi CLI can open: put plain values in a stack file of its own for the local run.`,
    );
  }
  if (config !== undefined && config !== null && !isMap(config)) {
    throw new StackError(`${name}: 'config' must be a map of keys to values.`);
  }
  const values = byFullKey(config ?? {}, project, name);
  return new Map([...values].map(([key, value]) => [key, configValue(value, `${name}: '${key}'`)]));
}

/**
 * @param stackFolder where the project says that its stack files are
 * @returns the path of `Pulumi.<stack>.yaml`
 * @throws StackError
 */
export function findStackFile(directory: string, stack: string, stackFolder = directory): string {
  const folders = [stackFolder, path.join(directory, exampleFolder)].filter(fs.existsSync);
  const file = folders.map((folder) => path.join(folder, `Pulumi.${stack}.yaml`)).find(fs.existsSync);
  if (file === undefined) throw noSuchStack(stack, folders);
  return file;
}

function noSuchStack(stack: string, folders: string[]): StackError {
  const stacks = folders
    .flatMap((folder) => fs.readdirSync(folder))
    .flatMap((name) => /^Pulumi\.(.+)\.yaml$/.exec(name)?.[1] ?? []);
  return new StackError(
    `There is no stack '${stack}' (no file Pulumi.${stack}.yaml): ${stacks.length > 0 ? `did you mean '${closest(stack, stacks)}'` : "make one with `npx pulumi stack init`"}?`,
  );
}

import { RunError } from "@pulumi/pulumi/errors";
import * as fs from "node:fs";
import { createRequire } from "node:module";
import * as path from "node:path";
import type * as BundleModule from "./bundle";

/** The handlers that run in Lambda, by the names under which `rule/handlers.ts` exports them. */
export type Entry = "configHandler" | "eventHandler" | "notifierHandler";

let code: Promise<string> | undefined;

/**
 * The code of all handlers, read or bundled once per process: every function in every Region has the same archive.
 *
 * @throws RunError at once where there are neither the code nor its sources, and later where they cannot be bundled
 */
export function handlersCode(): Promise<string> {
  return (code ??= codeBeside(__dirname));
}

/**
 * @param folder where a package carries the code, bundled at its release. This project has no such file, and bundles its
 *   sources as they are.
 */
export function codeBeside(folder: string): Promise<string> {
  const shipped = path.join(folder, "handlers.bundle.js");
  if (fs.existsSync(shipped)) return fs.promises.readFile(shipped, "utf8");
  const project = path.resolve(folder, "../..");
  if (!fs.existsSync(path.join(project, "rule/handlers.ts"))) {
    throw new RunError(
      `The functions' code is not in ${project}, where the component was compiled to: install the package that \`npm run package\` makes, which carries it, import that, and leave it out of a bundle of your own.`,
    );
  }
  // Loaded only here: a package has neither esbuild nor the rule's sources.
  const { bundle } = createRequire(__filename)("./bundle") as typeof BundleModule;
  return bundle("handlers");
}

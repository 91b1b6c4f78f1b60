import { RunError } from "@pulumi/pulumi/errors";
import * as fs from "node:fs";
import { createRequire } from "node:module";
import * as path from "node:path";
import type * as BundleModule from "./bundle";

/** The handlers that run in Lambda, by the names under which `rule/handlers.ts` exports them. */
export type Entry = "configHandler" | "eventHandler" | "notifierHandler";

/** Where a package has the code, bundled at its release. This project has no such file, and bundles its sources as they are. */
const shipped = path.join(__dirname, "handlers.bundle.js");

let code: Promise<string> | undefined;

/**
 * The code of all handlers, read or bundled once per process: every function in every Region has the same archive.
 *
 * @throws RunError at once where there are neither the code nor its sources, and later where they cannot be bundled
 */
export function handlersCode(): Promise<string> {
  return (code ??= fs.existsSync(shipped) ? fs.promises.readFile(shipped, "utf8") : bundled());
}

function bundled(): Promise<string> {
  const project = path.resolve(__dirname, "../..");
  if (!fs.existsSync(path.join(project, "rule/handlers.ts"))) {
    throw new RunError(
      `The functions' code is not in ${project}, where the component was compiled to: install the package that \`npm run package\` makes, which carries it, import that, and leave it out of a bundle of your own.`,
    );
  }
  // Loaded only here: a package has neither esbuild nor the rule's sources.
  const { bundle } = createRequire(__filename)("./bundle") as typeof BundleModule;
  return bundle("handlers");
}

import * as pulumi from "@pulumi/pulumi";
import { type BuildFailure, type BuildOptions, buildSync } from "esbuild";
import * as path from "node:path";

/** The handlers that run in Lambda, each in a file of its name in `rule/`. */
export type Entry = "config-handler" | "event-handler";

const bundles = new Map<Entry, string>();

/** The code of a handler, bundled once a process: every Region runs the same. */
export function bundleHandler(entry: Entry): string {
  const code = bundles.get(entry) ?? bundle(entry);
  bundles.set(entry, code);
  return code;
}

/**
 * Bundles a handler, the rule's sources and the parts of the AWS SDK they use into the one file that runs in Lambda.
 *
 * Synchronous: what fails here ends the program by one sentence, before the function is declared. The text is the same
 * from run to run and from machine to machine (no paths, no dates, no comments), so that an unchanged rule previews without
 * a diff.
 *
 * @returns the text of `index.js`
 * @throws RunError, Pulumi's own, with the first of what esbuild found wrong
 */
export function bundle(entry: Entry): string {
  const [file] = built(entry, {
    // From this file, not from the working directory: the component also works inside somebody else's program.
    absWorkingDir: path.resolve(__dirname, "../.."),
    entryPoints: [`rule/${entry}.ts`],
    bundle: true,
    platform: "node",
    target: "node24",
    format: "cjs",
    // The SDK's ES modules let esbuild drop what the rule does not call.
    mainFields: ["module", "main"],
    // What the SDK imports and a function does not need: a chain of credential providers, profiles in files, event streams.
    alias: {
      "@aws-sdk/credential-provider-node": "./rule/bundle/credentials.ts",
      "node:fs/promises": "./rule/bundle/profile-files.ts",
      "@smithy/core/event-streams": "./rule/bundle/event-streams.ts",
    },
    // An import() kept as it is makes Node start its ES module loader on a cold start; a require does not.
    supported: { "dynamic-import": false },
    minify: true,
    legalComments: "none",
    logLevel: "silent",
  });
  if (file === undefined) {
    throw new Error(`esbuild wrote no bundle for rule/${entry}.ts`);
  }
  return file.text;
}

function built(entry: Entry, options: BuildOptions) {
  try {
    return buildSync({ ...options, write: false }).outputFiles;
  } catch (error) {
    const [first] = (error as Partial<BuildFailure>).errors ?? [];
    if (first === undefined) throw error;
    const { location, text } = first;
    const place = location === null ? "" : `${location.file}:${location.line}: `;
    throw new pulumi.RunError(`rule/${entry}.ts cannot be bundled for Lambda: ${place}${text}`);
  }
}

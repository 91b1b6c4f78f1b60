import * as pulumi from "@pulumi/pulumi";
import { type BuildFailure, type BuildOptions, buildSync } from "esbuild";
import * as path from "node:path";

/** The handlers that run in Lambda. Each is a file of that name in `rule/`. */
export type Entry = "config-handler" | "event-handler";

const bundles = new Map<Entry, string>();

/** The code of a handler, bundled once per process because every Region runs the same. */
export function bundleHandler(entry: Entry): string {
  const code = bundles.get(entry) ?? bundle(entry);
  bundles.set(entry, code);
  return code;
}

/**
 * Bundles a handler, the rule's sources and the parts of the AWS SDK that they use into one file for Lambda.
 *
 * Synchronous, so that an error ends the program with one sentence before the function is declared. The result is the same
 * on every run and every machine (no paths, dates or comments), so that an unchanged rule previews without a diff.
 *
 * @returns the text of `index.js`
 * @throws RunError with the first error that esbuild reports
 */
export function bundle(entry: Entry): string {
  const [file] = built(entry, {
    // Found from this file and not from the working directory, so that the component works in another Pulumi program.
    absWorkingDir: path.resolve(__dirname, "../.."),
    entryPoints: [`rule/${entry}.ts`],
    bundle: true,
    platform: "node",
    target: "node24",
    format: "cjs",
    // From the SDK's ES modules esbuild can drop what the rule does not call.
    mainFields: ["module", "main"],
    // Replaces what the SDK imports and a Lambda function does not need.
    alias: {
      "@aws-sdk/credential-provider-node": "./rule/bundle/credentials.ts",
      "node:fs/promises": "./rule/bundle/profile-files.ts",
      "@smithy/core/event-streams": "./rule/bundle/event-streams.ts",
    },
    // An import() makes Node start its ES module loader on a cold start. A require does not.
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

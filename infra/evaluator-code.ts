import { buildSync } from "esbuild";
import * as path from "node:path";

/** Lambda's name for the bundle's exported function: file `index`, export `handler`. */
export const evaluatorHandler = "index.handler";

let bundled: string | undefined;

/**
 * The code of the evaluator. Made once a process: every Region runs the same.
 *
 * @returns the text of `index.js`
 */
export function evaluatorCode(): string {
  bundled ??= bundleEvaluator();
  return bundled;
}

/**
 * Bundles the rule's sources and the parts of the AWS SDK they use into the one file that runs in Lambda.
 *
 * Synchronous, because a Pulumi component needs it in its constructor. The text is the same from run to run and
 * from machine to machine (no paths, no dates, no comments), so that an unchanged rule previews without a diff.
 *
 * @returns the text of `index.js`
 */
export function bundleEvaluator(): string {
  const result = buildSync({
    // From this file, not from the working directory: the component also works inside somebody else's program.
    absWorkingDir: path.resolve(__dirname, ".."),
    entryPoints: ["rule/handler.ts"],
    bundle: true,
    write: false,
    platform: "node",
    target: "node24",
    format: "cjs",
    // The SDK's ES modules let esbuild drop what the rule does not call.
    mainFields: ["module", "main"],
    // The SDK imports its whole chain of credential providers; Lambda needs one.
    alias: { "@aws-sdk/credential-provider-node": "./rule/credentials.ts" },
    minify: true,
    legalComments: "none",
    logLevel: "silent",
  });
  const [bundle] = result.outputFiles;
  if (bundle === undefined) {
    throw new Error("esbuild wrote no bundle for rule/handler.ts");
  }
  return bundle.text;
}

import { build } from "esbuild";
import * as path from "node:path";

/** The handlers that run in Lambda, each in a file of its name in `rule/`. */
export type Entry = "handler" | "fast-handler";

const bundles = new Map<Entry, Promise<string>>();

/** The code of a handler, bundled once a process: every Region runs the same. */
export function bundled(entry: Entry): Promise<string> {
  const code = bundles.get(entry) ?? bundle(entry);
  bundles.set(entry, code);
  return code;
}

/**
 * Bundles a handler, the rule's sources and the parts of the AWS SDK they use into the one file that runs in Lambda.
 *
 * The text is the same from run to run and from machine to machine (no paths, no dates, no comments), so that an
 * unchanged rule previews without a diff.
 *
 * @returns the text of `index.js`
 */
export async function bundle(entry: Entry): Promise<string> {
  const result = await build({
    // From this file, not from the working directory: the component also works inside somebody else's program.
    absWorkingDir: path.resolve(__dirname, ".."),
    entryPoints: [`rule/${entry}.ts`],
    bundle: true,
    write: false,
    platform: "node",
    target: "node24",
    format: "cjs",
    // The SDK's ES modules let esbuild drop what the rule does not call.
    mainFields: ["module", "main"],
    // What the SDK imports and the rule does not need: a whole chain of credential providers, and event streams.
    alias: {
      "@aws-sdk/credential-provider-node": "./rule/credentials.ts",
      "@smithy/core/event-streams": "./rule/event-streams.ts",
    },
    // An import() kept as it is makes Node start its ES module loader on a cold start; a require does not.
    supported: { "dynamic-import": false },
    minify: true,
    legalComments: "none",
    logLevel: "silent",
  });
  const [file] = result.outputFiles;
  if (file === undefined) {
    throw new Error(`esbuild wrote no bundle for rule/${entry}.ts`);
  }
  return file.text;
}

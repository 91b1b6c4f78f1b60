import { RunError } from "@pulumi/pulumi/errors";
import { build, type BuildFailure } from "esbuild";
import * as path from "node:path";
import { leanSdk } from "./lean-sdk";

/**
 * Bundles the rule's sources and the parts of the AWS SDK that they use into one file for Lambda.
 *
 * esbuild works in a process of its own, while this one goes on. The result is the same on every run and every machine (no
 * paths, dates or comments), so that an unchanged rule previews without a diff.
 *
 * @param file without its ending, in `rule/`
 * @returns the text of `index.js`
 * @throws RunError with the first error that esbuild reports
 */
export async function bundle(file: string): Promise<string> {
  try {
    const { outputFiles } = await build({
      // Found from this file and not from the working directory, so that the component works in another Pulumi program.
      absWorkingDir: path.resolve(__dirname, "../.."),
      entryPoints: [`rule/${file}.ts`],
      bundle: true,
      minify: true,
      platform: "node",
      format: "cjs",
      target: "node24",
      // From the SDK's ES modules esbuild can drop what the rule does not call.
      mainFields: ["module", "main"],
      // Replaces what the SDK imports and a Lambda function does not need.
      alias: {
        "@aws-sdk/credential-provider-node": "./rule/bundle/credentials.ts",
        "node:fs/promises": "./rule/bundle/profile-files.ts",
        "@smithy/core/event-streams": "./rule/bundle/event-streams.ts",
      },
      plugins: [leanSdk],
      // An import() makes Node start its ES module loader on a cold start. A require does not.
      supported: { "dynamic-import": false },
      logLevel: "silent",
      write: false,
    });
    return outputFiles.map(({ text }) => text).join("");
  } catch (error) {
    // esbuild lists what is wrong with a source. Of itself it throws an error like any other.
    const [first = { location: null, text: String(error) }] = (error as Partial<BuildFailure>).errors ?? [];
    const { location, text } = first;
    const place = location === null ? "" : `${location.file}:${location.line}: `;
    throw new RunError(`rule/${file}.ts cannot be bundled for Lambda: ${place}${text}`);
  }
}

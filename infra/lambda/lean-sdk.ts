import type { Plugin } from "esbuild";
import * as fs from "node:fs";

/** Leaves out of the bundled SDK what no call of the rule needs and esbuild must keep, and with it whatever only that uses. */
export const leanSdk: Plugin = {
  name: "lean-sdk",
  setup: (bundler) => {
    bundler.onLoad({ filter: /[\\/]schemas[\\/]schemas_\d+\.js$/ }, ({ path }) => ({
      contents: leanSchemas(fs.readFileSync(path, "utf8")),
    }));
    // A client tells AWS its version, and nothing else of its package.json.
    bundler.onLoad({ filter: /[\\/]client-[^\\/]+[\\/]package\.json$/ }, ({ path }) => {
      const { version } = JSON.parse(fs.readFileSync(path, "utf8")) as { version: string };
      return { contents: JSON.stringify({ version }), loader: "json" };
    });
  },
};

/** @param code a client's schemas, as the SDK has them */
export function leanSchemas(code: string): string {
  return withoutErrorClasses(withPlainKeys(code));
}

/**
 * Writes the SDK's computed keys, `{ [_h]: … }` beside `const _h = "http"`, as plain ones. esbuild takes a computed key for
 * code that must run, and so keeps the schema of every operation of a service.
 */
function withPlainKeys(code: string): string {
  const constants = new Map(
    [...code.matchAll(/^const (_\w+) = ("[^"\n]*");/gm)].map(([, name = "", value = ""]) => [name, value]),
  );
  return code.replace(/\[(_\w+)\]: /g, (computed, name: string) => {
    const value = constants.get(name);
    return value === undefined ? computed : `${value}: `;
  });
}

/**
 * Registers no class for AWS's errors. The SDK then throws the service's own exception, with the same name, message and
 * metadata; the rule knows errors by their names.
 */
function withoutErrorClasses(code: string): string {
  return code.replace(/\bn\d+_registry\.registerError\(.*\);/g, "");
}

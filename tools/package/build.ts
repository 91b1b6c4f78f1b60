import type { Plugin } from "esbuild";
import * as fs from "node:fs";
import * as path from "node:path";
import ts from "typescript";
import manifest from "../../package.json";
import { handlersCode } from "../../infra/lambda/handlers-code";
import { bundle } from "../../review/build-pack";
import { packageSchema } from "./schema";

const root = path.resolve(__dirname, "../..");

/** Where `provider/index.js` finds the provider. */
export const providerFolder = path.join(root, "provider/dist");

/**
 * Builds the provider: one file with all that it uses of the AWS provider's SDK, so that an installation needs nothing but
 * `@pulumi/pulumi`.
 *
 * @param folder emptied first
 */
export async function buildProvider(folder = providerFolder): Promise<void> {
  fs.rmSync(folder, { recursive: true, force: true });
  await bundle({
    entryPoints: [path.join(root, "provider/provider.ts")],
    outfile: path.join(folder, "provider.js"),
    external: ["@pulumi/pulumi", "esbuild"],
    plugins: [followCreateRequire],
  });
  fs.writeFileSync(path.join(folder, "handlers.bundle.js"), handlersCode());
  writeJson(path.join(folder, "schema.json"), packageSchema());
}

/** esbuild follows `require` alone, and what is loaded late is loaded by one of `createRequire`. */
const followCreateRequire: Plugin = {
  name: "follow-create-require",
  setup: (bundler) => {
    bundler.onLoad({ filter: /[\\/]infra[\\/].*\.ts$/ }, ({ path: file }) => ({
      contents: fs.readFileSync(file, "utf8").replaceAll("createRequire(__filename)(", "require("),
      loader: "ts",
    }));
  },
};

/** What a release builds and a package therefore does not need. */
const builtAtRelease = /[\\/]infra[\\/]lambda[\\/](?:bundle|lean-sdk)\./;

/**
 * Builds the component as an npm package: JavaScript, types and the functions' code.
 *
 * @param folder emptied first
 */
export function buildComponent(folder: string): void {
  fs.rmSync(folder, { recursive: true, force: true });
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(path.join(root, "tsconfig.json"), (file) => ts.sys.readFile(file)).config,
    ts.sys,
    root,
  );
  const program = ts.createProgram(
    ["infra/guard.ts", "infra/storage/trail.ts"].map((file) => path.join(root, file)),
    { ...options, noEmit: false, declaration: true, outDir: folder },
  );
  program.emit(undefined, (file, text) => {
    if (builtAtRelease.test(file) || path.basename(file) === "package.json") return;
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
  });
  fs.writeFileSync(path.join(folder, "infra/lambda/handlers.bundle.js"), handlersCode());
  for (const file of ["LICENSE", "CHANGELOG.md"])
    fs.copyFileSync(path.join(root, file), path.join(folder, file));
  fs.copyFileSync(path.join(root, "tools/package/README.md"), path.join(folder, "README.md"));
  writeJson(path.join(folder, "package.json"), componentManifest());
}

function componentManifest(): object {
  const { name, version, description, license, dependencies } = manifest;
  const compatible = (dependency: keyof typeof dependencies) => `^${dependencies[dependency]}`;
  return {
    name,
    version,
    description,
    license,
    keywords: ["pulumi", "aws", "xray", "aws-config", "encryption", "kms", "compliance"],
    main: "infra/guard.js",
    types: "infra/guard.d.ts",
    exports: {
      ".": { types: "./infra/guard.d.ts", default: "./infra/guard.js" },
      "./package.json": "./package.json",
    },
    engines: { node: ">=22" },
    dependencies: { "fastest-levenshtein": dependencies["fastest-levenshtein"] },
    peerDependencies: {
      "@pulumi/aws": compatible("@pulumi/aws"),
      "@pulumi/awsx": compatible("@pulumi/awsx"),
      "@pulumi/pulumi": compatible("@pulumi/pulumi"),
    },
    peerDependenciesMeta: { "@pulumi/awsx": { optional: true } },
  };
}

function writeJson(file: string, content: object): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, `${JSON.stringify(content, undefined, 2)}\n`);
}

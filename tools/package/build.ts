import type { Plugin } from "esbuild";
import * as fs from "node:fs";
import * as path from "node:path";
import ts from "typescript";
import manifest from "../../package.json";
import { handlersCode } from "../../infra/lambda/handlers-code";
import { bundle, bundlePlugins } from "../../review/build-pack";
import { packageSchema } from "./schema";

const root = path.resolve(__dirname, "../..");

/** Where `provider/index.js` finds the provider. */
export const providerFolder = path.join(root, "provider/dist");

/**
 * Builds the provider: one file with all that it uses of Pulumi's SDKs, and beside it, as a package, the one module of
 * `@pulumi/pulumi` with which Pulumi's plugin host starts a provider. So an installation downloads nothing.
 *
 * The whole package's module would compile by the tsconfig.json of whichever folder the consumer works in, which takes a
 * second, and fails where that asks for more than the TypeScript of 2020 that the package carries. It compiles nothing where
 * it thinks that it runs in Bun.
 *
 * @param folder emptied first
 */
export async function buildProvider(folder = providerFolder): Promise<void> {
  fs.rmSync(folder, { recursive: true, force: true });
  const starter = path.join(folder, "pulumi");
  const pulumi = path.join(root, "node_modules/@pulumi/pulumi");
  await Promise.all([
    bundle({
      entryPoints: [path.join(root, "provider/provider.ts")],
      outfile: path.join(folder, "provider.js"),
      external: ["esbuild", "typescript", "ts-node"],
      plugins: [followCreateRequire, ...bundlePlugins],
    }),
    bundle({
      entryPoints: [path.join(pulumi, "cmd/run-plugin/index.js")],
      outfile: path.join(starter, "cmd/run-plugin/index.js"),
      external: ["typescript", "ts-node"],
      define: { "process.versions.bun": '"none"' },
    }),
  ]);
  writeJson(path.join(starter, "package.json"), {
    name: "@pulumi/pulumi",
    version: manifest.dependencies["@pulumi/pulumi"],
    license: "Apache-2.0",
  });
  fs.copyFileSync(path.join(pulumi, "LICENSE"), path.join(starter, "LICENSE"));
  fs.writeFileSync(path.join(folder, "handlers.bundle.js"), await handlersCode());
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
export async function buildComponent(folder: string): Promise<void> {
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
  fs.writeFileSync(path.join(folder, "infra/lambda/handlers.bundle.js"), await handlersCode());
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

import { build, type BuildOptions, type Plugin } from "esbuild";
import * as fs from "node:fs";
import * as path from "node:path";
import { CommandLine } from "../cli/command";
import { main, run } from "../cli/main";

const root = path.resolve(__dirname, "..");
const sources = path.join(root, "policy");
const pulumi = path.join(root, "node_modules/@pulumi/pulumi");

/** Where `npm run review:build` writes by default. */
export const defaultFolder = path.join(root, ".local/policy-pack");

/**
 * Builds the policy pack into a folder that runs without installation, TypeScript or other files: one file of the
 * policies, and the one module of `@pulumi/pulumi` with which the engine starts a pack. `npm install` in the folder still
 * works; it replaces that module with the whole package.
 *
 * @param folder emptied first
 */
export async function buildPack(folder: string): Promise<void> {
  fs.rmSync(folder, { recursive: true, force: true });
  const runner = path.join("node_modules/@pulumi/pulumi/cmd/run-policy-pack");
  await Promise.all([
    bundle({
      entryPoints: [path.join(sources, "index.ts")],
      outfile: path.join(folder, "index.js"),
    }),
    bundle({
      entryPoints: [path.join(pulumi, "cmd/run-policy-pack/index.js")],
      outfile: path.join(folder, runner, "index.js"),
      external: ["typescript", "ts-node"],
      // The runner sets up TypeScript unless it runs in Bun. A bundle does not need TypeScript either.
      define: { "process.versions.bun": '"none"' },
    }),
  ]);
  const { name, description, license } = readJson(path.join(sources, "package.json"));
  const { version } = readJson(path.join(root, "package.json"));
  const pulumiPackage = readJson(path.join(pulumi, "package.json"));
  const pulumiVersion = String(pulumiPackage["version"]).replace(/^v/, "");
  writeJson(path.join(folder, "package.json"), {
    name,
    version,
    private: true,
    description,
    license,
    main: "index.js",
    dependencies: { "@pulumi/pulumi": pulumiVersion },
  });
  const shipped = path.join(folder, "node_modules/@pulumi/pulumi");
  writeJson(path.join(shipped, "package.json"), {
    name: "@pulumi/pulumi",
    version: pulumiVersion,
    license: pulumiPackage["license"],
  });
  fs.copyFileSync(path.join(pulumi, "LICENSE"), path.join(shipped, "LICENSE"));
  fs.copyFileSync(path.join(sources, "PulumiPolicy.yaml"), path.join(folder, "PulumiPolicy.yaml"));
  fs.copyFileSync(path.join(root, "LICENSE"), path.join(folder, "LICENSE"));
}

/** Bundles into one file for Node, as a package ships it. */
export async function bundle(options: BuildOptions): Promise<void> {
  await build({
    bundle: true,
    platform: "node",
    target: "node22",
    format: "cjs",
    minifySyntax: true,
    legalComments: "eof",
    logLevel: "silent",
    plugins: bundlePlugins,
    ...options,
  });
}

/**
 * Leaves out modules that `@pulumi/pulumi` loads at start but a policy cannot call: those that turn functions into Lambdas
 * (with a TypeScript compiler) and those that run the CLI (with a package manager).
 */
const withoutUnusedModules: Plugin = {
  name: "without-unused-modules",
  setup: (bundler) => {
    bundler.onLoad(
      {
        filter: /@pulumi[\\/]pulumi[\\/](typescript-shim|automation[\\/].*|runtime[\\/]closure[\\/].*)\.js$/,
      },
      () => ({ contents: "module.exports = {};" }),
    );
  },
};

/** What `bundle` uses unless told otherwise. */
export const bundlePlugins = [withoutUnusedModules];

function readJson(file: string): Record<string, unknown> {
  return JSON.parse(fs.readFileSync(file, "utf8")) as Record<string, unknown>;
}

function writeJson(file: string, content: object): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, `${JSON.stringify(content, undefined, 2)}\n`);
}

if (require.main === module) {
  const command = new CommandLine("npm run review:build --", {
    description: "Makes a folder of the policy pack that needs no install and no TypeScript.",
    examples: ["npm run review:build -- /tmp/policy-pack"],
    exitCodes: [],
  }).argument("[folder]", "where; it is emptied first", path.relative(root, defaultFolder));
  main((args) =>
    run(command, args, async ({ operands: [named] }) => {
      const folder = named === undefined ? defaultFolder : path.resolve(named);
      await buildPack(folder);
      process.stdout.write(`The policy pack is in ${folder}.\n`);
      return 0;
    }),
  );
}

import { build, type BuildOptions, type Plugin } from "esbuild";
import * as fs from "node:fs";
import * as path from "node:path";
import { CommandLine } from "../cli/command";
import { main, run } from "../cli/main";

const root = path.resolve(__dirname, "..");
const sources = path.join(root, "policy");
const pulumi = path.join(root, "node_modules/@pulumi/pulumi");

/** Where `npm run review:build` writes when it is told nothing else. */
export const defaultFolder = path.join(root, ".local/policy-pack");

/**
 * Makes a self-contained folder of the policy pack: one file of the policies, and of `@pulumi/pulumi` the one module
 * with which the engine starts a pack. It needs no install, no TypeScript and nothing outside; `npm install` in it still
 * works and brings the whole `@pulumi/pulumi` instead.
 *
 * @param folder is emptied first
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
      // The runner sets up TypeScript except for Bun, which needs none; a bundle needs none either.
      define: { "process.versions.bun": '"none"' },
    }),
  ]);
  const { name, description } = readJson(path.join(sources, "package.json"));
  const { version } = readJson(path.join(root, "package.json"));
  const pulumiPackage = readJson(path.join(pulumi, "package.json"));
  const pulumiVersion = String(pulumiPackage["version"]).replace(/^v/, "");
  writeJson(path.join(folder, "package.json"), {
    name,
    version,
    private: true,
    description,
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
}

async function bundle(options: BuildOptions): Promise<void> {
  await build({
    bundle: true,
    platform: "node",
    target: "node22",
    format: "cjs",
    minifySyntax: true,
    legalComments: "eof",
    logLevel: "silent",
    plugins: [withoutWhatPoliciesNeverCall],
    ...options,
  });
}

/**
 * `@pulumi/pulumi` loads on start what turns functions into Lambdas (with a TypeScript compiler) and what drives the CLI
 * (with a package manager). No policy can reach either.
 */
const withoutWhatPoliciesNeverCall: Plugin = {
  name: "without-what-policies-never-call",
  setup: (bundler) => {
    bundler.onLoad(
      {
        filter: /@pulumi[\\/]pulumi[\\/](typescript-shim|automation[\\/].*|runtime[\\/]closure[\\/].*)\.js$/,
      },
      () => ({ contents: "module.exports = {};" }),
    );
  },
};

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

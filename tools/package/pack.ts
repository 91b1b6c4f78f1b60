// npm run package: builds the provider's folder, and archives of the component and of the review pack.
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { createRequire } from "node:module";
import * as path from "node:path";
import { CommandLine } from "../../cli/command";
import { main, run } from "../../cli/main";
import type * as Build from "./build";
import type * as BuildPack from "../../review/build-pack";

const root = path.resolve(__dirname, "../..");

if (require.main === module) {
  const command = new CommandLine("npm run package --", {
    description:
      "Builds provider/dist for Pulumi's package tools, and archives of the component and of the review pack.",
    examples: ["npm run package", "npm run package -- /tmp/packages"],
    exitCodes: [],
  }).argument("[folder]", "where the archives go", ".local/packages");
  main((args) =>
    run(command, args, async ({ operands: [named] }) => {
      const folder = path.resolve(named ?? path.join(root, ".local/packages"));
      for (const archive of await pack(folder)) process.stdout.write(`Made ${archive}.\n`);
      return 0;
    }),
  );
}

/** What is built into the checkout, and ignored by git: the provider, and the component beside the template that uses it. */
export const built = ["provider/dist", "examples/template/xray-encryption-guard.tgz"];

/**
 * Builds all that a release has.
 *
 * @returns the archives, beside what `built` names
 */
export async function pack(folder: string): Promise<string[]> {
  const load = createRequire(__filename);
  // Loaded only now: --help need not wait for compilers.
  const { buildProvider, buildComponent } = load("./build") as typeof Build;
  const { buildPack } = load("../../review/build-pack") as typeof BuildPack;
  fs.mkdirSync(folder, { recursive: true });
  const [component, policies] = ["component", "policies"].map((name) => path.join(folder, name));
  await buildProvider();
  await buildComponent(component ?? "");
  await buildPack(policies ?? "");
  const archives = [component, policies].map((built) => archive(built ?? "", folder));
  fs.copyFileSync(archives[0] ?? "", path.join(root, "examples/template/xray-encryption-guard.tgz"));
  return archives;
}

/** As `npm pack` names and packs it. */
function archive(built: string, folder: string): string {
  const { status, stdout, stderr } = spawnSync(
    "npm",
    ["pack", built, "--pack-destination", folder, "--json"],
    {
      encoding: "utf8",
    },
  );
  if (status !== 0) throw new Error(`npm pack of ${built} failed:\n${stderr}`);
  const [packed] = JSON.parse(stdout) as { filename: string }[];
  if (packed === undefined) throw new Error(`npm pack of ${built} made nothing.`);
  fs.rmSync(built, { recursive: true });
  return path.join(folder, packed.filename);
}

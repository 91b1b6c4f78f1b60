import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { provideKeys, readLocalStack } from "../../../local/deployment/local-stack";
import { openAccount } from "../../../local/endpoint/open-account";
import { serveProvider } from "../../../local/provider/server";
import { version } from "../../../package.json";
import { root } from "../../engine/engine";
import { Pulumi } from "../../engine/pulumi";
import { providerFolder } from "../../package/build";
import { pack } from "../../package/pack";
import { type Goal, goalOfRuns } from "../goals";
import { median, ratios, rounded } from "../statistics";

const guard = '{ desiredKey: "alias/xray-traces", notify: ["security@example.com"] }';
const own = `import * as aws from "@pulumi/aws";
export const topic = new aws.sns.Topic("orders", { displayName: "Orders" }).arn;
`;

/** Programs of somebody else, by what they are. */
const programs = {
  "JavaScript, empty": { file: "index.js", text: 'require("@pulumi/pulumi");\n' },
  "JavaScript, a guard by the provider": {
    file: "index.js",
    text: `const pulumi = require("@pulumi/pulumi");
const token = "xray-encryption-guard:index:XrayEncryptionGuard";
new pulumi.ComponentResource(token, "guard", ${guard}, { version: "${version}" }, true);
`,
  },
  "TypeScript, with @pulumi/aws": { file: "index.ts", text: own },
  "TypeScript, with @pulumi/aws and a guard by the archive": {
    file: "index.ts",
    text: `${own}import { XrayEncryptionGuard } from "xray-encryption-guard";
new XrayEncryptionGuard("guard", ${guard});
`,
  },
};

/** How long a preview of somebody else's program takes, in seconds. */
export interface PackageFigures {
  program: string;
  preview: number;
  /** Of each turn. */
  previews: number[];
}

/**
 * Previews programs of somebody else, taking turns, with the packages as npm installs them, so it needs the registry.
 *
 * @param turns how often each is previewed
 * @param declared the guard's resources as a plain program
 */
export async function measurePackages(turns: number, declared: string): Promise<PackageFigures[]> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "foreign-"));
  const local = readLocalStack("dev");
  const account = await openAccount(local.accountOptions);
  await provideKeys(local.expected, account);
  const served = await serveProvider(async () => account);
  const subjects = Object.entries({
    ...programs,
    // What no component can be faster than.
    "TypeScript, with the guard's resources declared plainly": {
      file: "index.ts",
      text: `// @ts-nocheck\n${declared}`,
    },
  }).map(([program, source]) => ({
    program,
    source,
    pulumi: new Pulumi({ PULUMI_DEBUG_PROVIDERS: `aws:${served.port}`, PULUMI_STACK: "test" }),
    times: [] as number[],
  }));
  try {
    await install(folder);
    for (const { pulumi, source } of subjects) await prepare(pulumi, folder, source);
    for (let turn = 0; turn < turns; turn += 1) {
      for (const { pulumi, times } of subjects) {
        const start = performance.now();
        await pulumi.succeeds("preview");
        times.push((performance.now() - start) / 1000);
      }
    }
    return subjects.map(({ program, times }) => ({
      program,
      preview: rounded(median(times), 2),
      previews: times.map((seconds) => rounded(seconds, 2)),
    }));
  } finally {
    for (const { pulumi } of subjects) pulumi.close();
    served.close();
    await account.close();
    fs.rmSync(folder, { recursive: true });
  }
}

/** Holds the previews against the project's goals. */
export function packageGoals(figures: readonly PackageFigures[]): Goal[] {
  const [empty = [], provider = [], without = [], guarded = []] = figures.map(({ previews }) => previews);
  return [
    goalOfRuns(
      "preview with the provider at most 3 s over an empty program's",
      3,
      provider.map((seconds, turn) => seconds - (empty[turn] ?? 0)),
      " s",
    ),
    goalOfRuns(
      "preview of a foreign TypeScript program with a guard at most 1.3 of the same without",
      1.3,
      ratios(guarded, without),
    ),
  ];
}

/** Builds all that a release has, and installs what a foreign program has. */
async function install(folder: string): Promise<void> {
  const [archive = ""] = await pack(path.join(folder, "archives"));
  const { dependencies, devDependencies } = JSON.parse(
    fs.readFileSync(path.join(root, "examples/template/package.json"), "utf8"),
  ) as Record<"dependencies" | "devDependencies", Record<string, string>>;
  const manifest = {
    main: "index.ts",
    dependencies: { ...dependencies, "xray-encryption-guard": `file:${archive}` },
    devDependencies,
  };
  fs.writeFileSync(path.join(folder, "package.json"), JSON.stringify(manifest));
  const { status, stderr } = spawnSync("npm", ["install", "--no-audit", "--no-fund"], {
    cwd: folder,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`npm install of a foreign program's packages failed:\n${stderr}`);
}

async function prepare(
  pulumi: Pulumi,
  installed: string,
  { file, text }: { file: string; text: string },
): Promise<void> {
  const put = (name: string, content: string) => fs.writeFileSync(path.join(pulumi.project, name), content);
  const isTypeScript = file.endsWith(".ts");
  put(
    "Pulumi.yaml",
    `name: shop\nruntime: { name: nodejs, options: { typescript: ${isTypeScript} } }\nmain: ${file}\n`,
  );
  put("package.json", "{}");
  put(file, text);
  if (isTypeScript)
    fs.copyFileSync(
      path.join(root, "examples/template/tsconfig.json"),
      path.join(pulumi.project, "tsconfig.json"),
    );
  fs.symlinkSync(path.join(installed, "node_modules"), path.join(pulumi.project, "node_modules"));
  installProvider(pulumi);
  await pulumi.succeeds("stack", "init", "test");
  await pulumi.succeeds("config", "set", "aws:region", "eu-west-1");
}

/** As Pulumi's tools install it from git: with the plugin host, and not with the executable that a folder of this machine has. */
function installProvider(pulumi: Pulumi): void {
  const plugin = path.join(pulumi.home, `plugins/resource-xray-encryption-guard-v${version}`);
  const source = path.dirname(providerFolder);
  for (const name of ["PulumiPlugin.yaml", "index.js", "package.json", "dist"])
    fs.cpSync(path.join(source, name), path.join(plugin, name), { recursive: true });
  fs.mkdirSync(path.join(plugin, "node_modules/@pulumi"), { recursive: true });
  fs.symlinkSync("../../dist/pulumi", path.join(plugin, "node_modules/@pulumi/pulumi"));
}

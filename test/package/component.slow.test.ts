import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import ts from "typescript";
import { handlersCode } from "../../infra/lambda/handlers-code";
import { copyInto, unpackComponent } from "../support/unpacked-component";

const root = path.resolve(__dirname, "../..");

/** Registers a guard with mocks and prints how many resources there are. */
const program = (load: string) => `
${load}
let count = 0;
pulumi.runtime
  .setMocks({
    newResource: ({ name, inputs }) => (count++, { id: name, state: { arn: "arn:" + name, name, ...inputs } }),
    call: ({ inputs }) => ({ accountId: "123456789012", partition: "aws", ...inputs }),
  })
  .then(() => {
    new XrayEncryptionGuard("guard", { regions: ["eu-west-1"], desiredKey: "alias/x" });
    process.on("exit", () => console.log(count));
  });
`;

describe("the component's archive", function () {
  this.timeout(180_000);
  let folder: string;
  let archive: string;

  before(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "consumer-"));
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ["--require", "ts-node/register", "tools/package/pack.ts", folder],
      { cwd: root, encoding: "utf8" },
    );
    assert.equal(status, 0, stderr);
    archive = /^Made (.*xray-encryption-guard-[\d.]+\.tgz)\.$/m.exec(stdout)?.[1] ?? "";
    unpackComponent(archive, path.join(folder, "node_modules"));
  });
  after(() => fs.rmSync(folder, { recursive: true }));

  it("has at most 300 kB", () => {
    const { size } = fs.statSync(archive);
    assert.ok(size <= 300_000, `${size} bytes`);
  });

  const ways: [string, string, string][] = [
    [
      "required by a compiled program",
      "index.cjs",
      'const pulumi = require("@pulumi/pulumi"); const { XrayEncryptionGuard } = require("xray-encryption-guard");',
    ],
    [
      "imported by an ES module",
      "index.mjs",
      'import * as pulumi from "@pulumi/pulumi"; import { XrayEncryptionGuard } from "xray-encryption-guard";',
    ],
  ];

  /** Runs a program with mocks. @returns how many resources it registered */
  function registered(file: string): number {
    const { status, stdout, stderr } = spawnSync(process.execPath, [file], { cwd: folder, encoding: "utf8" });
    assert.equal(status, 0, stderr);
    return Number(stdout);
  }

  for (const [name, file, load] of ways) {
    it(`registers a guard, ${name}, without esbuild or an SDK client`, () => {
      fs.writeFileSync(path.join(folder, file), program(load));
      assert.ok(registered(file) > 50);
    });
  }

  const [compiled = ["", "", ""]] = ways;
  for (const inner of ["@pulumi/pulumi", "@pulumi/aws"]) {
    it(`registers the same where it has a copy of ${inner} of its own`, () => {
      fs.writeFileSync(path.join(folder, compiled[1]), program(compiled[2]));
      const without = registered(compiled[1]);
      const copies = copyInto(path.join(folder, "node_modules/xray-encryption-guard"), inner);
      try {
        assert.equal(registered(compiled[1]), without);
      } finally {
        fs.rmSync(copies, { recursive: true });
      }
    });
  }

  for (const type of ["commonjs", "module"]) {
    it(`registers a guard in a TypeScript program that is compiled before, with "type": "${type}"`, () => {
      const source = path.join(folder, "src");
      fs.mkdirSync(source, { recursive: true });
      fs.writeFileSync(path.join(source, "package.json"), JSON.stringify({ type }));
      const imports =
        'import * as pulumi from "@pulumi/pulumi"; import { XrayEncryptionGuard } from "xray-encryption-guard";';
      fs.writeFileSync(path.join(source, "index.ts"), program(imports));
      const options = `--ignoreConfig --skipLibCheck --target es2022 --types node --typeRoots ${root}/node_modules/@types`;
      const { stdout } = spawnSync(
        process.execPath,
        [
          require.resolve("typescript/bin/tsc"),
          ...`${options} --module nodenext --outDir compiled src/index.ts`.split(" "),
        ],
        { cwd: folder, encoding: "utf8" },
      );
      assert.doesNotMatch(stdout, /error TS(?!7006|7031)/);
      fs.cpSync(path.join(source, "package.json"), path.join(folder, "compiled/package.json"));
      assert.ok(registered("compiled/index.js") > 50);
    });
  }

  it("says in one sentence what to do where its sources were compiled by somebody else, without the functions' code", () => {
    const elsewhere = path.join(folder, "node_modules/compiled-elsewhere");
    fs.cpSync(path.join(folder, "node_modules/xray-encryption-guard"), elsewhere, { recursive: true });
    fs.rmSync(path.join(elsewhere, "infra/lambda/handlers.bundle.js"));
    for (const name of ["bundle", "lean-sdk"]) {
      const text = fs.readFileSync(path.join(root, `infra/lambda/${name}.ts`), "utf8");
      const { outputText } = ts.transpileModule(text, {
        compilerOptions: { module: ts.ModuleKind.CommonJS },
      });
      fs.writeFileSync(path.join(elsewhere, `infra/lambda/${name}.js`), outputText);
    }
    fs.symlinkSync(path.join(root, "node_modules/esbuild"), path.join(folder, "node_modules/esbuild"));
    fs.writeFileSync(
      path.join(folder, "elsewhere.cjs"),
      program(compiled[2].replace("xray-encryption-guard", "compiled-elsewhere")),
    );
    const { status, stderr } = spawnSync(process.execPath, ["elsewhere.cjs"], {
      cwd: folder,
      encoding: "utf8",
    });
    assert.notEqual(status, 0);
    assert.match(
      stderr,
      /The functions' code is not in .*compiled-elsewhere, where the component was compiled to: install the package/,
    );
  });

  it("carries the code of the functions as this version bundles it", async () => {
    const carried = fs.readFileSync(
      path.join(folder, "node_modules/xray-encryption-guard/infra/lambda/handlers.bundle.js"),
      "utf8",
    );
    assert.equal(carried, await handlersCode());
  });

  it("passes a strict type check in a program of its own, for which nobody reads the AWS provider's types", () => {
    fs.writeFileSync(
      path.join(folder, "index.ts"),
      'import { type GuardArgs, XrayEncryptionGuard } from "xray-encryption-guard";\n' +
        'const args: GuardArgs = { trigger: "both", notify: ["security@example.com"] };\n' +
        'const guard = new XrayEncryptionGuard("guard", args);\n' +
        'export const rule = guard.regions.apply((all) => all["eu-west-1"]?.ruleArn);\n',
    );
    const options =
      "--ignoreConfig --listFiles --noEmit --strict --skipLibCheck --target es2022 --module nodenext";
    const { status, stdout } = spawnSync(
      process.execPath,
      [require.resolve("typescript/bin/tsc"), ...options.split(" "), "index.ts"],
      { cwd: folder, encoding: "utf8" },
    );
    assert.equal(status, 0, stdout);
    // They take a program's start seconds.
    assert.doesNotMatch(stdout, /@pulumi\/aws\//);
    assert.match(stdout, /infra\/guarded-region-outputs\.d\.ts/);
  });
});

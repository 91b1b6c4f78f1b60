import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { handlersCode } from "../../infra/lambda/handlers-code";

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
    const modules = path.join(folder, "node_modules");
    fs.mkdirSync(path.join(modules, "@pulumi"), { recursive: true });
    for (const peer of ["@pulumi/pulumi", "@pulumi/aws", "fastest-levenshtein"]) {
      fs.symlinkSync(path.join(root, "node_modules", peer), path.join(modules, peer));
    }
    // As npm install unpacks it.
    spawnSync("tar", ["-xzf", archive, "-C", modules]);
    fs.renameSync(path.join(modules, "package"), path.join(modules, "xray-encryption-guard"));
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
  for (const [name, file, load] of ways) {
    it(`registers a guard, ${name}, without esbuild or an SDK client`, () => {
      fs.writeFileSync(path.join(folder, file), program(load));
      const { status, stdout, stderr } = spawnSync(process.execPath, [file], {
        cwd: folder,
        encoding: "utf8",
      });
      assert.equal(status, 0, stderr);
      assert.ok(Number(stdout) > 50, stdout + stderr);
    });
  }

  it("carries the code of the functions as this version bundles it", () => {
    const carried = fs.readFileSync(
      path.join(folder, "node_modules/xray-encryption-guard/infra/lambda/handlers.bundle.js"),
      "utf8",
    );
    assert.equal(carried, handlersCode());
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

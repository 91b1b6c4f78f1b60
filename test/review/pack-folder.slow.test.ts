import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { Analyzer } from "../../review/analyzer";
import { buildPack } from "../../review/build-pack";
import { reviewStack } from "../../review/review";

const root = path.resolve(__dirname, "../..");
const fixture = path.join(__dirname, "fixtures/lambda-permission-source-account.ts");

describe("a folder of the policy pack", function () {
  this.timeout(30_000);
  let folder: string;
  before(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "pack-"));
  });
  after(() => {
    fs.rmSync(folder, { recursive: true, force: true });
  });

  it("made by the build works elsewhere, with nothing but what is in it", async () => {
    const built = path.join(folder, "built");
    const elsewhere = path.join(folder, "elsewhere");
    await buildPack(built);
    fs.renameSync(built, elsewhere);
    const review = await reviewStack({ stack: "dev", program: fixture, packFolder: elsewhere });
    assert.deepEqual(
      [...new Set(review.violations.map(({ policy }) => policy))],
      ["lambda-permission-source-account"],
    );
    for (const file of ["index.js", "node_modules/@pulumi/pulumi/cmd/run-policy-pack/index.js"]) {
      assert.ok(!fs.readFileSync(path.join(elsewhere, file), "utf8").includes(root), file);
    }
  });

  it("made by the build names its runtime, its version and the one package that an install would bring", () => {
    const read = (file: string) => fs.readFileSync(path.join(folder, "elsewhere", file), "utf8");
    assert.match(read("PulumiPolicy.yaml"), /^runtime: nodejs$/m);
    const { main, version, dependencies } = JSON.parse(read("package.json")) as Record<string, unknown>;
    const own = JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8")) as {
      version: string;
      dependencies: Record<string, string>;
    };
    assert.deepEqual(
      { main, version, dependencies },
      {
        main: "index.js",
        version: own.version,
        dependencies: { "@pulumi/pulumi": own.dependencies["@pulumi/pulumi"] },
      },
    );
  });

  it("in a checkout starts from its TypeScript, as `--policy-pack policy` starts it", async () => {
    const pack = await Analyzer.start(path.join(root, "policy"), { project: "p", stack: "s", config: {} });
    try {
      const info = await pack.info();
      assert.equal(info.getName(), "xray-encryption-guard");
      assert.equal(info.getPoliciesList().length, 10);
      const { version } = JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8")) as {
        version: string;
      };
      assert.equal(info.getVersion(), version);
    } finally {
      pack.close();
    }
  });

  it("without a pack in it is refused with the pack's own words", async () => {
    const empty = path.join(folder, "empty");
    fs.cpSync(path.join(folder, "elsewhere"), empty, { recursive: true });
    fs.writeFileSync(path.join(empty, "index.js"), "throw new Error('no policies today');");
    const start = Analyzer.start(empty, { project: "p", stack: "s", config: {} });
    await assert.rejects(start, /ended with exit code \d+ before it was ready\.\n[^]*no policies today/);
  });

  it("without its dependencies is refused with the cure", async () => {
    const start = Analyzer.start(os.tmpdir(), { project: "p", stack: "s", config: {} });
    await assert.rejects(start, /has no @pulumi\/pulumi to run it: install its dependencies/);
  });
});

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import * as zlib from "node:zlib";
import { bundle } from "../../infra/lambda/bundle";
import { codeBeside } from "../../infra/lambda/handlers-code";

describe("the functions' bundle", () => {
  let folder: string;
  let text: string;
  before(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "bundle-"));
    text = await bundle("handlers");
  });
  after(() => {
    fs.rmSync(folder, { recursive: true });
  });

  it("is the same byte for byte when it is made again, also from another folder", async () => {
    const here = process.cwd();
    process.chdir(os.tmpdir());
    try {
      assert.equal(await bundle("handlers"), text);
    } finally {
      process.chdir(here);
    }
  });

  it("tells nothing of the machine that made it", () => {
    for (const secret of [path.resolve(__dirname, "../.."), process.cwd(), `${os.homedir()}/`]) {
      assert.ok(!text.includes(secret), `${secret} is in the bundle`);
    }
  });

  for (const [file, limit, zippedLimit] of [
    ["handlers", 310_000, 98_000],
    // What the evaluator has of it.
    ["config-handler", 240_000, 75_000],
  ] as const)
    it(`is small: rule/${file}.ts under ${limit / 1000} kB, and under ${zippedLimit / 1000} kB zipped`, async () => {
      const made = file === "handlers" ? text : await bundle(file);

      assert.ok(made.length < limit, `${made.length} bytes`);
      const zipped = zlib.deflateRawSync(made, { level: 9 });
      assert.ok(zipped.length < zippedLimit, `${zipped.length} bytes zipped`);
    });

  it("that cannot be made ends the program by a sentence", async () => {
    await assert.rejects(bundle("nobody"), {
      name: "Error",
      message: /^rule\/nobody\.ts cannot be bundled for Lambda: Could not resolve "rule\/nobody\.ts"$/,
    });
  });

  it("of a source with a mistake ends it by the place", async () => {
    const source = path.join(folder, "mistaken.ts");
    fs.writeFileSync(source, "export const one = 1;\nexport const two = ;\n");
    const named = path.relative(path.join(__dirname, "../../rule"), source);
    await assert.rejects(bundle(named.replace(/\.ts$/, "")), {
      message: /cannot be bundled for Lambda: \S*mistaken\.ts:2: Unexpected ";"$/,
    });
  });

  it("has nothing that reads files asynchronously, or streams of events, and imports nothing later", () => {
    for (const absent of ["node:fs/promises", "Event stream", ":event-type", "import("]) {
      assert.ok(!text.includes(absent), `${absent} is in the bundle`);
    }
  });

  it("has no comments", () => {
    assert.doesNotMatch(text, /\/\*!|@license|^\s*\/\//m);
  });

  it("loads on the Lambda's Node by itself, writes nothing, and exports the handlers", function () {
    // Only a machine for which the registry has no Node 24 runs this on a Node of its own.
    if (!process.version.startsWith("v24.")) this.skip();
    const file = path.join(folder, "index.js");
    fs.writeFileSync(file, text);

    const printed = execFileSync(
      process.execPath,
      ["-p", `process.version + Object.keys(require(${JSON.stringify(file)})).sort()`],
      {
        cwd: folder,
        env: {},
        encoding: "utf8",
      },
    );

    assert.match(printed, /^v24\.[0-9.]+configHandler,eventHandler,notifierHandler\n$/);
  });

  describe("of a component", () => {
    const beside = (infra: string) => codeBeside(path.join(infra, "lambda"));

    it("is made from the sources, where these are", async () => {
      assert.equal(await beside(path.join(__dirname, "../../infra")), text);
    });

    it("is what the package carries, where it does", async () => {
      const lambda = path.join(folder, "package/infra/lambda");
      fs.mkdirSync(lambda, { recursive: true });
      fs.writeFileSync(path.join(lambda, "handlers.bundle.js"), "exports.é = 1;\n");
      assert.equal(await beside(path.join(folder, "package/infra")), "exports.é = 1;\n");
    });

    it("is missed in one sentence, where there is neither", () => {
      const compiled = path.join(folder, "compiled");
      fs.mkdirSync(path.join(compiled, "infra/lambda"), { recursive: true });
      assert.throws(() => beside(path.join(compiled, "infra")), {
        message: `The functions' code is not in ${compiled}, where the component was compiled to: install the package that \`npm run package\` makes, which carries it, import that, and leave it out of a bundle of your own.`,
      });
    });
  });
});

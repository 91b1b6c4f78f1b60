import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import * as zlib from "node:zlib";
import { bundle } from "../../infra/lambda/bundle";
import { writeBundle } from "./bundle-file";

describe("the functions' bundle", () => {
  it("is the same byte for byte when it is made again, also from another folder", async () => {
    const first = await bundle("handlers");
    const here = process.cwd();
    process.chdir(os.tmpdir());

    let second: string;
    try {
      second = await bundle("handlers");
    } finally {
      process.chdir(here);
    }

    assert.equal(second, first);
  });

  it("tells nothing of the machine that made it", async () => {
    const text = await bundle("handlers");

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
      const text = await bundle(file);

      assert.ok(text.length < limit, `${text.length} bytes`);
      const zipped = zlib.deflateRawSync(text, { level: 9 });
      assert.ok(zipped.length < zippedLimit, `${zipped.length} bytes zipped`);
    });

  it("that cannot be made ends the program by a sentence", async () => {
    await assert.rejects(bundle("nobody"), {
      name: "Error",
      message: /^rule\/nobody\.ts cannot be bundled for Lambda: Could not resolve "rule\/nobody\.ts"$/,
    });
  });

  it("has nothing that reads files asynchronously, or streams of events", async () => {
    const text = await bundle("handlers");

    for (const absent of ["node:fs/promises", "Event stream", ":event-type"]) {
      assert.ok(!text.includes(absent), `${absent} is in the bundle`);
    }
  });

  it("loads on the Lambda's Node by itself, writes nothing, and exports the handlers", async function () {
    // Only a machine for which the registry has no Node 24 runs this on a Node of its own.
    if (!process.version.startsWith("v24.")) this.skip();
    const { folder, file } = await writeBundle();

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
    fs.rmSync(folder, { recursive: true });
  });
});

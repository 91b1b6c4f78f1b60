import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { readStackConfig } from "../../stack-runner/stack-config";
import { StackError } from "../../stack-runner/stack-error";
import { parsed, stackFiles, writeStackFiles } from "./stack-files";

// That the CLI reads the same is proved by test/engine/stack-files.engine.test.ts.
for (const [group, cases] of Object.entries(stackFiles)) {
  describe(`our reader, of ${group}`, () => {
    let directory = "";
    before(() => {
      directory = fs.mkdtempSync(path.join(os.tmpdir(), "stack-files-"));
    });
    after(() => fs.rmSync(directory, { recursive: true }));

    for (const files of cases) {
      const { name, values, refusal } = files;
      it(`${name}: ${refusal === undefined ? "hands the program the values" : "refuses it in one sentence"}`, () => {
        writeStackFiles(directory, files);
        const read = () => readStackConfig(directory, "dev");

        if (refusal === undefined) assert.deepEqual(parsed(read().values), values);
        else assert.throws(read, isSentence(refusal));
      });
    }
  });
}

function isSentence(pattern: RegExp): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof StackError);
    assert.match(error.message, pattern);
    assert.match(error.message, /^[^\n]*[.?]$/);
    return true;
  };
}

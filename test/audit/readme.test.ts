import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { exitCodeRows } from "../../audit/exit-codes";

describe("the README on audit", () => {
  it("has the table of exit codes as the code has it", function () {
    const readme = readFileSync(path.resolve(__dirname, "../../README.md"), "utf8");
    if (!readme.includes("npm run audit")) this.skip();

    const rows = [...readme.matchAll(/^\| (\d+) +\| (.+?) +\|$/gm)].map(([, code, when]) => ({
      code: Number(code),
      when,
    }));

    const codes = exitCodeRows();
    assert.deepEqual(
      rows.filter(({ when }) => codes.some((row) => row.when === when)),
      codes,
    );
  });
});

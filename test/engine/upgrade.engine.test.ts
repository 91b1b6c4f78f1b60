import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { Engine } from "../../tools/engine/engine";

/** The states that releases wrote. Until the first tag there is one, renewed freely by WRITE_STATE=1; from then on each stays. */
const states = path.join(__dirname, "states");

describe("an upgrade, with Pulumi's own engine", function () {
  this.timeout(180_000);

  for (const file of fs.readdirSync(states)) {
    it(`from ${path.basename(file, ".json")} replaces and deletes nothing`, async () => {
      const engine = await Engine.open("dev");
      try {
        const fixture = path.join(states, file);
        if (process.env["WRITE_STATE"] !== undefined && file === "unreleased.json") {
          await engine.succeeds("up", "--yes", "--skip-preview");
          fs.writeFileSync(fixture, await engine.succeeds("stack", "export"));
        }
        await engine.succeeds("stack", "import", "--file", fixture);
        const { steps = [] } = JSON.parse(await engine.succeeds("preview", "--json")) as {
          steps?: { op: string; urn: string }[];
        };
        assert.ok(steps.length > 30);
        const bad = steps.filter(({ op }) => !["same", "update", "create"].includes(op));
        assert.deepEqual(
          bad.map(({ op, urn }) => `${op} ${urn}`),
          [],
        );
      } finally {
        await engine.end();
      }
    });
  }
});

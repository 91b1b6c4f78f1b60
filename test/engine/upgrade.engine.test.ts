import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { version } from "../../package.json";
import { Engine } from "../../tools/engine/engine";

/** The states that releases wrote, by version. `WRITE_STATE=1` writes that of package.json's version, once: then it stays. */
const states = path.join(__dirname, "states");

/** A state without the functions' code, of which the engine compares hashes, and without this machine's paths. */
function portable(state: string): string {
  const parsed = JSON.parse(state, (key, value: unknown) => {
    if (key === "text") return "left out";
    return ["sourcePosition", "stackTrace"].includes(key) ? undefined : value;
  }) as object;
  return `${JSON.stringify(parsed, null, 1)}\n`;
}

describe("an upgrade, with Pulumi's own engine", function () {
  this.timeout(180_000);

  if (process.env["WRITE_STATE"] !== undefined)
    it(`writes the state of ${version}`, async () => {
      const engine = await Engine.open("dev");
      try {
        await engine.succeeds("up", "--yes", "--skip-preview");
        const state = portable(await engine.succeeds("stack", "export"));
        fs.writeFileSync(path.join(states, `v${version}.json`), state, { flag: "wx" });
      } finally {
        await engine.end();
      }
    });

  for (const file of fs.readdirSync(states)) {
    it(`from ${path.basename(file, ".json")} replaces and deletes nothing`, async () => {
      const engine = await Engine.open("dev");
      try {
        const fixture = path.join(states, file);
        await engine.succeeds("stack", "import", "--file", fixture);
        const { steps = [], changeSummary } = JSON.parse(await engine.succeeds("preview", "--json")) as {
          steps?: { op: string; urn: string }[];
          changeSummary: Record<string, number>;
        };
        const { same = 0, update = 0 } = changeSummary;
        assert.ok(same + update > 30, JSON.stringify(changeSummary));
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

import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import type { Operation } from "../../local/provider/server";
import { Engine, isNight, root } from "../../tools/engine/engine";

/** The commands that the runbook has for this, without `npx pulumi`. */
function runbookCommands(): string[][] {
  const page = fs.readFileSync(path.join(root, "docs/runbook.md"), "utf8");
  const section = page.split(/^## /m).find((text) => text.startsWith("When `up` was killed")) ?? "";
  const [, commands = ""] = /```sh\n([^`]*)```/.exec(section) ?? [];
  return commands
    .trim()
    .split("\n")
    .map((line) => line.replace(/^npx pulumi /, "").split(" "));
}

(isNight ? describe : describe.skip)("an up that was killed, with Pulumi's own engine", function () {
  this.timeout(60 * 60_000);
  let types: Operation[];

  before(async () => {
    const engine = await Engine.open("dev");
    const creates: Operation[] = [];
    engine.before = (operation) => {
      creates.push(operation);
    };
    await engine.succeeds("up", "--yes", "--skip-preview");
    await engine.end();
    types = [...new Map(creates.map((one) => [one.type, one])).values()];
    assert.ok(types.length > 20);
  });

  for (const signal of ["SIGINT", "SIGKILL"] as const) {
    it(`${signal}: the runbook's commands finish it, whatever was being made`, async () => {
      const commands = runbookCommands();
      assert.deepEqual(
        commands.map(([command]) => command),
        ["cancel", "refresh", "up"],
      );
      for (const { type, name } of types) {
        const engine = await Engine.open("dev");
        try {
          const { child, ended } = engine.start("up", "--yes", "--skip-preview");
          engine.before = (operation) => {
            if (operation.type !== type || operation.name !== name) return;
            child.kill(signal);
            // AWS makes the resource all the same, and nobody is told.
            return signal === "SIGKILL" ? ended.then(() => {}) : undefined;
          };
          await ended;
          engine.before = () => {};
          for (const command of commands) await engine.succeeds(...command, "--yes");
          await engine.succeeds("preview", "--expect-no-changes");
        } catch (error) {
          throw new Error(`killed at ${type} ${name}`, { cause: error });
        } finally {
          await engine.end();
        }
      }
    });
  }
});

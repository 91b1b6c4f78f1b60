import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import type { Operation } from "../../local/provider/server";
import { Engine, isNight, root } from "../../tools/engine/engine";

/** What the runbook has for this: the commands, without `npx pulumi`, and what repairs a state in files. */
function runbook(): { commands: string[][]; repair: string } {
  const page = fs.readFileSync(path.join(root, "docs/runbook.md"), "utf8");
  const section = page.split(/^## /m).find((text) => text.startsWith("When `up` was killed")) ?? "";
  const [commands = "", repair = ""] = [...section.matchAll(/```sh\n([^`]*)```/g)].map(
    ([, block = ""]) => block,
  );
  const words = commands
    .trim()
    .split("\n")
    .map((line) => line.replace(/^npx pulumi /, "").split(" "));
  assert.deepEqual(
    words.map(([command]) => command),
    ["cancel", "refresh", "up"],
  );
  assert.match(repair, /^find FOLDER/);
  return { commands: words, repair };
}

/** Follows the runbook to its end. */
async function finish(engine: Engine): Promise<void> {
  const { commands, repair } = runbook();
  const [[first = ""] = []] = commands;
  const { output } = await engine.run(first, "--yes");
  if (output.includes("failed to load checkpoint: EOF"))
    execFileSync("sh", ["-c", repair.replace("FOLDER", engine.stateFolder)]);
  for (const command of commands) await engine.succeeds(...command, "--yes");
  await engine.succeeds("preview", "--expect-no-changes");
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
          await finish(engine);
        } catch (error) {
          throw new Error(`killed at ${type} ${name}`, { cause: error });
        } finally {
          await engine.end();
        }
      }
    });
  }

  it("finishes where a checksum beside the state was cut off", async () => {
    const engine = await Engine.open("dev");
    try {
      await engine.succeeds("up", "--yes", "--skip-preview");
      const files = fs.readdirSync(engine.stateFolder, { recursive: true, encoding: "utf8" });
      const checksum = files.find((file) => /stacks\/.*\/test\.json\.attrs$/.test(file));
      assert.ok(checksum);
      fs.truncateSync(path.join(engine.stateFolder, checksum));
      assert.match((await engine.run("cancel", "--yes")).output, /failed to load checkpoint: EOF/);
      await finish(engine);
    } finally {
      await engine.end();
    }
  });
});

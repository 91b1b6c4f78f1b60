import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { format } from "prettier";
import { provideKeys } from "../../local/deployment/local-stack";
import { readExpectedStack } from "../../local/scenario/stack-expectations";
import { provideLogArchive } from "../../local/services/s3/log-archive";
import type { Effect, SettingEffect } from "../../tools/docs/changing-settings";
import { settingChanges } from "../../tools/docs/setting-changes";
import { Engine, isNight, root } from "../../tools/engine/engine";

const file = path.join(root, "tools/docs/setting-effects.json");

/** One step of a plan, as `pulumi preview --json` has it. */
interface Step {
  op: string;
  urn: string;
  oldState?: { type: string; custom: boolean; retainOnDelete?: boolean };
  newState?: { type: string; custom: boolean };
}

(isNight ? describe : describe.skip)("changing a setting, with Pulumi's own engine", function () {
  this.timeout(30 * 60_000);

  it("does what docs/changing-settings.md says, and back", async () => {
    const engine = await Engine.open("dev");
    const effects: SettingEffect[] = [];
    try {
      provideLogArchive(engine.account, "example-log-archive");
      const [[, { storageKey = "" }], [, { permissionsBoundary = "" }]] = [
        settingChanges.storageKey,
        settingChanges.permissionsBoundary,
      ];
      const { account } = engine;
      await provideKeys(
        readExpectedStack({ storageKey, permissionsBoundary }, account.defaultRegion),
        account,
      );
      await engine.succeeds("up", "--yes", "--skip-preview");
      let current: object = {};
      for (const [setting, [from, to]] of Object.entries(settingChanges)) {
        const change = async (config: object): Promise<Effect> => {
          current = config;
          engine.configure("dev", { ...config });
          const { steps = [] } = JSON.parse(await engine.succeeds("preview", "--json")) as { steps?: Step[] };
          await engine.succeeds("up", "--yes", "--skip-preview");
          return effectOf(steps);
        };
        if (current !== from) await change(from);
        effects.push({ setting, there: await change(to), back: await change(from) });
        await engine.succeeds("preview", "--expect-no-changes");
      }
    } finally {
      await engine.end();
    }
    const seen = await format(JSON.stringify({ effects }), { parser: "json", printWidth: 110 });
    if (process.env["WRITE_EFFECTS"] !== undefined) fs.writeFileSync(file, seen);
    assert.equal(
      seen,
      fs.readFileSync(file, "utf8"),
      "It is another effect: WRITE_EFFECTS=1 ENGINE_TESTS=all npm run test:engine writes it, npm run docs the page.",
    );
  });
});

function effectOf(steps: readonly Step[]): Effect {
  const types = (...ops: string[]) => counted(steps.filter(({ op }) => ops.includes(op)));
  const gone = steps.filter(({ op }) => op === "delete");
  return {
    replaces: types("replace"),
    updates: types("update"),
    adds: types("create"),
    deletes: counted(gone.filter(({ oldState }) => oldState?.retainOnDelete !== true)),
    leaves: counted(gone.filter(({ oldState }) => oldState?.retainOnDelete === true)),
  };
}

/** `2 RolePolicy` */
function counted(steps: readonly Step[]): string[] {
  const counts = new Map<string, number>();
  const types = steps.flatMap(({ newState, oldState }) => {
    const state = newState ?? oldState;
    return state?.custom === true && !state.type.startsWith("pulumi:")
      ? [state.type.split(":").at(-1) ?? ""]
      : [];
  });
  for (const type of types.toSorted()) counts.set(type, (counts.get(type) ?? 0) + 1);
  return [...counts].map(([type, count]) => (count === 1 ? type : `${count} ${type}`));
}

import assert from "node:assert/strict";
import { provideKeys, readLocalStack } from "../../local/deployment/local-stack";
import { provideLogArchive } from "../../local/services/s3/log-archive";
import type { Operation } from "../../local/provider/server";
import { settingChanges } from "../../tools/docs/setting-changes";
import { Engine, isNight } from "../../tools/engine/engine";

/** What a stack does in `steps`, each step being run with an engine of its own. */
async function operationsOf(stack: string, kind: Operation["kind"]): Promise<Operation[]> {
  const engine = await Engine.open(stack);
  try {
    const seen: Operation[] = [];
    engine.before = (operation) => {
      if (operation.kind === kind) seen.push(operation);
    };
    await engine.succeeds("up", "--yes", "--skip-preview");
    if (kind === "delete") await engine.succeeds("destroy", "--yes", "--skip-preview");
    return seen;
  } finally {
    await engine.end();
  }
}

const isSame =
  ({ kind, type, name }: Operation) =>
  (other: Operation): boolean =>
    other.kind === kind && other.type === type && other.name === name;

/** The first operation on each type. */
function onePerType(operations: readonly Operation[]): Operation[] {
  return [...new Map(operations.map((one) => [one.type, one])).values()];
}

/** After a failure, the same command finishes, and then nothing is left to do. */
async function recovers(engine: Engine, failing: Operation, ...command: string[]): Promise<void> {
  const what = `${failing.kind} of ${failing.type} ${failing.name}`;
  engine.failOnce(isSame(failing));
  const { code, output } = await engine.run(...command);
  assert.notEqual(code, 0, `${what}: nothing failed`);
  assert.match(output, /ServiceUnavailable: made to fail once/);
  await engine.succeeds(...command);
}

(isNight ? describe : describe.skip)("after AWS failed once, with Pulumi's own engine", function () {
  this.timeout(60 * 60_000);
  const up = ["up", "--yes", "--skip-preview"];

  for (const stack of ["dev", "remediate"]) {
    it(`${stack}: whatever create failed, the next up finishes`, async () => {
      for (const failing of await operationsOf(stack, "create")) {
        const engine = await Engine.open(stack);
        try {
          await recovers(engine, failing, ...up);
          await engine.succeeds("preview", "--expect-no-changes");
        } finally {
          await engine.end();
        }
      }
    });

    it(`${stack}: whatever type's delete failed, the next destroy finishes`, async () => {
      for (const failing of onePerType(await operationsOf(stack, "delete"))) {
        const engine = await Engine.open(stack);
        try {
          await engine.succeeds(...up);
          await recovers(engine, failing, "destroy", "--yes", "--skip-preview");
          assert.deepEqual(await engine.state(), []);
        } finally {
          await engine.end();
        }
      }
    });
  }

  it("whatever type's update failed, the next up finishes", async () => {
    const engine = await Engine.open("dev");
    try {
      provideLogArchive(engine.account, "example-log-archive");
      await engine.succeeds(...up);
      const tried = new Set<string>();
      for (const [setting, [from, to]] of Object.entries(settingChanges)) {
        for (const config of [from, to]) {
          await provideKeys(readLocalStack("dev", { ...config }).expected, engine.account);
          engine.configure("dev", { ...config });
          const failed: Operation[] = [];
          engine.before = (operation) => {
            if (operation.kind !== "update" || tried.has(operation.type)) return;
            tried.add(operation.type);
            failed.push(operation);
            throw new Error("ServiceUnavailable: made to fail once");
          };
          const { code, output } = await engine.run(...up);
          assert.equal(
            code === 0,
            failed.length === 0,
            `at ${setting} ${JSON.stringify(config)}:\n${output}`,
          );
          // Types whose turn did not come because another one failed before are tried now, or with a later setting.
          for (let tries = 0; tries < 8 && (await engine.run(...up)).code !== 0; tries++);
          await engine.succeeds("preview", "--expect-no-changes");
        }
      }
      assert.ok(tried.size >= 6, [...tried].join());
    } finally {
      await engine.end();
    }
  });
});

import assert from "node:assert/strict";
import { losesHistory, settingEffects } from "../../tools/docs/changing-settings";
import { settingChanges } from "../../tools/docs/setting-changes";

const both = settingEffects.flatMap(({ setting, there, back }) => [
  { setting, ...there },
  { setting, ...back },
]);

// What Pulumi's engine did is recorded; `npm run test:engine` compares it each night.
describe("changing a setting", () => {
  it("was tried with each of them", () => {
    assert.deepEqual(
      settingEffects.map(({ setting }) => setting),
      Object.keys(settingChanges),
    );
  });

  it("never replaces anything that is already there, but roles and their rights by another path", () => {
    assert.deepEqual(
      both.flatMap(({ setting, replaces }) => (replaces.length > 0 ? [[setting, replaces]] : [])),
      Array.from({ length: 2 }, () => [
        "iamPath",
        ["Permission", "3 Role", "5 RolePolicy", "RolePolicyAttachment"],
      ]),
    );
  });

  it("loses no history, unless the recorder is handed over or a Region is left", () => {
    assert.deepEqual([...new Set(both.filter(losesHistory).map(({ setting }) => setting))].toSorted(), [
      "fastDetection",
      "recorder",
      "regions",
    ]);
  });

  it("lets go of the buckets with evidence, and deletes nothing of them", () => {
    const bucket = (types: string[]) => types.filter((type) => type.startsWith("Bucket"));
    assert.deepEqual(
      both.flatMap(({ setting, leaves }) => (leaves.length > 0 ? [[setting, bucket(leaves).length]] : [])),
      [
        ["recorder", 7],
        ["historyBucket", 7],
        ["trail", 7],
      ],
    );
    assert.deepEqual(
      both.filter(({ deletes }) => bucket(deletes).length > 0),
      [],
    );
  });

  it("changes something, each of them", () => {
    const idle = both.filter(
      ({ updates, adds, deletes, leaves }) => [...updates, ...adds, ...deletes, ...leaves].length === 0,
    );
    assert.deepEqual(idle, []);
  });
});

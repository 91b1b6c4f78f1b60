import assert from "node:assert/strict";
import { type Effect, effects } from "../../tools/docs/changing-settings";

describe("changing a setting", () => {
  let rows: Effect[];
  before(async () => {
    rows = await effects();
  });

  it("never replaces what holds history, nor anything else that is already there", () => {
    assert.deepEqual(
      rows.filter(({ replaces }) => replaces.length > 0),
      [],
    );
  });

  it("removes nothing that holds history, unless the recorder is handed over", () => {
    const removing = rows.filter(({ removes }) =>
      removes.some((type) => /Bucket$|Recorder$|LogGroup$/.test(type)),
    );
    assert.deepEqual(
      removing.map(({ setting }) => setting),
      ["recorder"],
    );
  });

  it("lets go of the bucket where another one is used or none, and deletes nothing of it", () => {
    const bucket = (types: string[]) => types.filter((type) => type.startsWith("Bucket"));
    assert.deepEqual(
      rows.flatMap(({ setting, leaves }) => (leaves.length > 0 ? [[setting, bucket(leaves).length]] : [])),
      [
        ["recorder", 7],
        ["historyBucket", 7],
      ],
    );
    assert.deepEqual(
      rows.filter(({ removes }) => bucket(removes).length > 0),
      [],
    );
  });

  it("changes something, each of them", () => {
    const idle = rows.filter(
      ({ updates, adds, removes }) => updates.length + adds.length + removes.length === 0,
    );
    assert.deepEqual(idle, []);
  });
});

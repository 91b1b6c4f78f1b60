import assert from "node:assert/strict";
import { changeOf } from "../../../rule/decision/change";
import type { EncryptionSetting } from "../../../rule/decision/setting";

const one = "arn:aws:kms:eu-west-1:123456789012:key/11111111-1111-1111-1111-111111111111";
const other = "arn:aws:kms:eu-west-1:123456789012:key/22222222-2222-2222-2222-222222222222";
const byDefault: EncryptionSetting = { type: "NONE" };
const withOne: EncryptionSetting = { type: "KMS", keyId: one };
const withOther: EncryptionSetting = { type: "KMS", keyId: other };

type Row = [property: string, from: string | undefined, to: string | undefined];

const cases: {
  name: string;
  before: EncryptionSetting | undefined;
  after: EncryptionSetting | undefined;
  rows: Row[];
}[] = [
  {
    name: "from default encryption to a key changes type and key",
    before: byDefault,
    after: withOne,
    rows: [
      ["Configuration.type", "NONE", "KMS"],
      ["Configuration.keyId", undefined, one],
    ],
  },
  {
    name: "from one key to another changes the key alone",
    before: withOne,
    after: withOther,
    rows: [["Configuration.keyId", one, other]],
  },
  {
    name: "back to default encryption takes the key away",
    before: withOne,
    after: byDefault,
    rows: [
      ["Configuration.type", "KMS", "NONE"],
      ["Configuration.keyId", one, undefined],
    ],
  },
  {
    name: "what was never recorded before comes from nothing",
    before: undefined,
    after: byDefault,
    rows: [["Configuration.type", undefined, "NONE"]],
  },
  {
    name: "a deleted setting goes to nothing",
    before: withOne,
    after: undefined,
    rows: [
      ["Configuration.type", "KMS", undefined],
      ["Configuration.keyId", one, undefined],
    ],
  },
  { name: "the same setting is no change", before: withOne, after: { ...withOne }, rows: [] },
];

describe("a change of the encryption setting", () => {
  for (const { name, before, after, rows } of cases) {
    it(name, () => {
      const changes = changeOf(before, after);

      assert.deepEqual(
        changes.map(({ property, from, to }): Row => [property, from, to]),
        rows,
      );
    });
  }
});

import assert from "node:assert/strict";
import type { EncryptionSetting } from "../../../rule/decision/setting";
import { ask, idA, key, keyA, keyB, nothing, unreadable, using, type KnownKeys } from "./ask";

const elsewhere = keyA.replace("eu-west-1", "us-east-1");

describe("an annotation, word by word", () => {
  const sentences: [setting: EncryptionSetting, desired: string, kms: KnownKeys, annotation: string][] = [
    [{ type: "NONE" }, "none", {}, "X-Ray uses its default encryption, as desired."],
    [{ type: "NONE" }, "any", {}, "X-Ray uses its default encryption, but should use a KMS key."],
    [
      { type: "NONE" },
      "customer",
      {},
      "X-Ray uses its default encryption, but should use a customer managed key.",
    ],
    [
      { type: "NONE" },
      `${keyA}, ${elsewhere}, ${idA}, alias/a`,
      {},
      `X-Ray uses its default encryption, but should use one of: key ${idA}, ${elsewhere}, alias/a.`,
    ],
    [using(keyA), "none", {}, `X-Ray encrypts with key ${idA}, but should use its default encryption.`],
    [
      using(elsewhere),
      "none",
      {},
      `X-Ray encrypts with ${elsewhere}, but should use its default encryption.`,
    ],
    [using("alias/a"), "none", {}, "X-Ray encrypts with alias/a, but should use its default encryption."],
    [using(keyA), "any", { [keyA]: key(keyA) }, `X-Ray encrypts with key ${idA}, as desired: any KMS key.`],
    [
      using(keyA),
      "customer",
      { [keyA]: key(keyA) },
      `X-Ray encrypts with key ${idA}, a customer managed key, as desired.`,
    ],
    [
      using(keyA),
      "customer",
      { [keyA]: key(keyA, "Enabled", "AWS") },
      `X-Ray encrypts with key ${idA}, an AWS managed key, but should use a customer managed key.`,
    ],
    [using(keyA), keyA, { [keyA]: key(keyA) }, `X-Ray encrypts with key ${idA}, as desired.`],
    [
      using(keyA),
      "alias/a, alias/b",
      { "alias/a": key(keyB), "alias/b": key(keyA) },
      `X-Ray encrypts with key ${idA}, as accepted by alias/b.`,
    ],
    [
      using(keyA),
      "alias/a",
      { "alias/a": nothing, [keyA]: key(keyA) },
      `X-Ray encrypts with key ${idA}, but should use alias/a (does not exist).`,
    ],
    [
      using(keyA),
      keyA,
      { [keyA]: unreadable },
      `X-Ray encrypts with key ${idA}, as desired. The key's state could not be read.`,
    ],
    [
      using(keyA),
      keyA,
      { [keyA]: key(keyA, "Disabled") },
      `X-Ray stops storing traces: its key ${idA} is Disabled, but should be Enabled.`,
    ],
    [
      using(keyA),
      keyB,
      { [keyA]: nothing },
      `X-Ray stops storing traces: its key ${idA} is gone, and should be key ${keyB.split("/")[1] ?? ""}.`,
    ],
    [
      using(keyA),
      "alias/a",
      { "alias/a": unreadable, [keyA]: key(keyA, "PendingDeletion") },
      `X-Ray stops storing traces: its key ${idA} is PendingDeletion, but should be Enabled.`,
    ],
    [
      using(keyA),
      "any",
      { [keyA]: key(keyA, "") },
      `X-Ray stops storing traces: its key ${idA} is in no known state, but should be Enabled.`,
    ],
  ];
  for (const [setting, desired, kms, annotation] of sentences) {
    it(annotation, () => {
      assert.equal(ask(setting, desired, kms).verdict.annotation, annotation);
    });
  }
});

import assert from "node:assert/strict";
import { InvalidEncryptionSettingError, parseSetting } from "../../../rule/decision/setting";
import { idA, keyA, keyB } from "./ask";

describe("parseSetting", () => {
  const good: [string, unknown, unknown][] = [
    ["the default", { type: "NONE" }, { type: "NONE" }],
    ["the default with a key that is null", { type: "NONE", keyId: null }, { type: "NONE" }],
    ["a key", { type: "KMS", keyId: keyA }, { type: "KMS", keyId: keyA }],
    ["keyID", { type: "KMS", keyID: keyA }, { type: "KMS", keyId: keyA }],
    ["X-Ray's own spelling", { Type: "KMS", KeyId: keyA, Status: "ACTIVE" }, { type: "KMS", keyId: keyA }],
    ["two spellings that agree", { type: "KMS", keyId: keyA, keyID: keyA }, { type: "KMS", keyId: keyA }],
    ["a key by another reference", { type: "KMS", keyId: idA }, { type: "KMS", keyId: idA }],
  ];
  for (const [what, configuration, expected] of good) {
    it(`reads ${what}`, () => {
      const setting = parseSetting(configuration);

      assert.deepEqual(setting, expected);
    });
  }

  const bad: [string, unknown, string][] = [
    ["nothing", undefined, "configuration"],
    ["null", null, "configuration"],
    ["a list", [], "configuration"],
    ["a string", '{"type":"NONE"}', "configuration"],
    ["no type", {}, "configuration.type"],
    ["a type that is null", { type: null }, "configuration.type"],
    ["an empty type", { type: "" }, "configuration.type"],
    ["an unknown type", { type: "AES256" }, "configuration.type"],
    ["a type in small letters", { type: "kms", keyId: keyA }, "configuration.type"],
    ["a type that is no string", { type: ["KMS"], keyId: keyA }, "configuration.type"],
    ["two types that disagree", { type: "KMS", Type: "NONE", keyId: keyA }, "configuration.type"],
    ["KMS without a key", { type: "KMS" }, "configuration.keyId"],
    ["KMS with a key that is null", { type: "KMS", keyId: null }, "configuration.keyId"],
    ["KMS with an empty key", { type: "KMS", keyId: "" }, "configuration.keyId"],
    ["KMS with a number for a key", { type: "KMS", keyId: 7 }, "configuration.keyId"],
    ["KMS with what is no key", { type: "KMS", keyId: "the key" }, "configuration.keyId"],
    ["two keys that disagree", { type: "KMS", keyId: keyA, KeyId: keyB }, "configuration.keyId"],
    ["a type that is only inherited", Object.create({ type: "NONE" }), "configuration.type"],
  ];
  for (const [what, configuration, mention] of bad) {
    it(`refuses ${what}, naming ${mention}`, () => {
      const parsed = () => parseSetting(configuration);

      assert.throws(
        parsed,
        (error) =>
          error instanceof InvalidEncryptionSettingError && error.message.startsWith(`${mention} is `),
      );
    });
  }

  it("calls the setting what its caller calls it", () => {
    const parsed = () => parseSetting({}, "EncryptionConfig");

    assert.throws(parsed, /^InvalidEncryptionSettingError: EncryptionConfig\.type is missing/);
  });
});

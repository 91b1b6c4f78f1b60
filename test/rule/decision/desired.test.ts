import assert from "node:assert/strict";
import {
  DesiredEncryptionError,
  describeDesiredEncryption,
  parseDesiredEncryption,
  splitAcceptedKeys,
} from "../../../rule/decision/desired";
import { idA, keyA, keyB } from "./ask";

describe("parseDesiredEncryption", () => {
  for (const word of ["none", "any", "customer"] as const) {
    it(`understands ${word}`, () => {
      const desired = parseDesiredEncryption(word, []);

      assert.deepEqual(desired, { kind: word });
    });
  }

  it("keeps the desired key first and the accepted ones in order, duplicates too", () => {
    const desired = parseDesiredEncryption("alias/a", [keyA, idA, "alias/a"]);

    assert.equal(desired.kind, "keys");
    assert.deepEqual(
      desired.keys.map(({ text }) => text),
      ["alias/a", keyA, idA, "alias/a"],
    );
  });

  const wrong: [string, string, string[], "desiredKey" | "acceptedKeys", string][] = [
    ["an empty desired key", "", [], "desiredKey", "empty"],
    ["a blank desired key", "  ", [], "desiredKey", "empty"],
    ["a word in capitals", "Any", [], "desiredKey", 'did you mean "any"'],
    ["a misspelt word", "custmer", [], "desiredKey", 'did you mean "customer"'],
    ["a word with blanks", " none ", [], "desiredKey", 'did you mean "none"'],
    ["an alias without its prefix", "xray-traces", [], "desiredKey", 'did you mean "alias/xray-traces"'],
    ["a prefix in capitals", "Alias/xray", [], "desiredKey", 'did you mean "alias/xray"'],
    ["an alias with a colon", "alias:xray", [], "desiredKey", 'did you mean "alias/xray"'],
    ["a key ID in capitals", idA.toUpperCase(), [], "desiredKey", `did you mean "${idA}"`],
    ["a key ID with its prefix", `key/${idA}`, [], "desiredKey", `did you mean "${idA}"`],
    ["a malformed ARN", "arn:aws:kms:eu-west-1:1:key/x", [], "desiredKey", "key ARN"],
    ["a very long text", "x".repeat(10_000), [], "desiredKey", "xxx..."],
    ["an accepted key beside any", "any", [keyA], "acceptedKeys", 'beside desiredKey "any"'],
    ["an accepted key beside customer", "customer", [keyA], "acceptedKeys", 'beside desiredKey "customer"'],
    ["an accepted key beside none", "none", [keyA], "acceptedKeys", 'beside desiredKey "none"'],
    ["an empty accepted key", keyA, [keyB, ""], "acceptedKeys", "empty"],
    ["a word among the accepted keys", keyA, ["any"], "acceptedKeys", "for desiredKey alone"],
    ["a malformed accepted key", keyA, ["xray traces"], "acceptedKeys", '"xray traces"'],
  ];
  for (const [what, desiredKey, acceptedKeys, setting, mention] of wrong) {
    it(`refuses ${what}, naming ${setting}`, () => {
      const parsed = () => parseDesiredEncryption(desiredKey, acceptedKeys);

      assert.throws(parsed, (error) => {
        assert.ok(error instanceof DesiredEncryptionError);
        assert.equal(error.setting, setting);
        assert.ok(error.message.startsWith(setting) && error.message.includes(mention), error.message);
        assert.ok(error.message.length <= 1000);
        return true;
      });
    });
  }

  it("does not suggest what is not valid either", () => {
    for (const text of ["alias/", "alias", "arn:aws", "mrk-12", "-", "x y"]) {
      assert.throws(
        () => parseDesiredEncryption(text),
        (error: Error) => !error.message.includes("did you mean"),
        text,
      );
    }
  });
});

describe("splitAcceptedKeys", () => {
  const table: [string, string[]][] = [
    ["", []],
    ["  ", []],
    ["a", ["a"]],
    [" a , b", ["a", "b"]],
    ["a,,b", ["a", "", "b"]],
    ["a,", ["a", ""]],
  ];
  for (const [text, parts] of table) {
    it(`splits ${JSON.stringify(text)} into ${parts.length}`, () => {
      const split = splitAcceptedKeys(text);

      assert.deepEqual(split, parts);
    });
  }
});

describe("describeDesiredEncryption", () => {
  const table: [string, string[], string][] = [
    ["none", [], "X-Ray's default encryption"],
    ["any", [], "any KMS key"],
    ["customer", [], "any customer managed KMS key"],
    ["alias/a", [], "the key alias/a"],
    ["alias/a", ["alias/b", "alias/a"], "one of the keys alias/a, alias/b"],
  ];
  for (const [desiredKey, acceptedKeys, words] of table) {
    it(`says "${words}"`, () => {
      const described = describeDesiredEncryption(parseDesiredEncryption(desiredKey, acceptedKeys));

      assert.equal(described, words);
    });
  }
});

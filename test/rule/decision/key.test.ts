import assert from "node:assert/strict";
import { type KeyArn, isSameKey, isUsableState, parseKeyReference } from "../../../rule/decision/key";
import { idA, keyA, mrk } from "./ask";

describe("parseKeyReference", () => {
  const good: [string, string][] = [
    [idA, "keyId"],
    [mrk, "keyId"],
    [keyA, "keyArn"],
    [`arn:aws:kms:eu-west-1:123456789012:key/${mrk}`, "keyArn"],
    [`arn:aws-cn:kms:cn-north-1:123456789012:key/${idA}`, "keyArn"],
    [`arn:aws-us-gov:kms:us-gov-west-1:123456789012:key/${idA}`, "keyArn"],
    [`arn:aws-iso-b:kms:us-isob-east-1:123456789012:key/${idA}`, "keyArn"],
    [`arn:aws-eusc:kms:eusc-de-east-1:123456789012:key/${idA}`, "keyArn"],
    ["alias/aws/xray", "aliasName"],
    ["alias/Team_1/xray-traces", "aliasName"],
    [`alias/${"x".repeat(250)}`, "aliasName"],
    ["arn:aws:kms:eu-west-1:123456789012:alias/aws/xray", "aliasArn"],
    [`alias/${idA}`, "aliasName"],
  ];
  for (const [text, form] of good) {
    it(`reads ${text.slice(0, 80)} as ${form}`, () => {
      const key = parseKeyReference(text);

      assert.equal(key?.form, form);
      assert.equal(key.text, text);
    });
  }

  const bad = [
    "",
    " ",
    ` ${idA}`,
    `${idA}\n`,
    idA.toUpperCase(),
    idA.slice(1),
    "mrk-1234",
    "xray-traces",
    "alias/",
    "alias/a b",
    "alias/a,b",
    `alias/${"x".repeat(251)}`,
    "Alias/x",
    `key/${idA}`,
    `arn:aws:kms:eu-west-1:123456789012:key/${idA}/x`,
    "arn:aws:kms:eu-west-1:123456789012:key/",
    "arn:aws:kms:eu-west-1:123456789012:alias/",
    `arn:aws:kms:eu-west-1:12345678901:key/${idA}`,
    `arn:aws:kms::123456789012:key/${idA}`,
    `arn:aws:s3:eu-west-1:123456789012:key/${idA}`,
    `arn:other:kms:eu-west-1:123456789012:key/${idA}`,
    "__proto__",
  ];
  for (const text of bad) {
    it(`does not take ${JSON.stringify(text.slice(0, 80))} for a key`, () => {
      const key = parseKeyReference(text);

      assert.equal(key, undefined);
    });
  }
});

it("a key is the same only in the same account and Region", () => {
  const [one, again, account, region] = [
    keyA,
    keyA,
    keyA.replace("123456789012", "999999999999"),
    keyA.replace("eu-west-1", "eu-west-2"),
  ].map((arn) => parseKeyReference(arn) as KeyArn);
  assert.ok(one && again && account && region);

  const same = [again, account, region].map((other) => isSameKey(one, other));

  assert.deepEqual(same, [true, false, false]);
});

it("X-Ray can use a key that is Enabled or Updating, and in no other state", () => {
  const states = [
    "Enabled",
    "Updating",
    "Creating",
    "Disabled",
    "PendingDeletion",
    "PendingImport",
    "",
    "ENABLED",
  ];

  const usable = states.filter(isUsableState);

  assert.deepEqual(usable, ["Enabled", "Updating"]);
});

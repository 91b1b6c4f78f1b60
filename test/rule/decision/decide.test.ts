import assert from "node:assert/strict";
import { InvalidEncryptionSettingError, type EncryptionSetting } from "../../../rule/decision/setting";
import { UndecidableError } from "../../../rule/decision/undecidable";
import { notes } from "../../../rule/decision/verdict";
import { ask, idA, idB, key, keyA, keyB, mrk, nothing, unreadable, using, type KnownKeys } from "./ask";

/** The specification's verdict table: a sentence, what is, what should be, what KMS says, and what comes of it. */
type Row = [
  sentence: string,
  setting: EncryptionSetting,
  desired: string,
  kms: KnownKeys,
  complianceType: "COMPLIANT" | "NON_COMPLIANT",
  mentions: string[],
  asked: string[],
];

const none: EncryptionSetting = { type: "NONE" };
const inUse = { [keyA]: key(keyA) };
const elsewhere = `arn:aws:kms:us-east-1:123456789012:key/${idA}`;
const foreign = `arn:aws:kms:eu-west-1:999999999999:key/${idA}`;
const aliasArn = "arn:aws:kms:eu-west-1:123456789012:alias/a";
const stops = "X-Ray stops storing traces";

const rows: Row[] = [
  ["the default is what was desired", none, "none", {}, "COMPLIANT", ["default"], []],
  ["the default is not a KMS key", none, "any", {}, "NON_COMPLIANT", ["default", "a KMS key"], []],
  [
    "the default is not a customer managed key",
    none,
    "customer",
    {},
    "NON_COMPLIANT",
    ["default", "customer"],
    [],
  ],
  ["the default is not the key, and needs no look-up", none, keyA, {}, "NON_COMPLIANT", ["default", idA], []],
  [
    "the default is not an alias's key, and needs no look-up",
    none,
    "alias/a",
    {},
    "NON_COMPLIANT",
    ["default", "alias/a"],
    [],
  ],
  [
    "a key is not the default, and needs no look-up",
    using(keyA),
    "none",
    {},
    "NON_COMPLIANT",
    ["default", idA],
    [],
  ],

  ["any key is any key", using(keyA), "any", inUse, "COMPLIANT", [idA], [keyA]],
  [
    "an AWS managed key is any key",
    using(keyA),
    "any",
    { [keyA]: key(keyA, "Enabled", "AWS") },
    "COMPLIANT",
    [],
    [keyA],
  ],
  [
    "a customer managed key is one",
    using(keyA),
    "customer",
    inUse,
    "COMPLIANT",
    ["customer managed"],
    [keyA],
  ],
  [
    "an AWS managed key is no customer managed one",
    using(keyA),
    "customer",
    { [keyA]: key(keyA, "Enabled", "AWS") },
    "NON_COMPLIANT",
    ["AWS managed", "customer managed"],
    [keyA],
  ],

  ["the key is the key", using(keyA), keyA, inUse, "COMPLIANT", [idA], [keyA]],
  ["the key by its ID is the key", using(keyA), idA, inUse, "COMPLIANT", [idA], [keyA]],
  [
    "a multi-Region key by its ID is the key",
    using(`arn:aws:kms:eu-west-1:123456789012:key/${mrk}`),
    mrk,
    {
      [`arn:aws:kms:eu-west-1:123456789012:key/${mrk}`]: key(`arn:aws:kms:eu-west-1:123456789012:key/${mrk}`),
    },
    "COMPLIANT",
    [mrk],
    [`arn:aws:kms:eu-west-1:123456789012:key/${mrk}`],
  ],
  [
    "another key is not the key",
    using(keyB),
    keyA,
    { [keyB]: key(keyB) },
    "NON_COMPLIANT",
    [idA, idB],
    [keyB],
  ],
  [
    "a key ID means the key of this account",
    using(foreign),
    idA,
    { [foreign]: key(foreign) },
    "NON_COMPLIANT",
    [foreign, `use key ${idA}`],
    [foreign],
  ],
  [
    "a key ID means the key of this Region",
    using(elsewhere),
    idA,
    { [elsewhere]: key(elsewhere) },
    "NON_COMPLIANT",
    [elsewhere],
    [elsewhere],
  ],
  [
    "a key ARN of another account is another key",
    using(keyA),
    foreign,
    inUse,
    "NON_COMPLIANT",
    [foreign],
    [keyA],
  ],
  [
    "a key ARN of another Region is another key",
    using(keyA),
    elsewhere,
    inUse,
    "NON_COMPLIANT",
    [elsewhere],
    [keyA],
  ],
  [
    "a key of another account is the key when its ARN was desired",
    using(foreign),
    foreign,
    { [foreign]: key(foreign) },
    "COMPLIANT",
    [foreign],
    [foreign],
  ],

  [
    "an alias is the key it points to, which is asked for once",
    using(keyA),
    "alias/a",
    { "alias/a": key(keyA) },
    "COMPLIANT",
    ["alias/a"],
    ["alias/a"],
  ],
  [
    "an alias ARN is the key it points to",
    using(keyA),
    aliasArn,
    { [aliasArn]: key(keyA) },
    "COMPLIANT",
    ["alias/a"],
    [aliasArn],
  ],
  [
    "an alias that moved is another key",
    using(keyA),
    "alias/a",
    { "alias/a": key(keyB), ...inUse },
    "NON_COMPLIANT",
    ["alias/a", idB],
    ["alias/a", keyA],
  ],
  [
    "an alias that does not exist is no key",
    using(keyA),
    "alias/gone",
    { "alias/gone": nothing, ...inUse },
    "NON_COMPLIANT",
    ["alias/gone (does not exist)"],
    ["alias/gone", keyA],
  ],
  [
    "an alias of another Region cannot be the key, and needs no look-up",
    using(keyA),
    aliasArn.replace("eu-west-1", "us-east-1"),
    inUse,
    "NON_COMPLIANT",
    ["another Region"],
    [keyA],
  ],
  [
    "an alias is never compared as a text",
    using("alias/a"),
    "alias/a",
    { "alias/a": nothing },
    "NON_COMPLIANT",
    [stops, "gone"],
    ["alias/a"],
  ],

  [
    "an accepted key is as good",
    using(keyB),
    `${keyA}, ${keyB}`,
    { [keyB]: key(keyB) },
    "COMPLIANT",
    ["accepted"],
    [keyB],
  ],
  [
    "keys are tried in order, and a match ends the search",
    using(keyA),
    "alias/a, alias/b",
    { "alias/a": key(keyA) },
    "COMPLIANT",
    ["alias/a"],
    ["alias/a"],
  ],
  [
    "a key that matches before an alias spares its look-up",
    using(keyA),
    `${keyA}, alias/b`,
    inUse,
    "COMPLIANT",
    [],
    [keyA],
  ],
  [
    "an alias that does not match leaves the next its turn",
    using(keyA),
    "alias/b, alias/a",
    { "alias/b": key(keyB), "alias/a": key(keyA) },
    "COMPLIANT",
    ["alias/a"],
    ["alias/b", "alias/a"],
  ],
  [
    "an alias that is gone leaves the next its turn",
    using(keyA),
    `alias/gone, ${keyA}`,
    { "alias/gone": nothing, ...inUse },
    "COMPLIANT",
    [],
    ["alias/gone", keyA],
  ],
  [
    "an unreadable alias does not matter when a later key matches",
    using(keyA),
    `alias/x, ${keyA}`,
    { "alias/x": unreadable, ...inUse },
    "COMPLIANT",
    [],
    ["alias/x", keyA],
  ],
  [
    "an alias that is gone is named before the keys that do not match",
    using(keyA),
    `${keyB}, alias/gone`,
    { "alias/gone": nothing, ...inUse },
    "NON_COMPLIANT",
    ["one of: alias/gone (does not exist), key"],
    ["alias/gone", keyA],
  ],
  [
    "a key desired twice is named once",
    using(keyA),
    `${keyB}, ${idB}`,
    inUse,
    "NON_COMPLIANT",
    [`should use key ${idB}.`],
    [keyA],
  ],

  [
    "a disabled key is wrong although it is the key",
    using(keyA),
    keyA,
    { [keyA]: key(keyA, "Disabled") },
    "NON_COMPLIANT",
    [stops, "Disabled"],
    [keyA],
  ],
  [
    "a key about to be deleted is wrong, also where any is right",
    using(keyA),
    "any",
    { [keyA]: key(keyA, "PendingDeletion") },
    "NON_COMPLIANT",
    [stops, "PendingDeletion"],
    [keyA],
  ],
  [
    "a key that is gone is wrong",
    using(keyA),
    keyA,
    { [keyA]: nothing },
    "NON_COMPLIANT",
    [stops, "gone"],
    [keyA],
  ],
  [
    "a key that is gone is wrong whoever managed it",
    using(keyA),
    "customer",
    { [keyA]: nothing },
    "NON_COMPLIANT",
    [stops],
    [keyA],
  ],
  [
    "a key being updated is usable",
    using(keyA),
    keyA,
    { [keyA]: key(keyA, "Updating") },
    "COMPLIANT",
    [],
    [keyA],
  ],
  [
    "a state nobody knows is unusable",
    using(keyA),
    keyA,
    { [keyA]: key(keyA, "Frozen") },
    "NON_COMPLIANT",
    [stops, "Frozen"],
    [keyA],
  ],
  [
    "a state in other letters is unusable",
    using(keyA),
    keyA,
    { [keyA]: key(keyA, "enabled") },
    "NON_COMPLIANT",
    [stops],
    [keyA],
  ],
  [
    "no state at all is unusable",
    using(keyA),
    keyA,
    { [keyA]: key(keyA, "") },
    "NON_COMPLIANT",
    [stops, "no known state"],
    [keyA],
  ],
  [
    "the state behind an alias counts",
    using(keyA),
    "alias/a",
    { "alias/a": key(keyA, "Disabled") },
    "NON_COMPLIANT",
    [stops, "Disabled"],
    ["alias/a"],
  ],
  [
    "the wrong key, disabled, is both",
    using(keyA),
    keyB,
    { [keyA]: key(keyA, "Disabled") },
    "NON_COMPLIANT",
    [stops, "Disabled", idB],
    [keyA],
  ],
  [
    "a disabled AWS managed key is both",
    using(keyA),
    "customer",
    { [keyA]: key(keyA, "Disabled", "AWS") },
    "NON_COMPLIANT",
    [stops, "AWS managed"],
    [keyA],
  ],
  [
    "a disabled key is wrong whatever an unreadable alias says",
    using(keyA),
    "alias/x",
    { "alias/x": unreadable, [keyA]: key(keyA, "Disabled") },
    "NON_COMPLIANT",
    [stops, "Disabled"],
    ["alias/x", keyA],
  ],
  [
    "a disabled key is wrong whoever manages it",
    using(keyA),
    "customer",
    { [keyA]: key(keyA, "Disabled", "") },
    "NON_COMPLIANT",
    [stops],
    [keyA],
  ],
  [
    "an unreadable state leaves the verdict to the setting: right",
    using(keyA),
    keyA,
    { [keyA]: unreadable },
    "COMPLIANT",
    [notes.keyStateUnreadable],
    [keyA],
  ],
  [
    "an unreadable state leaves the verdict to the setting: wrong",
    using(keyA),
    keyB,
    { [keyA]: unreadable },
    "NON_COMPLIANT",
    [idB, notes.keyStateUnreadable],
    [keyA],
  ],
  [
    "an answer about another key is no answer",
    using(keyA),
    keyA,
    { [keyA]: key(keyB, "Disabled") },
    "COMPLIANT",
    [notes.keyStateUnreadable],
    [keyA],
  ],

  [
    "a setting by key ID is looked up first",
    using(idA),
    keyA,
    { [idA]: key(keyA) },
    "COMPLIANT",
    [idA],
    [idA],
  ],
  [
    "a setting by alias is looked up first",
    using("alias/s"),
    "alias/a",
    { "alias/s": key(keyA), "alias/a": key(keyA) },
    "COMPLIANT",
    ["alias/a"],
    ["alias/s", "alias/a"],
  ],
];

describe("decide", () => {
  for (const [sentence, setting, desired, kms, complianceType, mentions, asked] of rows) {
    it(`${complianceType}: ${sentence}`, () => {
      const decided = ask(setting, desired, kms);

      assert.equal(decided.verdict.complianceType, complianceType);
      assert.deepEqual(decided.asked, asked);
      for (const mention of mentions) {
        assert.ok(
          decided.verdict.annotation.includes(mention),
          `${mention} is not in: ${decided.verdict.annotation}`,
        );
      }
      assert.match(decided.verdict.annotation, /^X-Ray [\x20-\x7e]{1,249}\.$/);
    });
  }

  const undecidable: [string, EncryptionSetting, string, KnownKeys, string][] = [
    [
      "an unreadable alias decides when nothing matches",
      using(keyA),
      "alias/x",
      { "alias/x": unreadable, ...inUse },
      "alias/x",
    ],
    [
      "an unreadable alias decides although others do not match",
      using(keyA),
      `${keyB}, alias/x, alias/gone`,
      { "alias/x": unreadable, "alias/gone": nothing, ...inUse },
      "alias/x",
    ],
    [
      "an alias of which KMS names no ARN decides",
      using(keyA),
      "alias/x",
      { "alias/x": key(""), ...inUse },
      "alias/x",
    ],
    [
      "an unreadable alias decides when the state is unreadable too",
      using(keyA),
      "alias/x",
      { "alias/x": unreadable, [keyA]: unreadable },
      "alias/x",
    ],
    ["an unreadable manager decides", using(keyA), "customer", { [keyA]: unreadable }, keyA],
    [
      "an unknown manager decides",
      using(keyA),
      "customer",
      { [keyA]: key(keyA, "Enabled", "ROBOT") },
      "ROBOT",
    ],
    ["no manager at all decides", using(keyA), "customer", { [keyA]: key(keyA, "Enabled", "") }, keyA],
    [
      "a setting that is an unreadable alias cannot be judged",
      using("alias/s"),
      keyA,
      { "alias/s": unreadable },
      "alias/s",
    ],
  ];
  for (const [sentence, setting, desired, kms, mention] of undecidable) {
    it(`nothing: ${sentence}`, () => {
      const decided = () => ask(setting, desired, kms);

      assert.throws(decided, (error) => error instanceof UndecidableError && error.message.includes(mention));
    });
  }

  it("an error stays within 1,000 characters however many aliases are unreadable", () => {
    const aliases = Array.from({ length: 10 }, (_, index) => `alias/${"x".repeat(240)}${index}`);
    const kms = Object.fromEntries(aliases.map((alias) => [alias, unreadable]));

    const decided = () => ask(using(keyA), aliases.join(", "), { ...kms, ...inUse });

    assert.throws(decided, (error) => error instanceof UndecidableError && error.message.length <= 1000);
  });

  it("a setting whose key is no key reference is an error", () => {
    const decided = () => ask(using("the key"), "any", {});

    assert.throws(decided, InvalidEncryptionSettingError);
  });

  it("gives the same answer to the same question, and changes nothing it was given", () => {
    const known = Object.freeze({ "alias/a": Object.freeze(key(keyB)), [keyA]: Object.freeze(key(keyA)) });

    const answers = [1, 2].map(() => ask(using(keyA), "alias/a", known));

    assert.deepEqual(answers[0], answers[1]);
  });
});

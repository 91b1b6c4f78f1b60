import * as assert from "node:assert/strict";
import { firstDay, provideKeys } from "../../local/scenario/first-day";
import { readExpectedStack } from "../../local/scenario/stack-expectations";
import { openRegion, regionName } from "./accounts";

const id = "1234abcd-12ab-34cd-56ef-1234567890ab";

describe("the scenario of a first day", () => {
  // D default encryption, K the desired key, A an accepted key, O another key, M the key AWS manages, X disabled;
  // each with the verdict that the stack's config asks for.
  const days: { config: Record<string, string>; steps: string[] }[] = [
    {
      config: { desiredKey: "alias/traces" },
      steps: ["D no", "alias/traces yes", "alias/another-key no", "D no", "alias/traces yes", "X no"],
    },
    {
      config: { desiredKey: id },
      steps: ["D no", `${id} yes`, "alias/another-key no", "D no", `${id} yes`, "X no"],
    },
    {
      config: { desiredKey: "alias/traces", acceptedKeys: '["alias/old"]' },
      steps: [
        "D no",
        "alias/traces yes",
        "alias/old yes",
        "alias/another-key no",
        "D no",
        "alias/traces yes",
        "X no",
      ],
    },
    {
      config: { desiredKey: "any" },
      steps: ["D no", "alias/some-key yes", "alias/another-key yes", "D no", "alias/some-key yes", "X no"],
    },
    {
      config: {},
      steps: ["D no", "alias/some-key yes", "alias/another-key yes", "D no", "alias/some-key yes", "X no"],
    },
    {
      config: { desiredKey: "customer" },
      steps: ["D no", "alias/some-key yes", "alias/aws/xray no", "D no", "alias/some-key yes", "X no"],
    },
    {
      config: { desiredKey: "none" },
      steps: ["D yes", "alias/some-key no", "D yes", "alias/another-key no", "D yes"],
    },
    {
      config: { desiredKey: "alias/aws/xray" },
      steps: ["D no", "alias/aws/xray yes", "alias/another-key no", "D no", "alias/aws/xray yes"],
    },
    {
      config: { desiredKey: "none", desiredKeyByRegion: `{"${regionName}":"alias/here"}` },
      steps: ["D no", "alias/here yes", "alias/another-key no", "D no", "alias/here yes", "X no"],
    },
  ];
  for (const { config, steps } of days) {
    it(`follows from ${JSON.stringify(config)}`, () => {
      const played = firstDay(readExpectedStack(config, regionName), regionName).map(
        ({ action, verdict }) => {
          const done = action.do === "disableKey" ? "X" : action.do === "nothing" ? "D" : (action.key ?? "D");
          return `${done} ${verdict === "COMPLIANT" ? "yes" : "no"}`;
        },
      );
      assert.deepEqual(played, steps);
    });
  }

  it("finds all keys that the config names in the account, each alias with a key of its own", async () => {
    const region = await openRegion();
    const foreign = `arn:aws:kms:${regionName}:222222222222:alias/theirs`;
    const keys = [
      "alias/traces",
      "alias/old",
      id,
      foreign,
      `arn:aws:kms:${regionName}:222222222222:key/${id}`,
    ];
    for (const desiredKey of keys) provideKeys(readExpectedStack({ desiredKey }, regionName), region);
    const found = keys.map((key) => region.kms.find(key)?.arn);
    assert.equal(new Set(found).size, keys.length);
    assert.ok(!found.includes(undefined));
    assert.equal(region.kms.find(foreign)?.accountId, "222222222222");
  });

  it("has no key of another Region", async () => {
    const region = await openRegion();
    const desiredKey = `arn:aws:kms:us-east-1:123456789012:key/${id}`;
    provideKeys(readExpectedStack({ desiredKey }, regionName), region);
    assert.equal(region.kms.find(desiredKey), undefined);
  });

  for (const [config, expected] of [
    [{}, { onChange: true, schedule: 86_400_000 }],
    [
      { trigger: "both", frequency: "One_Hour" },
      { onChange: true, schedule: 3_600_000 },
    ],
    [
      { trigger: "periodic", frequency: "" },
      { onChange: false, schedule: 86_400_000 },
    ],
    [{ trigger: "change" }, { onChange: true, schedule: undefined }],
  ] as const) {
    it(`expects evaluations as ${JSON.stringify(config)} says`, () => {
      const { onChange, schedule } = readExpectedStack(config, regionName);
      assert.deepEqual({ onChange, schedule }, expected);
    });
  }
});

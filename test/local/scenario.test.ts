import * as assert from "node:assert/strict";
import { createConfiguredKeys } from "../../local/scenario/configured-keys";
import { firstDay } from "../../local/scenario/first-day";
import { readExpectedStack } from "../../local/scenario/stack-expectations";
import { openRegion, regionName } from "./accounts";

const id = "1234abcd-12ab-34cd-56ef-1234567890ab";

describe("the scenario of a first day", () => {
  // What X-Ray is given, "deployed" before that, "disabled" at the end; each with the scheduled verdict that must follow.
  const days: { config: Record<string, string>; steps: string[] }[] = [
    {
      config: { desiredKey: "alias/traces" },
      steps: [
        "deployed no",
        "alias/traces yes",
        "alias/another-key no",
        "NONE no",
        "alias/traces yes",
        "disabled no",
      ],
    },
    {
      config: { desiredKey: id },
      steps: ["deployed no", `${id} yes`, "alias/another-key no", "NONE no", `${id} yes`, "disabled no"],
    },
    {
      config: { desiredKey: "alias/traces", acceptedKeys: '["alias/old"]' },
      steps: [
        "deployed no",
        "alias/traces yes",
        "alias/old yes",
        "alias/another-key no",
        "NONE no",
        "alias/traces yes",
        "disabled no",
      ],
    },
    {
      config: { desiredKey: "any" },
      steps: [
        "deployed no",
        "alias/some-key yes",
        "alias/another-key yes",
        "NONE no",
        "alias/some-key yes",
        "disabled no",
      ],
    },
    {
      config: {},
      steps: [
        "deployed no",
        "alias/some-key yes",
        "alias/another-key yes",
        "NONE no",
        "alias/some-key yes",
        "disabled no",
      ],
    },
    {
      config: { desiredKey: "customer" },
      steps: [
        "deployed no",
        "alias/some-key yes",
        "alias/aws/xray no",
        "NONE no",
        "alias/some-key yes",
        "disabled no",
      ],
    },
    {
      config: { desiredKey: "none" },
      steps: ["deployed yes", "alias/some-key no", "NONE yes", "alias/another-key no", "NONE yes"],
    },
    {
      config: { desiredKey: "alias/aws/xray" },
      steps: ["deployed no", "alias/aws/xray yes", "alias/another-key no", "NONE no", "alias/aws/xray yes"],
    },
    {
      config: { desiredKey: "none", desiredKeyByRegion: `{"${regionName}":"alias/here"}` },
      steps: [
        "deployed no",
        "alias/here yes",
        "alias/another-key no",
        "NONE no",
        "alias/here yes",
        "disabled no",
      ],
    },
  ];
  for (const { config, steps } of days) {
    it(`follows from ${JSON.stringify(config)}`, () => {
      const played: string[] = [];
      let event = "deployed";
      for (const { word, value } of firstDay(readExpectedStack(config, regionName)).steps) {
        if (word === "put-encryption") event = value;
        if (word === "disable-key") event = "disabled";
        if (word === "expect") played.push(`${event} ${value.verdict === "COMPLIANT" ? "yes" : "no"}`);
      }
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
    for (const desiredKey of keys)
      createConfiguredKeys(readExpectedStack({ desiredKey }, regionName), region);
    const found = keys.map((key) => region.kms.find(key)?.arn);
    assert.equal(new Set(found).size, keys.length);
    assert.ok(!found.includes(undefined));
    assert.equal(region.kms.find(foreign)?.accountId, "222222222222");
  });

  it("has no key of another Region", async () => {
    const region = await openRegion();
    const desiredKey = `arn:aws:kms:us-east-1:123456789012:key/${id}`;
    createConfiguredKeys(readExpectedStack({ desiredKey }, regionName), region);
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

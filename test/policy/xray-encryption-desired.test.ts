import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { xrayEncryptionDesired } from "../../policy/policies/xray-encryption-desired";
import { askAbout, unknown } from "./ask";

const type = "aws:xray/encryptionConfig:EncryptionConfig";
const id = "1234abcd-12ab-34cd-56ef-1234567890ab";
const otherId = "ffffffff-12ab-34cd-56ef-1234567890ab";
const arn = (key = id, region = "eu-west-1") => `arn:aws:kms:${region}:123456789012:key/${key}`;
const kms = (keyId: unknown) => ({ type: "KMS", keyId, region: "eu-west-1" });

describe("xray-encryption-desired", () => {
  const cases: {
    it: string;
    props: Record<string, unknown>;
    config?: object;
    violations?: RegExp[];
    unknown?: RegExp;
  }[] = [
    { it: "passes any key where nothing else is desired", props: kms(arn()) },
    { it: "passes the desired key", props: kms(arn()), config: { desiredKey: arn() } },
    { it: "passes the desired key by its bare ID", props: kms(arn()), config: { desiredKey: id } },
    {
      it: "passes an accepted key",
      props: kms(arn()),
      config: { desiredKey: arn(otherId), acceptedKeys: [arn()] },
    },
    {
      it: "passes the default encryption where it is desired",
      props: { type: "NONE" },
      config: { desiredKey: "none" },
    },
    {
      it: "passes the key of the resource's Region",
      props: kms(arn()),
      config: { desiredKey: "none", desiredKeyByRegion: { "eu-west-1": arn() } },
    },
    {
      it: "refuses the default encryption where a key is desired",
      props: { type: "NONE" },
      violations: [/^X-Ray uses its default encryption, but should use a KMS key\. Set type to "KMS"/],
    },
    {
      it: "refuses another key",
      props: kms(arn(otherId)),
      config: { desiredKey: arn() },
      violations: [/but should use key 1234abcd.* keyId to the ARN of the key arn:aws:kms/],
    },
    {
      it: "refuses the same key ID in another Region",
      props: kms(arn(id, "us-east-1")),
      config: { desiredKey: id },
      violations: [/but should use key 1234abcd/],
    },
    {
      it: "refuses a key where the default encryption is desired",
      props: kms(arn()),
      config: { desiredKey: "none" },
      violations: [/should use its default encryption.* Set type to "NONE" and remove keyId\.$/],
    },
    {
      it: "refuses KMS without a key",
      props: { type: "KMS" },
      violations: [/^this resource\.keyId is missing although this resource\.type is "KMS"/],
    },
    { it: "refuses a type that does not exist", props: { type: "AES" }, violations: [/type is "AES"/] },
    {
      it: "lets nothing pass where its own configuration cannot be understood",
      props: kms(arn()),
      config: { desiredKey: "custmer" },
      violations: [/^The desired encryption is invalid, so no setting can pass: .*did you mean "customer"/],
    },
    {
      it: "cannot tell whether a key is the one behind an alias",
      props: kms(arn()),
      config: { desiredKey: "alias/xray-traces" },
      unknown: /^Only AWS knows whether arn:.* is the key alias\/xray-traces\. Name the desired keys by ARN/,
    },
    {
      it: "tells by an accepted ARN in spite of a desired alias",
      props: kms(arn()),
      config: { desiredKey: "alias/xray-traces", acceptedKeys: [arn()] },
    },
    {
      it: "refuses what it cannot tell where told to",
      props: kms(arn()),
      config: { desiredKey: "alias/xray-traces", undecidable: "mandatory" },
      violations: [/^Only AWS knows/],
    },
    {
      it: "cannot tell who manages a key",
      props: kms(arn()),
      config: { desiredKey: "customer" },
      unknown: /^Only AWS knows whether .* is any customer managed KMS key/,
    },
    {
      it: "cannot tell which key an alias is",
      props: kms("alias/xray-traces"),
      unknown: /^Only AWS knows which key alias\/xray-traces is\. Set keyId to the key's ARN/,
    },
    {
      it: "never passes a key that is not known yet",
      props: kms(unknown),
      unknown: /\.keyId can't be known/,
    },
    {
      it: "never passes a type that is not known yet",
      props: { type: unknown },
      unknown: /\.type can't be known/,
    },
  ];
  for (const { it: sentence, props, config, violations = [], unknown: why } of cases) {
    it(sentence, async () => {
      const answer = await askAbout(xrayEncryptionDesired, { type, props }, config);
      assert.equal(answer.violations.length, violations.length, answer.violations.join());
      violations.forEach((violation, index) => assert.match(answer.violations[index] ?? "", violation));
      assert.equal(answer.unknown !== undefined, why !== undefined, answer.unknown);
      if (why !== undefined) assert.match(answer.unknown ?? "", why);
    });
  }

  it("holds a stack to its own desired key where the pack desires nothing, Region by Region", async () => {
    pulumi.runtime.setAllConfig({
      "xray-encryption-guard:desiredKey": arn(otherId),
      "xray-encryption-guard:desiredKeyByRegion": JSON.stringify({ "us-east-1": "none" }),
      "aws:region": "us-east-1",
    });
    try {
      const ask = (props: Record<string, unknown>, config = {}) =>
        askAbout(xrayEncryptionDesired, { type, props }, config);
      assert.equal((await ask(kms(arn()))).violations.length, 1);
      assert.deepEqual(await ask(kms(arn(otherId))), { violations: [] });
      assert.deepEqual(await ask({ type: "NONE" }), { violations: [] });
      assert.deepEqual(await ask(kms(arn()), { desiredKey: "any" }), { violations: [] });
    } finally {
      pulumi.runtime.setAllConfig({});
    }
  });

  it("takes the Region from the provider where the resource names none", async () => {
    const answer = await askAbout(
      xrayEncryptionDesired,
      { type, props: { type: "NONE" }, provider: { region: "us-east-1" } },
      { desiredKey: "any", desiredKeyByRegion: { "us-east-1": "none" } },
    );
    assert.deepEqual(answer, { violations: [] });
  });

  it("has nothing to say about other resources", async () => {
    const answer = await askAbout(xrayEncryptionDesired, { type: "aws:sns/topic:Topic" });
    assert.deepEqual(answer, { violations: [] });
  });
});

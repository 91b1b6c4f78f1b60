import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import { checkSettings } from "../../infra/settings/settings";

// Stack config as people write it: mostly right, with one or two values of another kind, form or type.

const keyArn = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const frequencies = ["One_Hour", "Three_Hours", "Six_Hours", "Twelve_Hours", "TwentyFour_Hours"];

/** By key: what is allowed, and what is not whatever the other keys say. */
const values: Record<string, { good: unknown[]; bad: unknown[] }> = {
  desiredKey: {
    good: ["any", "customer", "none", "alias/xray-traces", keyArn, "1234abcd-12ab-34cd-56ef-1234567890ab"],
    bad: ["", " any", "Any", "xray-traces", "alias/", keyArn.replace("eu-west-1", "us-east-1"), `${keyArn} `],
  },
  acceptedKeys: {
    good: [[], undefined],
    bad: [["any"], [""], [1], "alias/a", [keyArn.replace("eu-west-1", "us-east-1")], { 0: "alias/a" }],
  },
  desiredKeyByRegion: {
    // Naming every Region here would leave desiredKey without a say, and so without a check.
    good: [{}, undefined],
    bad: [{ "us-east-1": "any" }, [], "any", { "eu-west-1": "no key" }, { "eu-west-1": 5 }],
  },
  trigger: { good: ["both", "periodic", undefined], bad: ["", "Both", "on change", "changes"] },
  frequency: { good: [...frequencies, "", undefined], bad: ["OneHour", "1h", "TwentyFour_Hours "] },
  recorder: { good: ["create", "existing", undefined], bad: ["", "none", "Create"] },
  regions: {
    good: [["eu-west-1"]],
    bad: [["eu-west-9"], ["eu-west-1", "eu-west-1"], [1], "eu-west-1", [""]],
  },
  supportedRegions: {
    good: [[], undefined, ["ca-west-1"]],
    bad: [["ca-west-9"], ["ca-west-1", "ca-west-1"], "ca-west-1", [1]],
  },
  deliveryFrequency: { good: [...frequencies, undefined], bad: ["", "Two_Hours"] },
  notify: {
    good: [[], undefined, ["a@example.com"], ["a@example.com", "b@example.com"]],
    bad: [
      ["a"],
      ["a@b"],
      ["a@example.com", "a@example.com"],
      ["a@example.com,b@example.com"],
      "a@example.com",
      [1],
    ],
  },
  notifyTopics: {
    good: [
      [],
      undefined,
      [{ arn: "arn:aws:sns:eu-west-1:210987654321:xray", format: "json" }],
      [{ arn: "arn:aws:sns:eu-west-1:210987654321:xray", key: "arn:aws:kms:eu-west-1:210987654321:key/1-a" }],
    ],
    bad: [
      [{}],
      ["arn:aws:sns:eu-west-1:210987654321:xray"],
      [null],
      {},
      [{ arn: "xray" }],
      [{ arn: "arn:aws:sns:eu-west-1:210987654321:xray", key: "alias/alerts" }],
    ],
  },
  storageKey: { good: ["", "alias/evidence"], bad: ["evidence", "alias/aws/s3", 5] },
  permissionsBoundary: { good: ["", "arn:aws:iam::123456789012:policy/boundary"], bad: ["boundary", 5] },
  iamPath: { good: ["", "/", "/platform/"], bad: ["platform", "/platform", 5] },
  topicKey: { good: ["", "alias/alerts", undefined], bad: ["alerts", "alias/aws/sns", 5] },
  label: { good: ["", "prod", "a b", undefined], bad: [" ", "ü", "x".repeat(33), 5] },
  retentionDays: { good: [30, 31, 2557, undefined], bad: [29, 2558, 30.5, Number.NaN, -1, Infinity] },
  logRetentionDays: { good: [1, 90, 3653, undefined], bad: [0, 2, 91, 3654, Number.NaN] },
  traceReads: { good: [true, false, undefined], bad: ["true", 1] },
  // Named, it is refused beside some of the others.
  historyBucket: { good: ["", undefined], bad: ["ab", "Log-Archive", "s3://log-archive", 5] },
  forceDestroyBucket: { good: [true, false, undefined], bad: ["false", 0] },
  transactionSearch: { good: ["note", "judge", undefined], bad: ["", "Judge", "ignore"] },
  alarmOnRecorder: { good: [true, false, undefined], bad: ["true", 1] },
  fastDetection: { good: [true, false, undefined], bad: ["true", 1] },
  trail: { good: ["none", undefined], bad: ["", "existing", "Create"] },
  remediationAttempts: { good: [5, undefined], bad: [0, 26, 1.5] },
  aggregators: {
    good: [[], undefined, [{ accountId: "210987654321", region: "eu-west-1" }]],
    bad: [[{}], ["210987654321"], [null], {}, [{ accountId: "1", region: "eu-west-1" }]],
  },
};

const names = Object.keys(values);

function argsOf(bad: ReadonlySet<string>): fc.Arbitrary<Record<string, unknown>> {
  return fc.record(
    Object.fromEntries(
      names.map((name) => {
        const { good = [], bad: wrong = [] } = values[name] ?? {};
        return [name, fc.constantFrom(...(bad.has(name) ? wrong : good))];
      }),
    ),
  );
}

const someBad = fc
  .uniqueArray(fc.constantFrom(...names), { maxLength: 2 })
  .chain((bad) => argsOf(new Set(bad)).map((args) => ({ bad, args })));

/** Says of this many stack configurations that each is taken or refused as docs/configuration.md says. */
export function describeSettings(runs: number, seed?: number): void {
  describe(`any of ${runs} stack configurations`, function () {
    this.timeout(5 * 60_000);

    it("is taken when every value is allowed, and else refused by a sentence that names a key", () => {
      const property = fc.property(someBad, ({ bad, args }) => {
        const given = Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined));
        let refusal: unknown;
        try {
          checkSettings(given);
        } catch (error) {
          refusal = error;
        }
        if (bad.length === 0) {
          assert.equal(refusal, undefined);
          return;
        }
        assert.ok(refusal instanceof pulumi.RunError, `${String(refusal)} is no refusal in words`);
        assert.match(refusal.message, /^[a-zA-Z]+\b.{20,}/s);
        assert.ok(
          bad.some((name) => refusal instanceof Error && refusal.message.startsWith(name)),
          `${refusal.message} names none of ${bad.join(", ")}`,
        );
      });

      fc.assert(property, { numRuns: runs, ...(seed !== undefined && { seed }) });
    });
  });
}

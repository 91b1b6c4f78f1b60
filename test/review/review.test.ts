import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { readStackConfig } from "../../stack-runner/stack-config";
import type { Analyzer } from "../../review/analyzer";
import { type PackConfig, readPackConfig, reconcile } from "../../review/pack-config";
import { printReview } from "../../review/print";
import { type Review, reviewWith, startPack } from "../../review/review";
import { ReviewError } from "../../review/review-error";
import { guardWith, inDocument, without } from "./change";

const root = path.resolve(__dirname, "../..");
const fixtures = path.join(__dirname, "fixtures");
const stack = "dev";
const aKey = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";

/** Policy and level of each violation, once. */
const found = (review: Review) => [
  ...new Set(review.violations.map(({ policy, enforcementLevel }) => `${policy} ${enforcementLevel}`)),
];

describe("a review", function () {
  let pack: Analyzer;
  before(async () => {
    const { project, values } = readStackConfig(root, stack);
    pack = await startPack(undefined, { project, stack, config: values });
  });
  after(() => {
    pack.close();
  });
  const review = (program?: (() => unknown) | string, packConfig: PackConfig = {}, firstPreview = false) =>
    reviewWith(pack, { stack, packConfig, firstPreview, ...(program !== undefined && { program }) });

  it("passes the stack as it is, without a violation and with nothing unknown", async () => {
    const { passed, violations, policies, resources } = await review();
    assert.deepEqual({ passed, violations }, { passed: true, violations: [] });
    assert.equal(policies.length, 10);
    assert.ok(resources > 40);
  });

  const files = fs.readdirSync(fixtures).map((file) => path.basename(file, ".ts"));
  for (const policy of files) {
    it(`catches ${policy} by this policy and no other`, async () => {
      const answer = await review(path.join(fixtures, `${policy}.ts`));
      assert.deepEqual(found(answer), [`${policy} mandatory`]);
      assert.equal(answer.passed, false);
      assert.match(printReview(answer, { color: false }), new RegExp(`FAILED  ${policy}\\n`));
    });
  }

  it("has a changed program for each policy", async () => {
    const info = await pack.info();
    assert.deepEqual(
      info
        .getPoliciesList()
        .map((policy) => policy.getName())
        .filter((name) => !name.startsWith("policy-exceptions"))
        .sort(),
      files.sort(),
    );
  });

  const changes: Parameters<typeof guardWith>[0] = {
    "aws:cfg/recorderStatus:RecorderStatus": (props) => ({ ...props, isEnabled: false }),
    "aws:cfg/deliveryChannel:DeliveryChannel": (props) => without(props, "snsTopicArn"),
    "aws:cfg/rule:Rule": (props) => ({
      ...props,
      source: { ...(props["source"] as object), sourceDetails: [{ messageType: "ScheduledNotification" }] },
    }),
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": (props) => ({
      ...props,
      blockPublicPolicy: false,
    }),
    "aws:iam/role:Role": (props) => ({
      ...props,
      assumeRolePolicy: inDocument(props["assumeRolePolicy"], (one) => without(one, "Condition")),
    }),
    "aws:cloudwatch/logGroup:LogGroup": (props) => without(props, "retentionInDays"),
    "aws:cloudwatch/metricAlarm:MetricAlarm": (props, name) =>
      name.endsWith("-silent") ? { ...props, alarmActions: [] } : props,
  };
  it("catches all that is wrong at once, and Lambda's unbound trust is not", async () => {
    const { violations } = await review(guardWith(changes));
    const seen = violations.map(({ message }) => message.split("\n").at(-1) ?? "");
    const expected = [
      /is never started/,
      /without an SNS topic/,
      /only runs on schedule and has a scope/,
      /can be made public/,
      /trusts config\.amazonaws\.com for any account/,
      /has a log that is kept for ever/,
      /has no alarm on missing invocations/,
    ];
    for (const message of expected)
      assert.equal(seen.filter((one) => message.test(one)).length, 1, String(message));
    assert.equal(violations.length, expected.length, seen.join("\n"));
  });

  const encryption = (keyId: pulumi.Input<string>) => () => {
    new aws.xray.EncryptionConfig("traces", { type: "KMS", keyId });
  };

  it("warns, and lets through, where a key cannot be compared with the stack's alias", async () => {
    const answer = await review(encryption(aKey));
    assert.deepEqual(found(answer), ["xray-encryption-desired advisory"]);
    assert.equal(answer.passed, true);
    assert.match(
      answer.violations[0]?.message ?? "",
      /Only AWS knows whether arn:.*\. Name the desired keys/,
    );
  });

  it("never passes a key that the same program makes", async () => {
    const program = () => {
      encryption(new aws.kms.Key("key").arn)();
    };
    const answer = await review(program, { "xray-encryption-desired": { desiredKey: "any" } });
    assert.deepEqual(found(answer), ["xray-encryption-desired advisory"]);
    assert.equal(answer.violations[0]?.unknown, true);
    assert.match(answer.violations[0].message, /\.keyId can't be known during preview/);
  });

  it("tells by itself what a key's ARN and ID name, and leaves unknown where an alias points", async () => {
    const named = (keyId: string) => () => {
      encryption(aws.kms.getKeyOutput({ keyId, region: "eu-west-1" }).arn)();
    };
    const desired = { "xray-encryption-desired": { desiredKey: aKey } };
    for (const keyId of [aKey, aKey.split("/").at(-1) ?? ""]) {
      assert.deepEqual(found(await review(named(keyId), desired)), []);
    }
    const [answer] = (await review(named("alias/xray-traces"), desired)).violations;
    assert.equal(answer?.unknown, true);
    assert.match(answer.message, /\.keyId can't be known/);
  });

  it("judges by the configuration of the pack before that of the stack", async () => {
    const desired = (desiredKey: string) => ({ "xray-encryption-desired": { desiredKey } });
    assert.deepEqual(found(await review(encryption(aKey), desired(aKey))), []);
    assert.deepEqual(found(await review(encryption(aKey), desired("none"))), [
      "xray-encryption-desired mandatory",
    ]);
  });

  it("judges a setting by the Region of the provider that it names", async () => {
    const program = () => {
      const provider = new aws.Provider("elsewhere", { region: "us-east-1" });
      new aws.xray.EncryptionConfig("traces", { type: "NONE" }, { provider });
    };
    const config = { desiredKey: "any", desiredKeyByRegion: { "us-east-1": "none" } };
    assert.deepEqual(found(await review(program, { "xray-encryption-desired": config })), []);
    const home = () => {
      new aws.xray.EncryptionConfig("traces", { type: "NONE" });
    };
    assert.equal((await review(home, { "xray-encryption-desired": config })).passed, false);
  });

  it("switches off what is disabled, and only warns of what is advisory", async () => {
    const program = path.join(fixtures, "config-rule-trigger.ts");
    const off = await review(program, { "config-rule-trigger": "disabled" });
    assert.deepEqual(off.violations, []);
    assert.match(printReview(off, { color: false }), /off {5}config-rule-trigger/);
    const all = await review(program, { all: "advisory" });
    assert.deepEqual(
      { found: found(all), passed: all.passed },
      {
        found: ["config-rule-trigger advisory"],
        passed: true,
      },
    );
  });

  describe("with exceptions", () => {
    const program = path.join(fixtures, "lambda-permission-source-account.ts");
    const evaluator = {
      policy: "lambda-permission-source-account",
      resource: "xray-encryption-guard-eu-west-1-evaluator",
      reason: "Ticket 12.",
      until: "2999-12-31",
    };
    const alarms = { ...evaluator, resource: "xray-encryption-guard-eu-west-1-notifier-alarms" };
    const of = (...exceptions: object[]): PackConfig => ({ "policy-exceptions": { exceptions } });

    it("passes and lists each violation that is excepted, although all policies are mandatory", async () => {
      const answer = await review(program, { all: "mandatory", ...of(evaluator, alarms) });
      assert.deepEqual(found(answer), ["lambda-permission-source-account advisory"]);
      assert.equal(answer.passed, true);
      assert.deepEqual(answer.exceptions, [
        { ...evaluator, excused: 1 },
        { ...alarms, excused: 1 },
      ]);
      assert.ok(answer.violations.every(({ excepted }) => excepted));
      const text = printReview(answer, { color: false });
      assert.match(text, /\n {2}warned {2}lambda-permission-source-account\n/);
      assert.match(text, /\n {2}Excepted until 2999-12-31: Ticket 12\.\n/);
      assert.match(
        text,
        /Exceptions:\n {2}lambda-permission-source-account at \S+-evaluator until 2999-12-31: Ticket 12\. \(excuses 1 violation\)\n/,
      );
      assert.match(text, /Passed: 0 mandatory and 2 advisory violations, 2 of them excepted\.$/);
    });

    it("fails for what is not excepted, and names no excuse there", async () => {
      const answer = await review(program, of(evaluator));
      assert.equal(answer.passed, false);
      assert.deepEqual(found(answer), [
        "lambda-permission-source-account mandatory",
        "lambda-permission-source-account advisory",
      ]);
    });

    const failing: [it: string, exception: object, policy: string, message: RegExp][] = [
      ["that has ended", { until: "2020-01-31" }, "policy-exceptions", /ended on 2020-01-31/],
      ["without a reason", { reason: "" }, "policy-exceptions", /has no reason/],
      ["for a policy that there is not", { policy: "lambda" }, "policy-exceptions", /no policy lambda/],
      [
        "that excuses nothing",
        { policy: "topic-policy-bound" },
        "policy-exceptions-used",
        /excuses no violation/,
      ],
      ["of another resource", { resource: "nobody" }, "policy-exceptions-used", /names no resource/],
    ];
    for (const [name, change, policy, message] of failing) {
      it(`fails for one ${name}`, async () => {
        const answer = await review(undefined, of({ ...evaluator, ...change }));
        assert.deepEqual(found(answer), [`${policy} mandatory`]);
        assert.match(answer.violations[0]?.message ?? "", message);
      });
    }

    it("lists one for another stack, and does not ask what it excuses", async () => {
      const answer = await review(undefined, of({ ...evaluator, stack: "prod" }));
      assert.deepEqual(found(answer), ["policy-exceptions-used advisory"]);
      assert.deepEqual(answer.exceptions, [{ ...evaluator, stack: "prod", excused: 0 }]);
    });

    it("lets the setting itself be excepted, in plain sight", async () => {
      const exception = { ...evaluator, policy: "xray-encryption-desired", resource: "traces" };
      const answer = await review(path.join(fixtures, "xray-encryption-desired.ts"), of(exception));
      assert.equal(answer.passed, true);
      const text = printReview(answer, { color: false });
      assert.match(
        text,
        /advisory, critical: xray-encryption-desired\n {2}traces .*\n.*\n.*\n {2}Excepted until/,
      );
    });

    it("in a first preview waits for what is not known yet", async () => {
      const exception = {
        ...evaluator,
        policy: "delivery-bucket-hardened",
        resource: "xray-encryption-guard-history",
      };
      const answer = await review(undefined, of(exception), true);
      assert.equal(answer.passed, true);
      assert.ok(found(answer).includes("policy-exceptions-used advisory"));
    });
  });

  it("says of a first preview what could not be run, and fails nothing for it", async () => {
    const answer = await review(undefined, {}, true);
    assert.equal(answer.passed, true);
    assert.ok(answer.violations.length > 5);
    assert.ok(
      answer.violations.every(({ unknown, enforcementLevel }) => unknown && enforcementLevel === "advisory"),
    );
  });

  it("still catches in a first preview what is known by then", async () => {
    const answer = await review(path.join(fixtures, "config-recorder-covers-xray.ts"), {}, true);
    assert.equal(answer.passed, false);
    const [worst] = answer.violations;
    assert.match(worst?.message ?? "", /does not record AWS::XRay::EncryptionConfig/);
  });

  it("knows in a first preview by the program's wiring what belongs together", async () => {
    const program = guardWith({
      "aws:cfg/recorderStatus:RecorderStatus": (props) => ({ ...props, isEnabled: false }),
      "aws:s3/bucketVersioning:BucketVersioning": (props) => ({
        ...props,
        versioningConfiguration: { status: "Suspended" },
      }),
      "aws:cloudwatch/metricAlarm:MetricAlarm": (props) => ({ ...props, alarmActions: [] }),
    });
    const { violations } = await review(program, {}, true);
    const seen = violations
      .filter(({ unknown }) => !unknown)
      .map(({ message }) => message.split("\n").at(-1));
    assert.equal(seen.length, 4, seen.join("\n"));
    const expected = [
      /is never started/,
      /has no versioning/,
      /no alarm on its Errors/,
      /no alarm on missing invocations/,
    ];
    for (const message of expected) assert.match(seen.join("\n"), message);
  });

  it("refuses a program that only AWS could answer", async () => {
    const program = () => ({ zones: aws.getAvailabilityZonesOutput().names });
    await assert.rejects(
      review(program),
      /calls aws:index\/getAvailabilityZones.*, which only AWS can answer/,
    );
  });

  it("prints the worst first, each with its resource and its cure", async () => {
    const program = guardWith(
      {
        "aws:lambda/permission:Permission": (props) =>
          props["principal"] === "config.amazonaws.com" ? without(props, "sourceAccount") : props,
      },
      encryption(aKey),
    );
    const text = printReview(await review(program), { color: false });
    assert.match(
      text,
      /\n\nmandatory, high: lambda-permission-source-account\n {2}xray-encryption-guard-eu-west-1-evaluator \(aws:lambda\/permission:Permission\)\n {2}A permission .*\n {2}config\.amazonaws\.com may invoke .*\n {2}How to fix: Set sourceAccount.*\n\nadvisory, critical: xray-encryption-desired\n/,
    );
    assert.match(text, /Failed: 1 mandatory and 1 advisory violations\.$/);
  });

  describe("takes a configuration as the CLI does", () => {
    const refused: [name: string, config: PackConfig, message: RegExp][] = [
      [
        "a policy that the pack does not have",
        { "role-least-privileg": "advisory" },
        /did you mean role-least-priv/,
      ],
      [
        "a level that does not exist",
        { "topic-policy-bound": "strict" },
        /expected one of advisory, mandatory/,
      ],
      [
        "a property that the policy does not have",
        { "xray-encryption-desired": { desired: "any" } },
        /has no property desired: expected .*desiredKey/,
      ],
      [
        "a policy of a name that every object has",
        JSON.parse('{ "__proto__": "disabled", "all": "advisory" }') as PackConfig,
        /the policy __proto__, which the pack does not have/,
      ],
      [
        "another such name",
        { constructor: "disabled" },
        /the policy constructor, which the pack does not have/,
      ],
      [
        "a property of such a name",
        { "topic-policy-bound": { constructor: "x" } },
        /has no property constructor: expected exceptServices/,
      ],
      [
        "another such property",
        JSON.parse('{ "topic-policy-bound": { "__proto__": { "exceptServices": [] } } }') as PackConfig,
        /has no property __proto__: expected exceptServices/,
      ],
      [
        "a Region that is none",
        JSON.parse(
          '{ "xray-encryption-desired": { "desiredKeyByRegion": { "__proto__": "none" } } }',
        ) as PackConfig,
        /desiredKeyByRegion property name must be valid/,
      ],
      [
        "an exception that is a text",
        { "policy-exceptions": { exceptions: ["topic-policy-bound"] } },
        /it\/exceptions\/0 must be object/,
      ],
      [
        "a misspelt part of an exception",
        { "policy-exceptions": { exceptions: [{ untill: "2027-01-31" }] } },
        /it\/exceptions\/0 must NOT have additional properties/,
      ],
      [
        "a value of another type",
        { "evaluator-observed": { minimumLogRetentionDays: "long" } },
        /it\/minimumLogRetentionDays must be integer/,
      ],
      [
        "a value out of range",
        { "evaluator-observed": { minimumLogRetentionDays: 0 } },
        /it\/minimumLogRetentionDays must be >= 1/,
      ],
    ];
    for (const [name, config, message] of refused) {
      it(`and refuses ${name}`, async () => {
        const info = await pack.info();
        assert.throws(
          () => reconcile(info, config),
          (error) => error instanceof ReviewError && message.test(error.message),
        );
      });
    }

    it("and refuses a file that cannot be read", () => {
      assert.throws(() => readPackConfig("/does/not/exist.json"), /cannot be read as JSON/);
      assert.throws(() => readPackConfig(path.join(root, "tsconfig.json")), /must map each policy, or all/);
    });
  });
});

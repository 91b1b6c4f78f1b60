import assert from "node:assert/strict";
import { type DesiredEncryption, parseDesiredEncryption } from "../../rule/decision/desired";
import type { KeyDescription } from "../../rule/decision/key-description";
import type { RecorderState } from "../../rule/decision/recorder";
import { notes } from "../../rule/decision/verdict";
import { LookUpError } from "../../rule/errors";
import { evaluate } from "../../rule/evaluate";
import type { Invocation, Message } from "../../rule/parse/invocation";
import type { LookUps, SpanDestination } from "../../rule/look-ups";
import type { Parameters } from "../../rule/parse/parameters";

const captureTime = new Date("2026-03-04T05:06:07.890Z");
const item = {
  resourceType: "AWS::XRay::EncryptionConfig",
  resourceId: "default",
  captureTime,
  notApplicable: undefined,
};
const keyArn = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const wants = (desired: DesiredEncryption, options: Partial<Parameters> = {}): Parameters => ({
  desired,
  judgesSpans: false,
  checksRecorder: false,
  ...options,
});
const any = wants({ kind: "any" });
const none = wants({ kind: "none" });

function invocation(message: Message): Invocation {
  return {
    location: { region: "eu-west-1", accountId: "123456789012" },
    resultToken: "t",
    ruleParameters: "",
    message,
    ruleName: undefined,
  };
}

const stopped: RecorderState = {
  running: false,
  allSupported: true,
  strategy: undefined,
  included: [],
  excluded: [],
};

/** AWS that answers just this, and fails on any other question. */
function aws(answers: Partial<LookUps>): LookUps {
  const refuse = (what: string) => () => Promise.reject(new Error(`nobody expected ${what}`));
  return {
    liveSetting: refuse("liveSetting"),
    spanDestination: refuse("spanDestination"),
    describeKey: refuse("describeKey"),
    discovered: refuse("discovered"),
    recordedItem: refuse("recordedItem"),
    spansSetting: refuse("spansSetting"),
    recorders: refuse("recorders"),
    channels: refuse("channels"),
    rule: refuse("rule"),
    ...answers,
  };
}

describe("evaluate", () => {
  it("asks nothing about what is not applicable", async () => {
    const message: Message = { kind: "notApplicable", item, why: "It is gone." };

    const { evaluations } = await evaluate(invocation(message), any, aws({}));

    assert.deepEqual(evaluations, [
      {
        ComplianceResourceType: "AWS::XRay::EncryptionConfig",
        ComplianceResourceId: "default",
        ComplianceType: "NOT_APPLICABLE",
        Annotation: "It is gone.",
        OrderingTimestamp: captureTime,
      },
    ]);
  });

  it("starts the look-ups that do not need one another together", async () => {
    const started: string[] = [];
    const together =
      <T>(name: string, answer: T) =>
      async (): Promise<T> => {
        started.push(name);
        await Promise.resolve();
        assert.equal(started.length >= 3, true, `${name} had to wait for the others`);
        return answer;
      };

    const { evaluations } = await evaluate(
      invocation({ kind: "account", creationTime: captureTime }),
      any,
      aws({
        liveSetting: together("live", { setting: { type: "NONE" } as const, updating: false }),
        discovered: together("discovered", []),
        spanDestination: together("spans", "XRay" as const),
      }),
    );

    assert.equal(evaluations[0]?.ComplianceType, "NON_COMPLIANT");
  });

  it("reports on each discovered resource once, and clears the account's row", async () => {
    const { evaluations, clearing } = await evaluate(
      invocation({ kind: "account", creationTime: captureTime }),
      none,
      aws({
        liveSetting: async () => ({ setting: { type: "NONE" }, updating: true }),
        discovered: async () => ["one", "two", "one"],
        spanDestination: async () => "XRay",
      }),
    );

    const rows = [...evaluations, ...(clearing ? [clearing] : [])].map((row) => [
      row.ComplianceResourceType,
      row.ComplianceResourceId,
      row.ComplianceType,
    ]);
    assert.deepEqual(rows, [
      ["AWS::XRay::EncryptionConfig", "one", "COMPLIANT"],
      ["AWS::XRay::EncryptionConfig", "two", "COMPLIANT"],
      ["AWS::::Account", "123456789012", "NOT_APPLICABLE"],
    ]);
  });

  it("asks KMS for every key at once, and for an alias of no other Region", async () => {
    const asked: string[] = [];
    let answer = () => {};
    const allAsked = new Promise<void>((resolve) => (answer = resolve));
    const desired = parseDesiredEncryption("alias/gone", [
      "alias/a",
      "arn:aws:kms:us-east-1:123456789012:alias/a",
    ]);

    const {
      evaluations: [evaluation],
    } = await evaluate(
      invocation({ kind: "item", item, setting: { type: "KMS", keyId: keyArn } }),
      wants(desired),
      aws({
        spanDestination: async () => "CloudWatchLogs",
        describeKey: async (reference) => {
          asked.push(reference);
          if (asked.length === 3) answer();
          await allAsked;
          return reference === "alias/gone"
            ? { found: "nothing" }
            : { found: "key", arn: keyArn, state: "Enabled", manager: "CUSTOMER" };
        },
      }),
    );

    assert.deepEqual(asked, [keyArn, "alias/gone", "alias/a"]);
    assert.equal(evaluation?.ComplianceType, "COMPLIANT");
    assert.match(evaluation.Annotation ?? "", /CloudWatch Logs/);
  });

  const announced = {
    configurationItemCaptureTime: captureTime,
    configurationItemStatus: "OK" as const,
    resourceType: "AWS::XRay::EncryptionConfig" as const,
    resourceId: "default",
    accountId: "123456789012",
    awsRegion: "eu-west-1",
    configuration: '{"type":"NONE"}',
  };
  const strange: [string, object, string][] = [
    [
      "older than the summary",
      { configurationItemCaptureTime: new Date(captureTime.getTime() - 1) },
      "older",
    ],
    ["of no known time", { configurationItemCaptureTime: undefined }, "configurationItemCaptureTime"],
    ["of another type", { resourceType: "AWS::S3::Bucket" }, "resourceType"],
    ["of another resource", { resourceId: "other" }, "resourceId"],
    ["of another account", { accountId: "999999999999" }, "accountId"],
    ["of another Region", { awsRegion: "us-east-1" }, "awsRegion"],
    ["of no known type", { resourceType: undefined }, "resourceType"],
    ["of no known resource", { resourceId: undefined }, "resourceId"],
  ];
  for (const [what, changes, mention] of strange) {
    it(`does not judge a fetched item ${what}`, async () => {
      const answers = aws({
        spanDestination: async () => "XRay",
        recordedItem: async () => ({ ...announced, ...changes }),
      });

      const evaluated = evaluate(invocation({ kind: "summary", item }), none, answers);

      await assert.rejects(
        evaluated,
        (error) => error instanceof LookUpError && error.message.includes(mention),
      );
    });
  }

  const enabledKey: KeyDescription = { found: "key", arn: keyArn, state: "Enabled", manager: "CUSTOMER" };
  const said = "X-Ray encrypts with key 1234abcd-12ab-34cd-56ef-1234567890ab, as desired: any KMS key.";
  const remarks: [fact: KeyDescription, spans: SpanDestination, annotation: string][] = [
    [enabledKey, "XRay", said],
    [
      enabledKey,
      "CloudWatchLogs",
      `${said} Spans go to CloudWatch Logs, which this setting does not encrypt.`,
    ],
    [enabledKey, "unreadable", `${said} Where spans go could not be read.`],
    [{ found: "unreadable", why: "denied" }, "XRay", `${said} The key's state could not be read.`],
  ];
  for (const [fact, spans, annotation] of remarks) {
    it(`says just what is to be said of a key that is ${fact.found} and spans that go to ${spans}`, async () => {
      const answers = aws({ describeKey: async () => fact, spanDestination: async () => spans });
      const message: Message = { kind: "item", item, setting: { type: "KMS", keyId: keyArn } };

      const { evaluations } = await evaluate(invocation(message), any, answers);

      assert.equal(evaluations[0]?.Annotation, annotation);
    });
  }

  for (const member of ["accountId", "awsRegion"]) {
    it(`judges a fetched item that does not say its ${member}`, async () => {
      const recordedItem = async () => ({ ...announced, [member]: undefined });
      const answers = aws({ spanDestination: async () => "XRay", recordedItem });

      const { evaluations } = await evaluate(invocation({ kind: "summary", item }), none, answers);

      assert.equal(evaluations[0]?.ComplianceType, "COMPLIANT");
    });
  }

  it("judges a fetched item as recorded, at the summary's time", async () => {
    const answers = aws({ spanDestination: async () => "XRay", recordedItem: async () => announced });

    const {
      evaluations: [evaluation],
    } = await evaluate(invocation({ kind: "summary", item }), none, answers);

    assert.equal(evaluation?.ComplianceType, "COMPLIANT");
    assert.equal(evaluation.OrderingTimestamp, captureTime);
  });

  const otherKey = keyArn.replace("1234abcd", "99999999");
  const enabled = async (reference: string) => ({
    found: "key" as const,
    arn: reference,
    state: "Enabled",
    manager: "CUSTOMER",
  });
  const spansCases: [
    what: string,
    traces: string,
    spans: string | undefined,
    verdict: string,
    says: RegExp,
  ][] = [
    ["both right", keyArn, keyArn, "COMPLIANT", /^Traces and spans .* pass: X-Ray encrypts/],
    [
      "spans with another key",
      keyArn,
      otherKey,
      "NON_COMPLIANT",
      /^Spans fail, traces pass: Log group aws\/spans/,
    ],
    ["spans without a key", keyArn, undefined, "NON_COMPLIANT", /^Spans fail.*uses its default encryption/],
    [
      "traces with another key",
      otherKey,
      keyArn,
      "NON_COMPLIANT",
      /^Traces fail, spans pass: X-Ray encrypts/,
    ],
    ["both wrong", otherKey, otherKey, "NON_COMPLIANT", /^Traces and spans .* fail: X-Ray encrypts/],
  ];
  for (const [what, traces, spans, verdict, says] of spansCases) {
    it(`holds the spans' log group to the same desired encryption: ${what}`, async () => {
      const { evaluations } = await evaluate(
        invocation({ kind: "item", item, setting: { type: "KMS", keyId: traces } }),
        wants(parseDesiredEncryption(keyArn), { judgesSpans: true }),
        aws({
          spanDestination: async () => "CloudWatchLogs",
          spansSetting: async () => (spans === undefined ? { type: "NONE" } : { type: "KMS", keyId: spans }),
          describeKey: enabled,
        }),
      );

      assert.equal(evaluations[0]?.ComplianceType, verdict);
      assert.match(evaluations[0].Annotation ?? "", says);
      assert.ok((evaluations[0].Annotation ?? "").length <= 256);
    });
  }

  it("keeps what else is to be said, when only the spans fail and when their key's state is unknown", async () => {
    const evaluateWith = async (spans: string, unreadable: string) => {
      const { evaluations } = await evaluate(
        invocation({ kind: "account", creationTime: captureTime }),
        wants({ kind: "any" }, { judgesSpans: true, checksRecorder: true }),
        aws({
          liveSetting: async () => ({ setting: { type: "KMS", keyId: keyArn }, updating: true }),
          discovered: async () => [],
          spanDestination: async () => "CloudWatchLogs",
          spansSetting: async () => (spans === "" ? { type: "NONE" } : { type: "KMS", keyId: spans }),
          recorders: async () => [],
          channels: async () => [],
          describeKey: async (reference) =>
            reference === unreadable ? { found: "unreadable", why: "denied" } : enabled(reference),
        }),
      );
      return evaluations[0]?.Annotation ?? "";
    };

    assert.match(await evaluateWith("", ""), /^Spans fail.*AWS Config has no recorder here\./);
    const unread = await evaluateWith(otherKey, otherKey);
    assert.match(unread, /pass: .*no recorder here\..*The state of the spans' key could not be read\.$/);
    assert.ok(unread.length <= 256);
  });

  it("does not take it for a problem that nobody could tell whether anything is recorded", async () => {
    const outcome = await evaluate(
      invocation({ kind: "account", creationTime: captureTime }),
      wants({ kind: "none" }, { checksRecorder: true }),
      aws({
        liveSetting: async () => ({ setting: { type: "NONE" }, updating: false }),
        discovered: async () => [],
        spanDestination: async () => "XRay",
        recorders: async () => undefined,
        channels: async () => undefined,
      }),
    );

    assert.deepEqual(outcome.control, {
      problems: [],
      unread: [notes.recordingUnknown, notes.deliveryUnknown],
    });
    assert.match(
      outcome.evaluations[0]?.Annotation ?? "",
      /records could not be read\. .*delivers could not/,
    );
  });

  it("does not look at the log group where spans stay in X-Ray", async () => {
    const { evaluations } = await evaluate(
      invocation({ kind: "item", item, setting: { type: "KMS", keyId: keyArn } }),
      wants({ kind: "any" }, { judgesSpans: true }),
      aws({ spanDestination: async () => "XRay", describeKey: enabled }),
    );

    assert.equal(evaluations[0]?.ComplianceType, "COMPLIANT");
  });

  it("comes to no verdict where the spans decide and nobody can tell where they go", async () => {
    const evaluated = evaluate(
      invocation({ kind: "item", item, setting: { type: "KMS", keyId: keyArn } }),
      wants({ kind: "any" }, { judgesSpans: true }),
      aws({ spanDestination: async () => "unreadable", describeKey: enabled }),
    );

    await assert.rejects(
      evaluated,
      (error) => error instanceof LookUpError && /GetTraceSegmentDestination/.test(error.message),
    );
  });

  it("says in the annotation, and apart, that nothing is recorded", async () => {
    const outcome = await evaluate(
      invocation({ kind: "account", creationTime: captureTime }),
      wants({ kind: "none" }, { checksRecorder: true }),
      aws({
        liveSetting: async () => ({ setting: { type: "NONE" }, updating: false }),
        discovered: async () => [],
        spanDestination: async () => "XRay",
        recorders: async () => [stopped],
        channels: async () => [{ deliveries: [] }],
      }),
    );

    assert.deepEqual(outcome.control, {
      problems: [{ part: "recorder", sentence: "AWS Config's recorder is stopped." }],
      unread: [],
    });
    assert.match(outcome.evaluations[0]?.Annotation ?? "", /recorder is stopped/);
    assert.equal(outcome.evaluations[0]?.ComplianceType, "COMPLIANT");
  });

  it("counts what AWS Config discovered since a recorder that was started a day ago", async () => {
    const startedAt = new Date(captureTime.getTime() - 86_400_000);
    const evaluateWith = (found: string[]) =>
      evaluate(
        { ...invocation({ kind: "account", creationTime: captureTime }), ruleName: "guard" },
        wants({ kind: "none" }, { checksRecorder: true }),
        aws({
          liveSetting: async () => ({ setting: { type: "NONE" }, updating: false }),
          discovered: async () => found,
          spanDestination: async () => "XRay",
          recorders: async () => [{ ...stopped, running: true, startedAt }],
          channels: async () => [{ deliveries: [] }],
          rule: async (name) => ({ state: name === "guard" ? "ACTIVE" : "", messageTypes: [], scope: [] }),
        }),
      );

    const [none, some] = [await evaluateWith([]), await evaluateWith(["default"])];

    assert.match(none.evaluations[0]?.Annotation ?? "", /has recorded nothing yet, in a day\.$/);
    assert.equal(none.control?.problems.length, 1);
    assert.deepEqual(some.control, { problems: [], unread: [] });
  });
});

import assert from "node:assert/strict";
import type { Answer } from "./lambda";
import { notifierArn, type World, type WorldState } from "./world";

const keyArn = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const otherArn = "arn:aws:kms:eu-west-1:123456789012:key/0987dcba-09fe-87dc-65ba-ab0987654321";
const caller = "arn:aws:sts::123456789012:assumed-role/admin/ann";

/** As CloudTrail tells EventBridge. */
function call(eventName: string, requestParameters: object, changes: object = {}): object {
  return {
    version: "0",
    "detail-type": "AWS API Call via CloudTrail",
    source: eventName === "PutEncryptionConfig" ? "aws.xray" : "aws.kms",
    account: "123456789012",
    region: "eu-west-1",
    time: "2026-03-04T05:06:07Z",
    detail: {
      eventName,
      userIdentity: { type: "AssumedRole", arn: caller },
      eventTime: "2026-03-04T05:06:04Z",
      eventID: "e-1",
      requestParameters,
    },
    ...changes,
  };
}

const right: WorldState = {
  xray: { Type: "KMS", KeyId: keyArn, Status: "ACTIVE" },
  keys: {
    [keyArn]: { KeyState: "Enabled", KeyManager: "CUSTOMER" },
    [otherArn]: { KeyState: "Enabled", KeyManager: "CUSTOMER" },
  },
  aliases: { "alias/xray-traces": keyArn },
  rule: { name: "guard", busy: false },
};
const wrong: WorldState = { ...right, xray: { Type: "NONE", Status: "UPDATING" } };
const disabled: WorldState = {
  ...right,
  keys: { [keyArn]: { KeyState: "Disabled", KeyManager: "CUSTOMER" } },
};

const put = call("PutEncryptionConfig", { Type: "NONE" });
const judged = ["GetEncryptionConfig", "GetEncryptionConfig", "GetTraceSegmentDestination"];

/** An API call, and what the event detector must make of it. */
export interface EventHandlerCase {
  name: string;
  event: unknown;
  world: WorldState;
  /** The rule's parameters; the desired alias alone when absent. */
  parameters?: string;
  /** What the notifier is handed, NON_COMPLIANT unless it says otherwise; nothing when absent. */
  observed?: { annotation: RegExp; name: string; complianceType?: "COMPLIANT"; isUndated?: true };
  /** The AWS calls made, in any order. */
  calls: string[];
  error?: RegExp;
}

export const eventHandlerCases: readonly EventHandlerCase[] = [
  {
    name: "tells people at once of a setting that is wrong, and asks AWS Config to evaluate",
    event: put,
    world: wrong,
    observed: { annotation: /^X-Ray uses its default encryption/, name: "PutEncryptionConfig" },
    calls: [...judged, "Invoke", "StartConfigRulesEvaluation"],
  },
  {
    name: "tells what it knows where CloudTrail says neither when nor by which event",
    event: {
      ...put,
      detail: { eventName: "PutEncryptionConfig", userIdentity: { arn: caller }, requestParameters: {} },
    },
    world: wrong,
    observed: { annotation: /^X-Ray uses/, name: "PutEncryptionConfig", isUndated: true },
    calls: [...judged, "Invoke", "StartConfigRulesEvaluation"],
  },
  {
    name: "hands over that a setting is right, too, and has AWS Config say so",
    event: call("PutEncryptionConfig", { Type: "KMS", KeyId: "alias/xray-traces" }),
    world: right,
    observed: {
      annotation: /as desired by alias\/xray-traces/,
      name: "PutEncryptionConfig",
      complianceType: "COMPLIANT",
    },
    calls: [...judged, "DescribeKey", "Invoke", "StartConfigRulesEvaluation"],
  },
  {
    name: "sees that the key in use was disabled",
    event: call("DisableKey", { keyId: "1234abcd-12ab-34cd-56ef-1234567890ab" }),
    world: disabled,
    observed: {
      annotation: /^X-Ray stops storing traces: its key 1234abcd-\S+ is Disabled/,
      name: "DisableKey",
    },
    calls: [...judged, "DescribeKey", "Invoke", "StartConfigRulesEvaluation"],
  },
  {
    name: "sees that the desired alias points elsewhere, by its name in the call",
    event: call("UpdateAlias", { aliasName: "alias/xray-traces", targetKeyId: otherArn }),
    world: { ...right, aliases: { "alias/xray-traces": otherArn } },
    observed: { annotation: /but should use alias\/xray-traces/, name: "UpdateAlias" },
    calls: [...judged, "DescribeKey", "DescribeKey", "Invoke", "StartConfigRulesEvaluation"],
  },
  {
    name: "sees that the key of the spans' log group was disabled, where that is judged too",
    event: call("DisableKey", { keyId: otherArn }),
    world: {
      ...right,
      destination: "CloudWatchLogs",
      spansKey: otherArn,
      keys: { ...right.keys, [otherArn]: { KeyState: "Disabled", KeyManager: "CUSTOMER" } },
    },
    parameters: '{"desiredKey":"customer","transactionSearch":"judge"}',
    observed: {
      annotation: /^Spans fail, traces pass: CloudWatch Logs stops storing spans/,
      name: "DisableKey",
    },
    calls: [
      ...judged,
      "GetTraceSegmentDestination",
      "DescribeLogGroups",
      "DescribeLogGroups",
      "DescribeKey",
      "DescribeKey",
      "Invoke",
      "StartConfigRulesEvaluation",
    ],
  },
  {
    name: "lets calls on other keys pass, also while the setting is wrong",
    event: call("ScheduleKeyDeletion", { keyId: otherArn, pendingWindowInDays: 7 }),
    world: wrong,
    calls: ["GetEncryptionConfig"],
  },
  {
    name: "takes AWS Config's one evaluation a minute for no error",
    event: put,
    world: { ...wrong, rule: { name: "guard", busy: true } },
    observed: { annotation: /./, name: "PutEncryptionConfig" },
    calls: [...judged, "Invoke", "StartConfigRulesEvaluation"],
  },
  {
    name: "takes throttling for no error either, and does not ask again",
    event: put,
    world: { ...wrong, throttle: { StartConfigRulesEvaluation: 1 }, rule: { name: "guard", busy: true } },
    observed: { annotation: /./, name: "PutEncryptionConfig" },
    calls: [...judged, "Invoke", "StartConfigRulesEvaluation"],
  },
  {
    name: "fails, so that Lambda tries again and people hear of it, when it may not reach the notifier",
    event: put,
    world: { ...wrong, deny: ["Invoke"] },
    calls: [...judged, "Invoke"],
    error: /^NotifyError: Cannot hand the verdict to the notifier .*lambda:InvokeFunction/,
  },
  {
    name: "fails when it may not ask for an evaluation",
    event: put,
    world: { ...right, deny: ["StartConfigRulesEvaluation"] },
    observed: { annotation: /as desired/, name: "PutEncryptionConfig", complianceType: "COMPLIANT" },
    calls: [...judged, "DescribeKey", "Invoke", "StartConfigRulesEvaluation"],
    error: /^ReportError: Cannot start an evaluation/,
  },
  {
    name: "fails on an event of another account",
    event: call("PutEncryptionConfig", {}, { account: "999999999999" }),
    world: wrong,
    calls: [],
    error: /^InvocationError: .*account/,
  },
  {
    name: "fails on an event without a call",
    event: call("PutEncryptionConfig", {}, { detail: {} }),
    world: wrong,
    calls: [],
    error: /^InvocationError: detail\.eventName/,
  },
  { name: "fails on nothing", event: null, world: wrong, calls: [], error: /^InvocationError: the event/ },
];

/** What the stack sets in the function's environment. */
export function eventHandlerEnvironment(
  parameters = '{"desiredKey":"alias/xray-traces"}',
): Record<string, string> {
  return {
    RULE_NAME: "guard",
    RULE_PARAMETERS: parameters,
    NOTIFIER_ARN: notifierArn,
  };
}

export function assessEventHandlerCase(
  { observed, calls, error, world: { rule } }: EventHandlerCase,
  answer: Answer,
  world: World,
): void {
  assert.deepEqual(world.unexpected, []);
  assert.deepEqual(world.operations.toSorted(), calls.toSorted());
  assert.equal(world.observed.length, observed === undefined ? 0 : 1);
  if (observed !== undefined) {
    const { annotation, name, complianceType = "NON_COMPLIANT", isUndated } = observed;
    const [handed] = world.observed;
    assert.equal(handed?.["by"], "call");
    assert.equal(handed["complianceType"], complianceType);
    assert.match(String(handed["annotation"]), annotation);
    assert.equal(handed["ruleName"], "guard");
    const dated = { calledAt: "2026-03-04T05:06:04Z", eventId: "e-1" };
    assert.deepEqual(handed["call"], { name, caller, ...(isUndated === true ? {} : dated) });
  }
  const failed = answer.error === undefined ? "" : `${answer.error.name}: ${answer.error.message}`;
  if (error === undefined) assert.equal(failed, "");
  else assert.match(failed, error);
  const lines = answer.stdout.trim().split("\n");
  assert.equal(lines.length, 1);
  const line = JSON.parse(lines[0] ?? "") as Record<string, unknown>;
  assert.equal(line["level"], error === undefined ? "INFO" : "ERROR");
  if (error === undefined) {
    const asked = calls.includes("StartConfigRulesEvaluation");
    assert.equal(line["affected"], asked);
    assert.equal(line["evaluationStarted"], asked ? rule?.busy !== true : undefined);
  }
}

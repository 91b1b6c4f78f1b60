import assert from "node:assert/strict";
import type { ControlProblem } from "../../rule/decision/control";
import type { Answer } from "./lambda";
import { notifierArn, type World, type WorldState } from "./world";

const keyArn = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const otherArn = "arn:aws:kms:eu-west-1:123456789012:key/0987dcba-09fe-87dc-65ba-ab0987654321";
const logGroupArn = "arn:aws:logs:eu-west-1:123456789012:log-group";
const caller = "arn:aws:sts::123456789012:assumed-role/admin/ann";

/** As CloudTrail tells EventBridge. */
function call(
  eventName: string,
  requestParameters: object,
  changes: object = {},
  detail: object = {},
): object {
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
      ...detail,
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
const judged = ["GetEncryptionConfig", "GetTraceSegmentDestination"];
/** After a call on a key it is looked up first which key is in use. */
const judgedByKey = ["GetEncryptionConfig", ...judged];
const lookedAtControl = [
  "DescribeConfigurationRecorders",
  "DescribeConfigurationRecorderStatus",
  "DescribeDeliveryChannels",
  "DescribeDeliveryChannelStatus",
  "DescribeConfigRules",
];
/** The desired alias, and the key in use. */
const keysLookedUp = ["DescribeKey", "DescribeKey"];
const watched = '{"desiredKey":"alias/xray-traces","alarmOnRecorder":"true"}';
const recorders = [{ name: "guard-recorder", recording: true, recordingGroup: { allSupported: true } }];
const stopped = [{ ...recorders[0], recording: false }];

/** An API call, and what the event detector must make of it. */
export interface EventHandlerCase {
  name: string;
  event: unknown;
  world: WorldState;
  /** The rule's parameters; the desired alias alone when absent. */
  parameters?: string;
  /** What the notifier is handed, NON_COMPLIANT unless it says otherwise; nothing when absent. */
  observed?: { annotation: RegExp; name: string; complianceType?: "COMPLIANT"; isUndated?: true };
  /** What somebody is to look at; nothing when absent. */
  notice?: RegExp;
  /** What AWS Config no longer does; nothing when absent. */
  control?: { part: string; says: string };
  usesExistingRecorder?: true;
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
    calls: [...judged, ...keysLookedUp, "Invoke", "StartConfigRulesEvaluation"],
  },
  {
    name: "sees that the key in use was disabled",
    event: call("DisableKey", { keyId: "1234abcd-12ab-34cd-56ef-1234567890ab" }),
    world: disabled,
    observed: {
      annotation: /^X-Ray stops storing traces: its key 1234abcd-\S+ is Disabled/,
      name: "DisableKey",
    },
    calls: [...judgedByKey, ...keysLookedUp, "Invoke", "StartConfigRulesEvaluation"],
  },
  {
    name: "sees that the desired alias points elsewhere, by its name in the call",
    event: call("UpdateAlias", { aliasName: "alias/xray-traces", targetKeyId: otherArn }),
    world: { ...right, aliases: { "alias/xray-traces": otherArn } },
    observed: { annotation: /but should use alias\/xray-traces/, name: "UpdateAlias" },
    calls: [...judgedByKey, ...keysLookedUp, "Invoke", "StartConfigRulesEvaluation"],
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
      ...judgedByKey,
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
    name: "sees that the desired alias is made, by its name in the call",
    event: call("CreateAlias", { aliasName: "alias/xray-traces", targetKeyId: otherArn }),
    world: { ...right, aliases: { "alias/xray-traces": otherArn } },
    observed: { annotation: /but should use alias\/xray-traces/, name: "CreateAlias" },
    calls: [...judgedByKey, ...keysLookedUp, "Invoke", "StartConfigRulesEvaluation"],
  },
  ...["PutKeyPolicy", "RevokeGrant", "RetireGrant"].map((name): EventHandlerCase => ({
    name: `has somebody look after ${name} on the key in use: nothing shows what it came to`,
    event: call(name, null as unknown as object, {}, { resources: [{ ARN: keyArn }] }),
    world: right,
    observed: { annotation: /as desired/, name, complianceType: "COMPLIANT" },
    notice:
      name === "PutKeyPolicy" ? /^The policy of the key .*stops storing/ : /^A grant on the key .*taken back/,
    calls: [...judgedByKey, ...keysLookedUp, "Invoke", "StartConfigRulesEvaluation"],
  })),
  {
    name: "has nobody look after one on a desired key that is not in use, but judges",
    event: call("PutKeyPolicy", { keyId: otherArn }),
    world: { ...right, aliases: { "alias/xray-traces": keyArn } },
    parameters: JSON.stringify({ desiredKey: keyArn, acceptedKeys: otherArn }),
    observed: { annotation: /as desired/, name: "PutKeyPolicy", complianceType: "COMPLIANT" },
    calls: [...judgedByKey, "DescribeKey", "Invoke", "StartConfigRulesEvaluation"],
  },
  {
    name: "lets a policy of another key pass",
    event: call("PutKeyPolicy", { keyId: otherArn }),
    world: right,
    calls: ["GetEncryptionConfig"],
  },
  {
    name: "has somebody look where spans leave X-Ray and are not judged",
    event: call("UpdateTraceSegmentDestination", { destination: "CloudWatchLogs" }),
    world: { ...right, destination: "CloudWatchLogs" },
    observed: {
      annotation: /as desired/,
      name: "UpdateTraceSegmentDestination",
      complianceType: "COMPLIANT",
    },
    notice: /^X-Ray sends spans to CloudWatch Logs/,
    calls: [...judged, "GetTraceSegmentDestination", ...keysLookedUp, "Invoke", "StartConfigRulesEvaluation"],
  },
  {
    name: "has nobody look where spans come back",
    event: call("UpdateTraceSegmentDestination", { destination: "XRay" }),
    world: right,
    observed: {
      annotation: /as desired/,
      name: "UpdateTraceSegmentDestination",
      complianceType: "COMPLIANT",
    },
    calls: [...judged, "GetTraceSegmentDestination", ...keysLookedUp, "Invoke", "StartConfigRulesEvaluation"],
  },
  {
    name: "judges the spans' log group where that is judged, and has nobody look",
    event: call("DisassociateKmsKey", { logGroupName: "aws/spans" }),
    world: { ...right, destination: "CloudWatchLogs", spansKey: null },
    parameters: '{"desiredKey":"customer","transactionSearch":"judge"}',
    observed: { annotation: /^Spans fail, traces pass/, name: "DisassociateKmsKey" },
    calls: [...judged, "DescribeLogGroups", "DescribeKey", "Invoke", "StartConfigRulesEvaluation"],
  },
  {
    name: "has somebody look at the spans' log group where that is not judged",
    event: call("AssociateKmsKey", { resourceIdentifier: `${logGroupArn}:aws/spans`, kmsKeyId: otherArn }),
    world: { ...right, destination: "CloudWatchLogs", spansKey: otherArn },
    observed: { annotation: /as desired/, name: "AssociateKmsKey", complianceType: "COMPLIANT" },
    notice: /^The key of log group aws\/spans was changed/,
    calls: [...judged, "GetTraceSegmentDestination", ...keysLookedUp, "Invoke", "StartConfigRulesEvaluation"],
  },
  {
    name: "lets another log group pass",
    event: call("AssociateKmsKey", { logGroupName: "aws/spans-of-mine", kmsKeyId: keyArn }),
    world: right,
    calls: [],
  },
  {
    name: "lets a call that it does not watch pass",
    event: call("EnableKey", { keyId: keyArn }),
    world: right,
    calls: [],
  },
  ...(
    [
      ["StopConfigurationRecorder", { configurationRecorderName: "guard-recorder" }, stopped, "is stopped"],
      [
        "DeleteConfigurationRecorder",
        { configurationRecorderName: "guard-recorder" },
        [],
        "no recorder here",
      ],
      [
        "PutConfigurationRecorder",
        { configurationRecorder: { name: "guard-recorder" } },
        [{ ...recorders[0], recordingGroup: { resourceTypes: ["AWS::S3::Bucket"] } }],
        "does not record this type",
      ],
    ] as const
  ).map(([name, parameters, found, says]): EventHandlerCase => ({
    name: `tells at once what ${name} came to`,
    event: call(name, parameters),
    world: { ...right, recorders: [...found] },
    parameters: watched,
    control: { part: "recorder", says },
    calls: [...lookedAtControl, "Invoke"],
  })),
  {
    name: "tells at once that the delivery channel is gone",
    event: call("DeleteDeliveryChannel", { deliveryChannelName: "guard-channel" }),
    world: { ...right, recorders, channels: [] },
    parameters: watched,
    control: { part: "delivery", says: "no delivery channel" },
    calls: [...lookedAtControl, "Invoke"],
  },
  {
    name: "tells at once that the rule is gone",
    event: call("DeleteConfigRule", { configRuleName: "guard" }),
    world: { ...right, recorders, describedRule: "gone" },
    parameters: watched,
    control: { part: "rule", says: "no such rule" },
    calls: [...lookedAtControl, "Invoke"],
  },
  {
    name: "tells nothing, not that all is well either, where a call did no harm",
    event: call("PutConfigurationRecorder", { configurationRecorder: { name: "guard-recorder" } }),
    world: { ...right, recorders },
    parameters: watched,
    calls: lookedAtControl,
  },
  {
    name: "lets a call on another recorder pass",
    event: call("StopConfigurationRecorder", { configurationRecorderName: "default" }),
    world: { ...right, recorders: stopped },
    parameters: watched,
    calls: [],
  },
  {
    name: "hears of any recorder where the account's own is used",
    event: call("StopConfigurationRecorder", { configurationRecorderName: "default" }),
    world: { ...right, recorders: stopped },
    parameters: watched,
    usesExistingRecorder: true,
    control: { part: "recorder", says: "is stopped" },
    calls: [...lookedAtControl, "Invoke"],
  },
  {
    name: "lets another rule go",
    event: call("DeleteConfigRule", { configRuleName: "other" }),
    world: { ...right, describedRule: "gone" },
    parameters: watched,
    calls: [],
  },
  {
    name: "looks at no recorder where no run on schedule does",
    event: call("StopConfigurationRecorder", { configurationRecorderName: "guard-recorder" }),
    world: { ...right, recorders: stopped },
    calls: [],
  },
  ...(["gone", { ConfigRuleState: "DELETING" }] as const).map((describedRule): EventHandlerCase => ({
    name: `has somebody look after a rule all the same, that is ${JSON.stringify(describedRule)}`,
    event: call("DeleteConfigRule", { configRuleName: "guard" }),
    world: { ...right, describedRule },
    notice: /^AWS Config's rule on X-Ray's encryption was deleted/,
    calls: ["DescribeConfigRules", "Invoke"],
  })),
  {
    name: "has nobody look after a rule that is there, or that it may not see",
    event: call("DeleteConfigRule", { configRuleName: "guard" }),
    world: { ...right, deny: ["DescribeConfigRules"] },
    calls: ["DescribeConfigRules"],
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
    calls: [...judged, ...keysLookedUp, "Invoke", "StartConfigRulesEvaluation"],
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
  usesExistingRecorder = false,
): Record<string, string> {
  return {
    RULE_NAME: "guard",
    RULE_PARAMETERS: parameters,
    NOTIFIER_ARN: notifierArn,
    RECORDER_NAMES: usesExistingRecorder ? "[]" : '["guard-recorder","guard-channel"]',
  };
}

export function assessEventHandlerCase(
  { event, observed, notice, control, calls, error, world: { rule } }: EventHandlerCase,
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
  const called = { name: nameIn(event), caller, calledAt: "2026-03-04T05:06:04Z", eventId: "e-1" };
  const [handed] = world.handed;
  assert.equal(handed?.["notice"] !== undefined, notice !== undefined);
  if (notice !== undefined) {
    const { meaning, asOf, call: told } = handed?.["notice"] as Record<string, unknown>;
    assert.match(String(meaning), notice);
    assert.ok(Math.abs(Date.parse(String(asOf)) - Date.now()) < 60_000);
    assert.deepEqual(told, called);
  }
  assert.equal(handed?.["control"] !== undefined, control !== undefined);
  if (control !== undefined) {
    const { problems, ruleName, call: told } = handed?.["control"] as Record<string, unknown>;
    const [{ part, sentence } = { part: "", sentence: "" }, ...more] = problems as ControlProblem[];
    assert.deepEqual([part, more], [control.part, []]);
    assert.ok(sentence.includes(control.says), sentence);
    assert.deepEqual([ruleName, told], ["guard", called]);
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
    assert.equal(line["affected"], asked || control !== undefined);
    assert.equal(String(line["recordingProblem"]).includes(control?.says ?? "undefined"), true);
    assert.equal(line["evaluationStarted"], asked ? rule?.busy !== true : undefined);
  }
}

function nameIn(event: unknown): unknown {
  return (event as { detail?: { eventName?: string } } | null)?.detail?.eventName;
}

import * as assert from "node:assert/strict";
import type { Mutate } from "../../local/deployment/deploy";
import { runLocal } from "../../local/run";

/** Changes the inputs of resources of a type, and of a name where one is given. */
function change(
  type: string,
  inputs: (inputs: Record<string, unknown>) => Record<string, unknown>,
  name = "",
): Mutate {
  return (resource) =>
    resource.type === type && resource.name.endsWith(name)
      ? { ...resource.inputs, ...inputs(resource.inputs) }
      : resource.inputs;
}

/** Leaves out resources of a type. */
function leaveOut(type: string, name = ""): Mutate {
  return (resource) => (resource.type === type && resource.name.endsWith(name) ? undefined : resource.inputs);
}

/** Takes an action out of all role policies. */
function withoutAction(action: string): Mutate {
  return change("aws:iam/rolePolicy:RolePolicy", ({ policy }) => ({
    policy: String(policy).replaceAll(`"${action}"`, '"ec2:DescribeVpcs"'),
  }));
}

describe("a broken program fails the local run visibly", () => {
  const programs: { says: string; mutate: Mutate; config?: Record<string, unknown>; problem: RegExp }[] = [
    {
      says: "a recorder that does not record the type",
      mutate: change("aws:cfg/recorder:Recorder", () => ({
        recordingGroup: {
          allSupported: false,
          resourceTypes: ["AWS::S3::Bucket"],
          recordingStrategies: [{ useOnly: "INCLUSION_BY_RESOURCE_TYPES" }],
        },
      })),
      problem:
        /AWS Config did not record AWS::XRay::EncryptionConfig in eu-west-1: recorder \S+ does not record AWS::XRay::EncryptionConfig\./,
    },
    {
      says: "a recorder that is not started",
      mutate: change("aws:cfg/recorderStatus:RecorderStatus", () => ({ isEnabled: false })),
      problem: /recorder \S+ is not running/,
    },
    {
      says: "a recorder whose role may not read the setting",
      mutate: withoutAction("xray:GetEncryptionConfig"),
      problem:
        /AWS Config could not read .*role\/\S+recorder\S+ is not authorized to perform xray:GetEncryptionConfig/,
    },
    {
      says: "no permission to invoke the function",
      mutate: leaveOut("aws:lambda/permission:Permission"),
      problem:
        /could not be deployed: .*cannot be invoked.*config\.amazonaws\.com is not authorized to perform lambda:InvokeFunction/,
    },
    {
      says: "a rule whose scope is a type that does not exist",
      mutate: change("aws:cfg/rule:Rule", () => ({
        scope: { complianceResourceTypes: ["AWS::XrayEncryptionConfig"] },
      })),
      problem:
        /did not invoke rule \S+ for AWS::XRay::EncryptionConfig: its scope is AWS::XrayEncryptionConfig\./,
    },
    {
      says: "an evaluator whose role may not report",
      mutate: withoutAction("config:PutEvaluations"),
      problem: /failed 3 times and Lambda gave up: .*not authorized to perform config:PutEvaluations/,
    },
    {
      says: "an evaluator whose role may not log",
      mutate: withoutAction("logs:PutLogEvents"),
      problem: /The log lines of function \S+ are lost: .*logs:PutLogEvents/,
    },
    {
      says: "a rule that desires another key than the stack's config says",
      mutate: change("aws:cfg/rule:Rule", () => ({ inputParameters: '{"desiredKey":"none"}' })),
      problem:
        /^After "The stack is deployed" in eu-west-1\nexpected: the verdict NON_COMPLIANT on change\nactual: {3}COMPLIANT on change: .+/,
    },
    {
      says: "an event rule that looks for a type that does not exist",
      mutate: change(
        "aws:cloudwatch/eventRule:EventRule",
        () => ({
          eventPattern: '{"detail":{"configurationItem":{"resourceType":["AWS::XrayEncryptionConfig"]}}}',
        }),
        "-change",
      ),
      config: { trigger: "periodic" },
      problem: /EventBridge rule \S+-change-\S+ never matched an event/,
    },
    {
      says: "no rule at all",
      mutate: leaveOut("aws:cfg/rule:Rule"),
      problem: /no verdict \(there is no AWS Config rule\) on change/,
    },
    {
      says: "EventBridge rules without targets",
      mutate: leaveOut("aws:cloudwatch/eventTarget:EventTarget"),
      config: { trigger: "periodic" },
      problem:
        /^After ".+" in eu-west-1\nexpected: the subjects CHANGED; NON_COMPLIANT\nactual: {3}NON_COMPLIANT: X-Ray encryption, 123456789012 eu-west-1$/,
    },
    {
      says: "a target that is another topic",
      mutate: change("aws:cloudwatch/eventTarget:EventTarget", () => ({
        arn: "arn:aws:sns:eu-west-1:123456789012:elsewhere",
      })),
      config: { trigger: "periodic" },
      problem: /EventBridge rule \S+ could not reach arn:aws:sns:eu-west-1:123456789012:elsewhere/,
    },
    {
      says: "an evaluator that may not invoke the notifier",
      mutate: change(
        "aws:lambda/permission:Permission",
        () => ({ action: "lambda:GetFunction" }),
        "-to-notifier",
      ),
      problem:
        /^After ".+" in eu-west-1\nexpected: the subjects NON_COMPLIANT\nactual: {3}ALARM: the evaluator of X-Ray encryption fails/,
    },
  ];
  for (const { says, mutate, config = {}, problem } of programs) {
    it(says, async () => {
      const { problems } = await runLocal({ stack: "dev", mutate, config });
      assert.ok(
        problems.some((sentence) => problem.test(sentence)),
        `no problem matches ${String(problem)}:\n${problems.join("\n")}`,
      );
    });
  }
});

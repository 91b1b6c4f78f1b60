import * as pulumi from "@pulumi/pulumi";
import { oftenMadeByServices, watchedCalls } from "../../rule/decision/watched-calls";
import * as aws from "../aws";
import { allow, type Statement } from "../iam/policy-document";
import type { ServiceRole } from "../iam/service-role";
import type { RuleParameters } from "../settings/desired-key";
import type { Notifier } from "./notifier";
import { RuleFunction } from "./rule-function";

export interface EventDetectorArgs {
  region: string;
  role: ServiceRole;
  rule: aws.cfg.Rule;
  /** The same as the rule's, so that both reach the same verdict. */
  parameters: pulumi.Input<RuleParameters>;
  /** The names of this stack's recorder and delivery channel; empty where the account's own recorder is used. */
  recorderNames: pulumi.Input<string>[];
  notifier: Notifier;
  deadLetters: aws.sqs.Queue;
  logRetentionDays: number;
  logKeyArn: pulumi.Output<string> | undefined;
}

/**
 * Checks X-Ray's encryption, and AWS Config's part, within seconds of an API call (`fastDetection`). CloudTrail sends the call to EventBridge, which
 * invokes a function. The function hands the verdict to the notifier and has AWS Config evaluate the rule at once. Only AWS
 * Config records verdicts.
 */
export class EventDetector extends pulumi.ComponentResource {
  readonly function: aws.lambda.Function;
  readonly eventRule: aws.cloudwatch.EventRule;

  constructor(name: string, args: EventDetectorArgs, opts: pulumi.ComponentResourceOptions) {
    super("xray-encryption-guard:index:EventDetector", name, {}, opts);
    const parent = { parent: this };
    const { region, role, notifier, deadLetters, logRetentionDays, logKeyArn } = args;
    const { function: detector } = new RuleFunction(
      name,
      {
        region,
        entry: "eventHandler",
        description: "Checks X-Ray's encryption setting right after an API call that may have made it wrong.",
        role,
        statements: [askForAnEvaluation(args.rule.arn)],
        environment: {
          RULE_NAME: args.rule.name,
          RULE_PARAMETERS: pulumi.jsonStringify(args.parameters),
          NOTIFIER_ARN: notifier.function.arn,
          RECORDER_NAMES: pulumi.jsonStringify(args.recorderNames),
        },
        deadLetters,
        logRetentionDays,
        logKeyArn,
      },
      parent,
    );
    const eventRule = new aws.cloudwatch.EventRule(
      name,
      {
        region,
        description: "An API call that may have made X-Ray's encryption wrong, or unseen.",
        eventPattern: JSON.stringify(eventPattern),
      },
      parent,
    );
    const permission = new aws.lambda.Permission(
      name,
      {
        region,
        function: detector.name,
        action: "lambda:InvokeFunction",
        principal: "events.amazonaws.com",
        sourceArn: eventRule.arn,
      },
      parent,
    );
    new aws.cloudwatch.EventTarget(
      name,
      { region, rule: eventRule.name, arn: detector.arn, deadLetterConfig: { arn: deadLetters.arn } },
      // Events are lost until EventBridge may invoke the function, and this the notifier.
      { parent: this, dependsOn: [permission, notifier.letInvoke(name, role, parent)] },
    );
    this.function = detector;
    this.eventRule = eventRule;
    this.registerOutputs({ function: detector.name });
  }
}

/** What the event detector may do in its Region beyond what each function may. */
export function askForAnEvaluation(ruleArn: pulumi.Input<string>): Statement {
  return allow("AskForAnEvaluationNow", "config:StartConfigRulesEvaluation", ruleArn);
}
const calls = Object.values(watchedCalls).flatMap((ofService) => Object.keys(ofService));

/** Which key, alias, recorder or rule a call is on, the function sees: the key in use is known when it looks. */
const eventPattern = {
  source: Object.keys(watchedCalls),
  "detail-type": ["AWS API Call via CloudTrail"],
  detail: {
    errorCode: [{ exists: false }],
    $or: [
      { eventName: calls.filter((call) => !oftenMadeByServices.includes(call)) },
      { eventName: oftenMadeByServices, userIdentity: { invokedBy: [{ exists: false }] } },
    ],
  },
};

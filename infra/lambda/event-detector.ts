import * as pulumi from "@pulumi/pulumi";
import * as aws from "../aws";
import type { EventDetectorRole } from "../iam/event-detector-role";
import { RuleFunction } from "./rule-function";
import type { RuleParameters } from "../settings/settings";

/**
 * The calls after which X-Ray may be wrong, by the source of their EventBridge event. A key's or alias's change matters
 * although the setting did not change.
 */
export const watchedCalls = {
  "aws.xray": ["PutEncryptionConfig"],
  "aws.kms": ["DisableKey", "ScheduleKeyDeletion", "UpdateAlias", "DeleteAlias"],
};

export interface EventDetectorArgs {
  region: string;
  role: EventDetectorRole;
  rule: aws.cfg.Rule;
  /** The same as the rule's: one decision. */
  parameters: RuleParameters;
  ruleConsoleUrl: pulumi.Input<string>;
  alertTopic: aws.sns.Topic;
  logRetentionDays: number;
}

/**
 * Judges within seconds of a call that matters: CloudTrail tells EventBridge, EventBridge invokes a function, which tells
 * people at once when X-Ray is wrong, and asks AWS Config to evaluate the rule now. AWS Config stays the record.
 */
export class EventDetector extends pulumi.ComponentResource {
  constructor(name: string, args: EventDetectorArgs, opts: pulumi.ComponentResourceOptions) {
    super("xray-encryption-guard:index:EventDetector", name, {}, opts);
    const parent = { parent: this };
    const { region } = args;
    const { function: detector } = new RuleFunction(
      name,
      {
        region,
        entry: "event-handler",
        description: "Judges X-Ray's encryption setting right after a call that matters.",
        role: args.role,
        statements: [
          {
            Sid: "AskForAnEvaluationNow",
            Effect: "Allow",
            Action: "config:StartConfigRulesEvaluation",
            Resource: args.rule.arn,
          },
        ],
        environment: {
          RULE_NAME: args.rule.name,
          RULE_PARAMETERS: JSON.stringify(args.parameters),
          RULE_CONSOLE_URL: args.ruleConsoleUrl,
          PEOPLE_TOPIC_ARN: args.alertTopic.arn,
        },
        alertTopic: args.alertTopic,
        logRetentionDays: args.logRetentionDays,
      },
      parent,
    );
    const rule = new aws.cloudwatch.EventRule(
      name,
      {
        region,
        description: "A call after which X-Ray's encryption may be wrong.",
        eventPattern: JSON.stringify({
          source: Object.keys(watchedCalls),
          "detail-type": ["AWS API Call via CloudTrail"],
          detail: { eventName: Object.values(watchedCalls).flat(), errorCode: [{ exists: false }] },
        }),
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
        sourceArn: rule.arn,
      },
      parent,
    );
    new aws.cloudwatch.EventTarget(
      name,
      { region, rule: rule.name, arn: detector.arn },
      // Until the function lets EventBridge in, its events are lost.
      { parent: this, dependsOn: [permission] },
    );
    this.registerOutputs({ function: detector.name });
  }
}

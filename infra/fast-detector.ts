import * as pulumi from "@pulumi/pulumi";
import * as aws from "./aws";
import type { FastDetectorRole } from "./fast-detector-role";
import { JudgingFunction } from "./judging-function";
import type { RuleParameters } from "./settings";

/**
 * The calls after which X-Ray may be wrong, by the source of their EventBridge event. A key's or alias's change matters
 * although the setting did not change.
 */
export const watchedCalls = {
  "aws.xray": ["PutEncryptionConfig"],
  "aws.kms": ["DisableKey", "ScheduleKeyDeletion", "UpdateAlias", "DeleteAlias"],
};

export interface FastDetectorArgs {
  region: string;
  role: FastDetectorRole;
  rule: aws.cfg.Rule;
  /** The same as the rule's: one decision. */
  parameters: RuleParameters;
  ruleConsoleUrl: pulumi.Input<string>;
  peopleTopic: aws.sns.Topic;
  logRetentionDays: number;
}

/**
 * Judges within seconds of a call that matters: CloudTrail tells EventBridge, EventBridge invokes a function, which tells
 * people at once when X-Ray is wrong, and asks AWS Config to evaluate the rule now. AWS Config stays the record.
 */
export class FastDetector extends pulumi.ComponentResource {
  constructor(name: string, args: FastDetectorArgs, opts: pulumi.ComponentResourceOptions) {
    super("xray-encryption-guard:index:FastDetector", name, {}, opts);
    const parent = { parent: this };
    const { region } = args;
    const { function: detector } = new JudgingFunction(
      name,
      {
        region,
        entry: "fast-handler",
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
          PEOPLE_TOPIC_ARN: args.peopleTopic.arn,
        },
        peopleTopic: args.peopleTopic,
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

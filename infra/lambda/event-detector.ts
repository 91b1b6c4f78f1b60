import * as pulumi from "@pulumi/pulumi";
import * as aws from "../aws";
import { allow } from "../iam/policy-document";
import type { ServiceRole } from "../iam/service-role";
import type { RuleParameters } from "../settings/desired-key";
import { RuleFunction } from "./rule-function";

/**
 * The API calls after which X-Ray's encryption may be wrong, by the source of their EventBridge event. A call on a key or an
 * alias counts although it does not change the setting.
 */
export const watchedCalls = {
  "aws.xray": ["PutEncryptionConfig"],
  "aws.kms": ["DisableKey", "ScheduleKeyDeletion", "UpdateAlias", "DeleteAlias"],
};

export interface EventDetectorArgs {
  region: string;
  role: ServiceRole;
  rule: aws.cfg.Rule;
  /** The same as the rule's, so that both reach the same verdict. */
  parameters: RuleParameters;
  ruleConsoleUrl: pulumi.Input<string>;
  alertTopic: aws.sns.Topic;
  logRetentionDays: number;
}

/**
 * Checks X-Ray's encryption within seconds of an API call (`fastDetection`). CloudTrail sends the call to EventBridge, which
 * invokes a function. If the encryption is wrong, the function publishes an alert and has AWS Config evaluate the rule at
 * once. Only AWS Config records verdicts.
 */
export class EventDetector extends pulumi.ComponentResource {
  constructor(name: string, args: EventDetectorArgs, opts: pulumi.ComponentResourceOptions) {
    super("xray-encryption-guard:index:EventDetector", name, {}, opts);
    const parent = { parent: this };
    const { region, role, alertTopic, logRetentionDays } = args;
    const { function: detector } = new RuleFunction(
      name,
      {
        region,
        entry: "event-handler",
        description: "Checks X-Ray's encryption setting right after an API call that may have made it wrong.",
        role,
        statements: [allow("AskForAnEvaluationNow", "config:StartConfigRulesEvaluation", args.rule.arn)],
        environment: {
          RULE_NAME: args.rule.name,
          RULE_PARAMETERS: JSON.stringify(args.parameters),
          RULE_CONSOLE_URL: args.ruleConsoleUrl,
          ALERT_TOPIC_ARN: alertTopic.arn,
        },
        alertTopic,
        logRetentionDays,
      },
      parent,
    );
    const eventRule = new aws.cloudwatch.EventRule(
      name,
      {
        region,
        description: "An API call that may have made X-Ray's encryption wrong.",
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
        sourceArn: eventRule.arn,
      },
      parent,
    );
    new aws.cloudwatch.EventTarget(
      name,
      { region, rule: eventRule.name, arn: detector.arn },
      // Events are lost until EventBridge may invoke the function.
      { parent: this, dependsOn: [permission] },
    );
    this.registerOutputs({ function: detector.name });
  }
}

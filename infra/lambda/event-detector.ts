import * as pulumi from "@pulumi/pulumi";
import * as aws from "../aws";
import { allow, type Statement } from "../iam/policy-document";
import type { ServiceRole } from "../iam/service-role";
import type { RuleParameters } from "../settings/desired-key";
import type { Notifier } from "./notifier";
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
  parameters: pulumi.Input<RuleParameters>;
  notifier: Notifier;
  deadLetters: aws.sqs.Queue;
  logRetentionDays: number;
  logKeyArn: pulumi.Output<string> | undefined;
}

/**
 * Checks X-Ray's encryption within seconds of an API call (`fastDetection`). CloudTrail sends the call to EventBridge, which
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

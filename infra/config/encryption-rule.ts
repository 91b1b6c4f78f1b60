import * as pulumi from "@pulumi/pulumi";
import { encryptionConfigType } from "../../rule/decision/setting";
import * as aws from "../aws";
import type { Evaluator } from "../lambda/evaluator";
import type { RuleParameters } from "../settings/desired-key";
import type { Frequency, Trigger } from "../settings/guard-args";

export interface EncryptionRuleArgs {
  region: string;
  trigger: Trigger;
  /** Undefined for a rule without a schedule. */
  frequency: Frequency | undefined;
  parameters: pulumi.Input<RuleParameters>;
  evaluator: Evaluator;
  /** The recording, where this stack makes one. A rule created before it evaluates nothing. */
  recording: pulumi.Resource[];
}

/** The custom AWS Config rule of one Region. */
export class EncryptionRule extends pulumi.ComponentResource {
  readonly rule: aws.cfg.Rule;

  constructor(name: string, args: EncryptionRuleArgs, opts: pulumi.ComponentResourceOptions) {
    super("xray-encryption-guard:index:EncryptionRule", name, {}, opts);
    const onChange = args.trigger !== "periodic";
    this.rule = new aws.cfg.Rule(
      name,
      {
        region: args.region,
        description: "X-Ray encrypts traces with the desired key.",
        inputParameters: pulumi.jsonStringify(args.parameters),
        source: {
          owner: "CUSTOM_LAMBDA",
          sourceIdentifier: args.evaluator.function.arn,
          sourceDetails: sourceDetails(onChange, args.frequency),
        },
        // A rule with trigger periodic may have no scope: AWS Config has rejected it since February 2025.
        ...(onChange && { scope: { complianceResourceTypes: [encryptionConfigType] } }),
      },
      {
        parent: this,
        dependsOn: [
          // Without it: "The AWS Lambda function ... cannot be invoked".
          ...args.evaluator.ready,
          ...args.recording,
        ],
      },
    );
    this.registerOutputs({ rule: this.rule.name });
  }
}

function sourceDetails(onChange: boolean, frequency: Frequency | undefined) {
  const message = (messageType: string) => ({ eventSource: "aws.config", messageType });
  return [
    ...(onChange
      ? [
          message("ConfigurationItemChangeNotification"),
          message("OversizedConfigurationItemChangeNotification"),
        ]
      : []),
    // AWS Config takes a custom rule's frequency here and rejects it on the rule itself.
    ...(frequency === undefined
      ? []
      : [{ ...message("ScheduledNotification"), maximumExecutionFrequency: frequency }]),
  ];
}

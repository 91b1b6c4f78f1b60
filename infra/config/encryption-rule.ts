import * as pulumi from "@pulumi/pulumi";
import * as aws from "../aws";
import type { Evaluator } from "../lambda/evaluator";
import type { Frequency, RuleParameters, Trigger } from "../settings/settings";

/** What is judged. AWS's tutorial calls it `AWS::XrayEncryptionConfig` in its title; that name does not exist. */
export const encryptionConfigType = "AWS::XRay::EncryptionConfig";

export interface EncryptionRuleArgs {
  region: string;
  trigger: Trigger;
  /** Undefined when nothing runs on schedule. */
  frequency: Frequency | undefined;
  parameters: RuleParameters;
  evaluator: Evaluator;
  /** What records the type, where this stack does; made earlier, the rule would evaluate nothing. */
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
        inputParameters: JSON.stringify(args.parameters),
        source: {
          owner: "CUSTOM_LAMBDA",
          sourceIdentifier: args.evaluator.function.arn,
          sourceDetails: sourceDetails(onChange, args.frequency),
        },
        // A periodic-only rule may not carry a scope: AWS Config rejects it since February 2025.
        ...(onChange && { scope: { complianceResourceTypes: [encryptionConfigType] } }),
      },
      {
        parent: this,
        dependsOn: [
          // Else "The AWS Lambda function ... cannot be invoked".
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
    // A custom rule's frequency belongs here; on the rule itself it is rejected.
    ...(frequency === undefined
      ? []
      : [{ ...message("ScheduledNotification"), maximumExecutionFrequency: frequency }]),
  ];
}

import * as pulumi from "@pulumi/pulumi";
import { encryptionConfigType } from "../../rule/decision/setting";
import * as aws from "../aws";
import { type AwsAccount, configConsoleUrl } from "../aws-account";
import type { ServiceRole } from "../iam/service-role";
import type { AlertTopic } from "./alert-topic";

export interface NotificationsArgs {
  account: AwsAccount;
  region: string;
  notifierRole: ServiceRole;
  alerts: AlertTopic;
  rule: aws.cfg.Rule;
}

/**
 * Publishes two readable lines to the alert topic whenever AWS Config reports a changed setting or a changed verdict to
 * EventBridge. AWS Config's own stream is not used for this: it is raw JSON, and belongs to the owner of the delivery
 * channel.
 */
export class Notifications extends pulumi.ComponentResource {
  constructor(name: string, args: NotificationsArgs, opts: pulumi.ComponentResourceOptions) {
    super("xray-encryption-guard:index:Notifications", name, {}, opts);
    const console = configConsoleUrl(args.account, args.region);

    this.publishOn(`${name}-change`, args, {
      description: "X-Ray's encryption setting changed.",
      eventPattern: pulumi.jsonStringify({
        source: ["aws.config"],
        "detail-type": ["Config Configuration Item Change"],
        detail: {
          messageType: ["ConfigurationItemChangeNotification"],
          configurationItem: { resourceType: [encryptionConfigType] },
        },
      }),
      // EventBridge reads paths with dots and without brackets, so it cannot reach the old value under the key
      // "Configuration.Type". All changed properties are shown instead.
      inputPaths: {
        account: "$.account",
        region: "$.region",
        type: "$.detail.configurationItem.configuration.type",
        key: "$.detail.configurationItem.configuration.keyId",
        changed: "$.detail.configurationItemDiff.changedProperties",
        resource: "$.detail.configurationItem.resourceId",
      },
      lines: [
        "X-Ray encryption setting of account <account> in <region> is now <type> <key> - changed from/to: <changed>",
        pulumi.interpolate`${console}/resources/timeline?resourceId=<resource>&resourceType=${encryptionConfigType}`,
      ],
    });
    this.publishOn(`${name}-verdict`, args, {
      description: "AWS Config's verdict on X-Ray's encryption setting changed.",
      eventPattern: pulumi.jsonStringify({
        source: ["aws.config"],
        "detail-type": ["Config Rules Compliance Change"],
        detail: {
          messageType: ["ComplianceChangeNotification"],
          configRuleName: [args.rule.name],
          // A scheduled run may clear the verdict on the account itself (NOT_APPLICABLE). That is no news.
          newEvaluationResult: { complianceType: ["COMPLIANT", "NON_COMPLIANT"] },
        },
      }),
      inputPaths: {
        account: "$.account",
        region: "$.region",
        before: "$.detail.oldEvaluationResult.complianceType",
        verdict: "$.detail.newEvaluationResult.complianceType",
        why: "$.detail.newEvaluationResult.annotation",
      },
      lines: [
        "X-Ray encryption of account <account> in <region> is <verdict> (before: <before>). <why>",
        pulumi.interpolate`${console}/rules/details?configRuleName=${args.rule.name}`,
      ],
    });
    this.registerOutputs({});
  }

  private publishOn(
    name: string,
    { region, notifierRole, alerts }: NotificationsArgs,
    event: {
      description: string;
      eventPattern: pulumi.Output<string>;
      inputPaths: Record<string, string>;
      lines: pulumi.Input<string>[];
    },
  ): void {
    const { description, eventPattern, inputPaths, lines } = event;
    const rule = new aws.cloudwatch.EventRule(name, { region, description, eventPattern }, { parent: this });
    new aws.cloudwatch.EventTarget(
      name,
      {
        region,
        rule: rule.name,
        arn: alerts.topic.arn,
        roleArn: notifierRole.role.arn,
        inputTransformer: {
          inputPaths,
          // EventBridge takes plain text as a template of quoted lines.
          inputTemplate: pulumi
            .all(lines)
            .apply((texts) => texts.map((text) => JSON.stringify(text)).join("\n")),
        },
      },
      { parent: this, dependsOn: [alerts.permission] },
    );
  }
}

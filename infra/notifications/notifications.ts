import * as pulumi from "@pulumi/pulumi";
import * as aws from "../aws";
import { encryptionConfigType } from "../config/encryption-rule";
import { consoleUrl, type AwsAccount } from "../aws-account";
import type { NotifierRole } from "../iam/notifier-role";
import { policyDocument } from "../iam/policy-document";
import type { Subscriber } from "../settings/settings";

export interface AlertTopicArgs {
  account: AwsAccount;
  region: string;
  notifierRole: NotifierRole;
  /** E-mail addresses and `https://` endpoints are asked by AWS to confirm. */
  notify: Subscriber[];
}

/** The topic for people in one Region: sentences, for e-mail. */
export class AlertTopic extends pulumi.ComponentResource {
  readonly topic: aws.sns.Topic;
  /** Depend on it before EventBridge publishes. */
  readonly permission: aws.iam.RolePolicy;

  constructor(name: string, args: AlertTopicArgs, opts: pulumi.ComponentResourceOptions) {
    super("xray-encryption-guard:index:AlertTopic", name, {}, opts);
    const parent = { parent: this };
    const { region, account } = args;

    this.topic = new aws.sns.Topic(name, { region, displayName: "X-Ray encryption" }, parent);
    new aws.sns.TopicPolicy(
      name,
      {
        region,
        arn: this.topic.arn,
        policy: policyDocument({
          Sid: "AlarmsPublishAlerts",
          Effect: "Allow",
          Principal: { Service: "cloudwatch.amazonaws.com" },
          Action: "sns:Publish",
          Resource: this.topic.arn,
          Condition: { StringEquals: { "aws:SourceAccount": account.accountId } },
        }),
      },
      parent,
    );
    this.permission = new aws.iam.RolePolicy(
      name,
      {
        role: args.notifierRole.role.name,
        policy: policyDocument({
          Sid: "PublishAlertsInThisRegion",
          Effect: "Allow",
          Action: "sns:Publish",
          Resource: this.topic.arn,
        }),
      },
      parent,
    );
    for (const { protocol, endpoint } of args.notify) {
      new aws.sns.TopicSubscription(
        `${name}-${endpoint}`,
        { region, topic: this.topic.arn, protocol, endpoint },
        parent,
      );
    }
    this.registerOutputs({ topic: this.topic.arn });
  }
}

export interface NotificationsArgs {
  account: AwsAccount;
  region: string;
  notifierRole: NotifierRole;
  alerts: AlertTopic;
  rule: aws.cfg.Rule;
}

/**
 * Turns what AWS Config tells EventBridge into two lines that a person can read. EventBridge and not AWS Config's own
 * stream: that is raw JSON, and belongs to whoever owns the delivery channel.
 */
export class Notifications extends pulumi.ComponentResource {
  constructor(name: string, args: NotificationsArgs, opts: pulumi.ComponentResourceOptions) {
    super("xray-encryption-guard:index:Notifications", name, {}, opts);
    const config = pulumi.interpolate`${consoleUrl(args.account, args.region)}/config/home?region=${args.region}#`;

    this.tell(`${name}-change`, args, {
      description: "X-Ray's encryption setting changed.",
      eventPattern: pulumi.jsonStringify({
        source: ["aws.config"],
        "detail-type": ["Config Configuration Item Change"],
        detail: {
          messageType: ["ConfigurationItemChangeNotification"],
          configurationItem: { resourceType: [encryptionConfigType] },
        },
      }),
      // EventBridge reads paths with dots and no brackets, so the old value under the key "Configuration.Type" cannot
      // be picked out: the changed properties are shown whole, from and to.
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
        pulumi.interpolate`${config}/resources/timeline?resourceId=<resource>&resourceType=${encryptionConfigType}`,
      ],
    });
    this.tell(`${name}-verdict`, args, {
      description: "AWS Config's verdict on X-Ray's encryption setting changed.",
      eventPattern: pulumi.jsonStringify({
        source: ["aws.config"],
        "detail-type": ["Config Rules Compliance Change"],
        detail: {
          messageType: ["ComplianceChangeNotification"],
          configRuleName: [args.rule.name],
          // What a scheduled run clears from the account's own row is no news.
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
        pulumi.interpolate`${config}/rules/details?configRuleName=${args.rule.name}`,
      ],
    });
    this.registerOutputs({});
  }

  private tell(
    name: string,
    { region, notifierRole, alerts }: NotificationsArgs,
    event: {
      description: string;
      eventPattern: pulumi.Output<string>;
      inputPaths: Record<string, string>;
      lines: pulumi.Input<string>[];
    },
  ): void {
    const rule = new aws.cloudwatch.EventRule(
      name,
      { region, description: event.description, eventPattern: event.eventPattern },
      { parent: this },
    );
    new aws.cloudwatch.EventTarget(
      name,
      {
        region,
        rule: rule.name,
        arn: alerts.topic.arn,
        roleArn: notifierRole.role.arn,
        inputTransformer: {
          inputPaths: event.inputPaths,
          // Text for people is a template of quoted lines.
          inputTemplate: pulumi
            .all(event.lines)
            .apply((lines) => lines.map((line) => JSON.stringify(line)).join("\n")),
        },
      },
      { parent: this, dependsOn: [alerts.permission] },
    );
  }
}

import * as pulumi from "@pulumi/pulumi";
import * as aws from "../aws";
import { type AwsAccount, configConsoleUrl } from "../aws-account";
import type { ServiceRole } from "../iam/service-role";
import type { AlertTopic } from "./alert-topic";
import { changeMessage, type Message, verdictMessage } from "./messages";

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

    this.publishOn(`${name}-change`, args, changeMessage(console));
    this.publishOn(`${name}-verdict`, args, verdictMessage(console, args.rule.name));
    this.registerOutputs({});
  }

  private publishOn(
    name: string,
    { region, notifierRole, alerts }: NotificationsArgs,
    { description, eventPattern, inputPaths, lines }: Message,
  ): void {
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

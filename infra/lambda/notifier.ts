import * as pulumi from "@pulumi/pulumi";
import { encryptionConfigType } from "../../rule/decision/setting";
import * as aws from "../aws";
import type { AwsAccount } from "../aws-account";
import { allow, type Statement } from "../iam/policy-document";
import { notifierRole } from "../iam/notifier-role";
import { type IamSettings, ServiceRole } from "../iam/service-role";
import { functionFailing } from "../notifications/function-failing";
import { wordedAlarm } from "../notifications/worded-alarm";
import type { FormattedTopic } from "../settings/notify-topics";
import { configConsoleUrl } from "../settings/partitions";
import { RuleFunction } from "./rule-function";

export interface NotifierArgs {
  account: AwsAccount;
  region: string;
  /** What people call the account; empty where nobody said. */
  label: string;
  /** As configured, for the command that puts the setting right. */
  desiredKey: pulumi.Input<string>;
  /** Whether nothing judges a change when it is recorded, so that AWS Config's event of it is told. */
  tellsRecordedChanges: boolean;
  alertTopic: aws.sns.Topic;
  /** The ARN of the key that encrypts the alert topic; undefined where none does. */
  topicKeyArn: pulumi.Output<string> | undefined;
  /** Told beside the alert topic. */
  notifyTopics: FormattedTopic[];
  deadLetters: aws.sqs.Queue;
  logRetentionDays: number;
  /** The ARN of the key that encrypts its log; undefined where none does. */
  logKeyArn: pulumi.Output<string> | undefined;
  /** What the account asks of its role. */
  iam: IamSettings;
}

/**
 * The Lambda function that tells people, in one Region: the only one that publishes to the alert topic. The functions that
 * judge invoke it, and alarms do. What it told last is one item in a table of its own, so that people are told once.
 */
export class Notifier extends pulumi.ComponentResource {
  readonly function: aws.lambda.Function;
  /** Depend on these before anything invokes it. */
  readonly ready: pulumi.Resource[];
  /** The rule on what AWS Config recorded, where that is told. */
  readonly eventRule: aws.cloudwatch.EventRule | undefined;
  private readonly region: string;

  constructor(name: string, args: NotifierArgs, opts: pulumi.ComponentResourceOptions) {
    super("xray-encryption-guard:index:Notifier", name, {}, opts);
    const parent = { parent: this };
    const { account, region, alertTopic, notifyTopics, deadLetters, logRetentionDays, logKeyArn } = args;
    this.region = region;
    const consoleUrl = configConsoleUrl(region);

    // A role of this Region alone: what all Regions' notifiers may do would not fit on one.
    const role = new ServiceRole(name, { ...notifierRole(), iam: args.iam }, parent);
    // A conditional write lets one run tell at a time, which neither a parameter nor AWS Config's last verdict does.
    const table = new aws.dynamodb.Table(
      name,
      { region, billingMode: "PAY_PER_REQUEST", hashKey: "id", attributes: [{ name: "id", type: "S" }] },
      parent,
    );
    const notifier = new RuleFunction(
      name,
      {
        region,
        entry: "notifierHandler",
        description: "Tells people of X-Ray's encryption setting, and of alarms.",
        role,
        statements: [
          allow("PublishAlerts", "sns:Publish", alertTopic.arn),
          ...publishElsewhere(args),
          allow("RememberWhatWasTold", ["dynamodb:GetItem", "dynamodb:PutItem"], table.arn),
        ],
        environment: {
          ALERT_TOPIC_ARN: alertTopic.arn,
          TABLE_NAME: table.name,
          DESIRED_KEY: args.desiredKey,
          ...(consoleUrl !== undefined && { CONSOLE_URL: consoleUrl }),
          ...(notifyTopics.length > 0 && {
            NOTIFY_TOPICS: pulumi.jsonStringify(notifyTopics.map(({ arn, format }) => ({ arn, format }))),
          }),
          ...(args.label !== "" && { ACCOUNT_LABEL: args.label }),
        },
        deadLetters,
        logRetentionDays,
        logKeyArn,
      },
      parent,
    );
    this.function = notifier.function;
    const permission = new aws.lambda.Permission(
      `${name}-alarms`,
      {
        region,
        function: this.function.name,
        action: "lambda:InvokeFunction",
        principal: "lambda.alarms.cloudwatch.amazonaws.com",
        sourceAccount: account.accountId,
      },
      parent,
    );
    this.ready = [permission, notifier.failureDestination];
    this.eventRule = args.tellsRecordedChanges ? this.tellRecordedChanges(name, args) : undefined;
    wordedAlarm(
      `${name}-failing`,
      {
        ...functionFailing(region, this.function.name),
        // By itself, because the notifier cannot tell of itself.
        topic: alertTopic,
        notifier: this.function,
        words: {
          title: "the notifier of X-Ray encryption fails",
          meaning: `Messages about X-Ray's encryption in ${region} may be missing. The log of function ${name} says why.`,
          section: "The notifier fails",
        },
      },
      parent,
    );
    this.registerOutputs({ function: this.function.name });
  }

  /**
   * Lets a function that judges invoke this one. By the function's own policy and not by the role's: the inline policies of
   * a role that all Regions share hold 10,240 characters together.
   *
   * @param name of the function that judges
   * @param role as which it runs
   */
  letInvoke(name: string, role: ServiceRole, opts: pulumi.CustomResourceOptions): aws.lambda.Permission {
    return new aws.lambda.Permission(
      `${name}-to-notifier`,
      {
        region: this.region,
        function: this.function.name,
        action: "lambda:InvokeFunction",
        principal: role.role.arn,
      },
      opts,
    );
  }

  private tellRecordedChanges(name: string, { region, deadLetters }: NotifierArgs) {
    const parent = { parent: this };
    const rule = new aws.cloudwatch.EventRule(
      `${name}-change`,
      {
        region,
        description: "AWS Config recorded a change of X-Ray's encryption setting.",
        eventPattern: JSON.stringify({
          source: ["aws.config"],
          "detail-type": ["Config Configuration Item Change"],
          detail: {
            messageType: ["ConfigurationItemChangeNotification"],
            configurationItem: { resourceType: [encryptionConfigType] },
          },
        }),
      },
      parent,
    );
    const permission = new aws.lambda.Permission(
      `${name}-change`,
      {
        region,
        function: this.function.name,
        action: "lambda:InvokeFunction",
        principal: "events.amazonaws.com",
        sourceArn: rule.arn,
      },
      parent,
    );
    new aws.cloudwatch.EventTarget(
      `${name}-change`,
      { region, rule: rule.name, arn: this.function.arn, deadLetterConfig: { arn: deadLetters.arn } },
      // Events are lost until EventBridge may invoke the function.
      { parent: this, dependsOn: [permission] },
    );
    return rule;
  }
}

/** What publishing needs beyond the right to the alert topic. */
function publishElsewhere({ topicKeyArn, notifyTopics }: NotifierArgs): Statement[] {
  return [
    ...(topicKeyArn === undefined
      ? []
      : // SNS encrypts with the key as whoever publishes.
        [allow("EncryptAlerts", ["kms:GenerateDataKey", "kms:Decrypt"], topicKeyArn)]),
    ...(notifyTopics.length === 0
      ? []
      : [
          allow(
            "PublishToNotifyTopics",
            "sns:Publish",
            notifyTopics.map(({ arn }) => arn),
          ),
        ]),
    ...encryptElsewhere(notifyTopics.flatMap(({ key }) => key ?? [])),
  ];
}

/** The right to the keys of other topics, for what SNS does with them and nothing else. */
function encryptElsewhere(keys: string[]): Statement[] {
  if (keys.length === 0) return [];
  // A key is of its topic's Region. In China a service's name ends in another domain.
  const services = keys.map((key) => `sns.${key.split(":")[3]}.*`);
  return [
    allow("EncryptForNotifyTopics", ["kms:GenerateDataKey", "kms:Decrypt"], [...new Set(keys)], {
      StringLike: { "kms:ViaService": [...new Set(services)] },
    }),
  ];
}

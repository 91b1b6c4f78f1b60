import * as pulumi from "@pulumi/pulumi";
import * as aws from "./aws";
import { Alarms } from "./lambda/alarms";
import { AppliedEncryption } from "./config/applied-encryption";
import { EncryptionRule, encryptionConfigType } from "./config/encryption-rule";
import { Evaluator } from "./lambda/evaluator";
import type { EvaluatorRole } from "./iam/evaluator-role";
import { EventDetector } from "./lambda/event-detector";
import type { EventDetectorRole } from "./iam/event-detector-role";
import type { HistoryBucket } from "./storage/history-bucket";
import { consoleUrl, type AwsAccount } from "./aws-account";
import { Notifications, AlertTopic } from "./notifications/notifications";
import type { NotifierRole } from "./iam/notifier-role";
import type { RecorderRole } from "./iam/recorder-role";
import { Recording } from "./config/recording";
import { RecorderAlarm } from "./config/recorder-alarm";
import { Remediation } from "./config/remediation";
import type { RemediationRole } from "./iam/remediation-role";
import type { Settings } from "./settings/settings";

export interface GuardedRegionArgs {
  account: AwsAccount;
  region: string;
  settings: Settings;
  evaluatorRole: EvaluatorRole;
  notifierRole: NotifierRole;
  /** Undefined where the account's own recorder is relied on. */
  recorder: { bucket: HistoryBucket; role: RecorderRole } | undefined;
  /** Undefined without `fastDetection`. */
  eventDetectorRole: EventDetectorRole | undefined;
  /** Undefined unless `enforcement` is `remediate`. */
  remediationRole: RemediationRole | undefined;
}

/** What a guard tells about one of its Regions. */
export interface GuardedRegionOutputs {
  ruleName: string;
  ruleArn: string;
  functionName: string;
  /** Left out with `recorder: existing`. */
  recorderName?: string;
  /** AWS Config's own stream, JSON; left out with `recorder: existing`. */
  streamTopicArn?: string;
  /** Sentences, for people. */
  alertTopicArn: string;
  ruleConsoleUrl: string;
  timelineConsoleUrl: string;
}

/** All that a guard declares in one Region. Its names carry the Region, and nothing in it depends on another one. */
export class GuardedRegion extends pulumi.ComponentResource {
  readonly outputs: pulumi.Output<GuardedRegionOutputs>;

  constructor(name: string, args: GuardedRegionArgs, opts: pulumi.ComponentResourceOptions) {
    super("xray-encryption-guard:index:GuardedRegion", name, {}, opts);
    const parent = { parent: this };
    const { account, region, settings, evaluatorRole, notifierRole } = args;
    const desired = settings.desired[region];
    if (desired === undefined) throw new Error(`There is no desired encryption for ${region}.`);

    const recording =
      args.recorder &&
      new Recording(
        name,
        {
          account,
          region,
          bucket: args.recorder.bucket,
          recorderRole: args.recorder.role,
          deliveryFrequency: settings.deliveryFrequency,
          retentionDays: settings.retentionDays,
        },
        parent,
      );
    const alerts = new AlertTopic(
      `${name}-alerts`,
      { account, region, notifierRole, notify: settings.notify },
      parent,
    );
    const evaluator = new Evaluator(
      `${name}-evaluator`,
      {
        account,
        region,
        evaluatorRole,
        alertTopic: alerts.topic,
        logRetentionDays: settings.logRetentionDays,
      },
      parent,
    );
    const { rule } = new EncryptionRule(
      name,
      {
        region,
        trigger: settings.trigger,
        frequency: settings.frequency,
        parameters: desired.parameters,
        evaluator,
        recording: recording ? [recording.started] : [],
      },
      parent,
    );
    const notifications = new Notifications(name, { account, region, notifierRole, alerts, rule }, parent);
    const console = pulumi.interpolate`${consoleUrl(account, region)}/config/home?region=${region}#`;
    const ruleConsoleUrl = pulumi.interpolate`${console}/rules/details?configRuleName=${rule.name}`;
    new Alarms(
      `${name}-evaluator`,
      { region, evaluator, rule, alertTopic: alerts.topic, frequency: settings.frequency },
      parent,
    );

    if (settings.watchRecording && settings.frequency !== undefined) {
      new RecorderAlarm(
        `${name}-recorder`,
        { region, evaluator, frequency: settings.frequency, alertTopic: alerts.topic },
        parent,
      );
    }
    const watchers: pulumi.Resource[] = [rule, notifications, ...(recording ? [recording.started] : [])];
    if (args.eventDetectorRole) {
      const detector = new EventDetector(
        `${name}-detector`,
        {
          region,
          role: args.eventDetectorRole,
          rule,
          parameters: desired.parameters,
          ruleConsoleUrl,
          alertTopic: alerts.topic,
          logRetentionDays: settings.logRetentionDays,
        },
        parent,
      );
      watchers.push(detector);
    }
    if (settings.enforcement === "apply") {
      new AppliedEncryption(name, { region, desired, watchers }, parent);
    }
    if (args.remediationRole) {
      new Remediation(
        `${name}-remediation`,
        { account, region, rule, role: args.remediationRole, desired, settings },
        parent,
      );
    }
    for (const aggregator of settings.aggregators) {
      new aws.cloudcontrol.Resource(
        `${name}-${aggregator.accountId}-${aggregator.region}`,
        {
          region,
          // By Cloud Control, because the provider's own resource for it takes no Region to be made in.
          typeName: "AWS::Config::AggregationAuthorization",
          desiredState: JSON.stringify({
            AuthorizedAccountId: aggregator.accountId,
            AuthorizedAwsRegion: aggregator.region,
          }),
        },
        parent,
      );
    }

    this.outputs = pulumi.output({
      ruleName: rule.name,
      ruleArn: rule.arn,
      functionName: evaluator.function.name,
      ...(recording && {
        recorderName: recording.recorder.name,
        streamTopicArn: recording.streamTopic.arn,
      }),
      alertTopicArn: alerts.topic.arn,
      ruleConsoleUrl,
      timelineConsoleUrl: pulumi.interpolate`${console}/resources/timeline?resourceId=default&resourceType=${encryptionConfigType}`,
    });
    this.registerOutputs({ outputs: this.outputs });
  }
}

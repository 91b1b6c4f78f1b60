import * as pulumi from "@pulumi/pulumi";
import * as aws from "./aws";
import { Alarms } from "./alarms";
import { AppliedEncryption } from "./applied-encryption";
import { EncryptionRule, judgedType } from "./encryption-rule";
import { Evaluator } from "./evaluator";
import type { EvaluatorRole } from "./evaluator-role";
import { FastDetector } from "./fast-detector";
import type { FastDetectorRole } from "./fast-detector-role";
import type { HistoryBucket } from "./history-bucket";
import { consoleUrl, type Home } from "./home";
import { Notifications, PeopleTopic } from "./notifications";
import type { NotifierRole } from "./notifier-role";
import type { RecorderRole } from "./recorder-role";
import { Recording } from "./recording";
import { RecordingWatch } from "./recording-watch";
import { Remediation } from "./remediation";
import type { RemediationRole } from "./remediation-role";
import type { Settings } from "./settings";

export interface GuardedRegionArgs {
  home: Home;
  region: string;
  settings: Settings;
  evaluatorRole: EvaluatorRole;
  notifierRole: NotifierRole;
  /** Undefined where the account's own recorder is relied on. */
  recorder: { bucket: HistoryBucket; role: RecorderRole } | undefined;
  /** Undefined without `fastDetection`. */
  fastDetectorRole: FastDetectorRole | undefined;
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
  peopleTopicArn: string;
  ruleConsoleUrl: string;
  timelineConsoleUrl: string;
}

/** All that a guard declares in one Region. Its names carry the Region, and nothing in it depends on another one. */
export class GuardedRegion extends pulumi.ComponentResource {
  readonly outputs: pulumi.Output<GuardedRegionOutputs>;

  constructor(name: string, args: GuardedRegionArgs, opts: pulumi.ComponentResourceOptions) {
    super("xray-encryption-guard:index:GuardedRegion", name, {}, opts);
    const parent = { parent: this };
    const { home, region, settings, evaluatorRole, notifierRole } = args;
    const desired = settings.desired[region];
    if (desired === undefined) throw new Error(`There is no desired encryption for ${region}.`);

    const recording =
      args.recorder &&
      new Recording(
        name,
        {
          home,
          region,
          bucket: args.recorder.bucket,
          recorderRole: args.recorder.role,
          deliveryFrequency: settings.deliveryFrequency,
          retentionDays: settings.retentionDays,
        },
        parent,
      );
    const people = new PeopleTopic(
      `${name}-people`,
      { home, region, notifierRole, notify: settings.notify },
      parent,
    );
    const evaluator = new Evaluator(
      `${name}-evaluator`,
      {
        home,
        region,
        evaluatorRole,
        peopleTopic: people.topic,
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
    const notifications = new Notifications(name, { home, region, notifierRole, people, rule }, parent);
    const console = pulumi.interpolate`${consoleUrl(home, region)}/config/home?region=${region}#`;
    const ruleConsoleUrl = pulumi.interpolate`${console}/rules/details?configRuleName=${rule.name}`;
    new Alarms(
      `${name}-evaluator`,
      { region, evaluator, rule, peopleTopic: people.topic, frequency: settings.frequency },
      parent,
    );

    if (settings.watchRecording && settings.frequency !== undefined) {
      new RecordingWatch(
        `${name}-recording`,
        { region, evaluator, frequency: settings.frequency, peopleTopic: people.topic },
        parent,
      );
    }
    const watchers: pulumi.Resource[] = [rule, notifications, ...(recording ? [recording.started] : [])];
    if (args.fastDetectorRole) {
      const detector = new FastDetector(
        `${name}-fast`,
        {
          region,
          role: args.fastDetectorRole,
          rule,
          parameters: desired.parameters,
          ruleConsoleUrl,
          peopleTopic: people.topic,
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
        { home, region, rule, role: args.remediationRole, desired, settings },
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
      peopleTopicArn: people.topic.arn,
      ruleConsoleUrl,
      timelineConsoleUrl: pulumi.interpolate`${console}/resources/timeline?resourceId=default&resourceType=${judgedType}`,
    });
    this.registerOutputs({ outputs: this.outputs });
  }
}

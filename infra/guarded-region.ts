import * as pulumi from "@pulumi/pulumi";
import { encryptionConfigType } from "../rule/decision/setting";
import * as aws from "./aws";
import type { AwsAccount } from "./aws-account";
import { AppliedEncryption } from "./config/applied-encryption";
import { EncryptionRule } from "./config/encryption-rule";
import { Recording } from "./config/recording";
import { Remediation } from "./config/remediation";
import type { GuardedRegionOutputs } from "./guarded-region-outputs";
import type { ServiceRole } from "./iam/service-role";
import { keyArn } from "./key-arn";
import { Evaluator } from "./lambda/evaluator";
import { EvaluatorAlarms } from "./lambda/evaluator-alarms";
import { EventDetector } from "./lambda/event-detector";
import { Notifier } from "./lambda/notifier";
import { AlertTopic } from "./notifications/alert-topic";
import { DeadLetterQueue } from "./notifications/dead-letter-queue";
import { LostEventAlarm } from "./notifications/lost-event-alarm";
import { UndeliveredAlarm } from "./notifications/undelivered-alarm";
import type { Desired } from "./settings/desired-key";
import { configConsoleUrl } from "./settings/partitions";
import type { Settings } from "./settings/settings";
import type { HistoryDestination } from "./storage/history-destination";

/** What the Regions share: it is made once per account. */
export interface Shared {
  account: AwsAccount;
  settings: Settings;
  /** What the program makes before the guard: look-ups of keys wait for it. */
  dependsOn: NonNullable<pulumi.ResourceOptions["dependsOn"]>;
  evaluatorRole: ServiceRole;
  /** Undefined with `recorder: existing`. */
  recorder: { bucket: HistoryDestination | undefined; role: ServiceRole } | undefined;
  /** Undefined without `fastDetection`. */
  eventDetectorRole: ServiceRole | undefined;
  /** Undefined unless `enforcement` is `remediate`. */
  remediationRole: ServiceRole | undefined;
}

export interface GuardedRegionArgs extends Shared {
  region: string;
  desired: pulumi.Output<Desired>;
}

/** The resources that evaluate the setting, and what the options build on. */
interface Evaluation {
  alertTopic: aws.sns.Topic;
  notifier: Notifier;
  deadLetters: aws.sqs.Queue;
  evaluator: Evaluator;
  rule: aws.cfg.Rule;
  logKeyArn: pulumi.Output<string> | undefined;
  /** What records and reports a change of the setting. */
  watchers: pulumi.Resource[];
}

/** Everything that a guard creates in one Region. All names include the Region, and nothing depends on another Region. */
export class GuardedRegion extends pulumi.ComponentResource {
  readonly outputs: pulumi.Output<GuardedRegionOutputs>;

  constructor(name: string, args: GuardedRegionArgs, opts: pulumi.ComponentResourceOptions) {
    super("xray-encryption-guard:index:GuardedRegion", name, {}, opts);
    const recording = this.record(name, args);
    const evaluation = this.evaluate(name, args, recording);
    this.addOptions(name, args, evaluation, recording);

    const { rule, evaluator, notifier, deadLetters, alertTopic } = evaluation;
    const consoleUrl = configConsoleUrl(args.region);
    this.outputs = pulumi.output({
      ruleName: rule.name,
      ruleArn: rule.arn,
      functionName: evaluator.function.name,
      functionArn: evaluator.function.arn,
      functionRoleArn: args.evaluatorRole.role.arn,
      notifierArn: notifier.function.arn,
      deadLetterQueueArn: deadLetters.arn,
      ...(recording && {
        recorderName: recording.recorder.name,
        ...(recording.delivery && {
          streamTopicArn: recording.delivery.streamTopic.arn,
          streamTopicName: recording.delivery.streamTopic.name,
        }),
      }),
      alertTopicArn: alertTopic.arn,
      alertTopicName: alertTopic.name,
      ...(consoleUrl !== undefined && {
        ruleConsoleUrl: pulumi.interpolate`${consoleUrl}/rules/details?configRuleName=${rule.name}`,
        timelineConsoleUrl: `${consoleUrl}/resources/timeline?resourceId=default&resourceType=${encryptionConfigType}`,
      }),
    });
    this.registerOutputs({ outputs: this.outputs });
  }

  /** AWS Config's recording, unless the account's own recorder is used. */
  private record(name: string, { account, region, settings, recorder }: GuardedRegionArgs) {
    if (recorder === undefined) return undefined;
    const { bucket, role } = recorder;
    const { deliveryFrequency, retentionDays, recordedRegions } = settings;
    const delivery =
      bucket !== undefined && recordedRegions.includes(region)
        ? { bucket, deliveryFrequency, retentionDays }
        : undefined;
    return new Recording(name, { account, region, role, delivery }, { parent: this });
  }

  /** The function, the rule that invokes it, and what publishes alerts about both. */
  private evaluate(name: string, args: GuardedRegionArgs, recording: Recording | undefined): Evaluation {
    const parent = { parent: this };
    const { account, region, settings, desired, eventDetectorRole } = args;
    const { trigger, frequency, notify, notifyTopics, logRetentionDays } = settings;
    const recorded = recording?.ready ?? [];

    // By its ARN, so that an alias that points to another key later is a difference, and rights follow.
    const arnOf = (setting: "topicKey" | "storageKey") => {
      const { [setting]: keyId } = settings;
      const options = { ...parent, dependsOn: args.dependsOn };
      return keyId === "" ? undefined : keyArn({ setting, keyId, region }, options);
    };
    const topicKeyArn = arnOf("topicKey");
    const logKeyArn = arnOf("storageKey");
    const { topic: alertTopic } = new AlertTopic(
      `${name}-alerts`,
      { account, region, notify, topicKeyArn },
      parent,
    );
    const tellsRecordedChanges = trigger === "periodic" && settings.recordedRegions.includes(region);
    const { queue: deadLetters } = new DeadLetterQueue(
      `${name}-undelivered`,
      { account, region, isForEvents: tellsRecordedChanges || eventDetectorRole !== undefined },
      parent,
    );
    const notifier = new Notifier(
      `${name}-notifier`,
      {
        account,
        region,
        label: settings.label,
        desiredKey: desired.desiredKey,
        tellsRecordedChanges,
        alertTopic,
        topicKeyArn,
        notifyTopics,
        deadLetters,
        logRetentionDays,
        logKeyArn,
        iam: settings,
      },
      parent,
    );
    const evaluator = new Evaluator(
      `${name}-evaluator`,
      { account, region, role: args.evaluatorRole, notifier, deadLetters, logRetentionDays, logKeyArn },
      parent,
    );
    const { rule } = new EncryptionRule(
      name,
      { region, trigger, frequency, parameters: desired.parameters, evaluator, recording: recorded },
      parent,
    );
    new UndeliveredAlarm(`${name}-undelivered`, { region, deadLetters, notifier: notifier.function }, parent);
    new EvaluatorAlarms(
      `${name}-evaluator`,
      { region, evaluator, notifier: notifier.function, frequency },
      parent,
    );

    return {
      alertTopic,
      notifier,
      deadLetters,
      evaluator,
      rule,
      logKeyArn,
      watchers: [rule, notifier, ...recorded],
    };
  }

  /** What is off by default. */
  private addOptions(
    name: string,
    args: GuardedRegionArgs,
    evaluation: Evaluation,
    recording: Recording | undefined,
  ): void {
    const parent = { parent: this };
    const { account, region, settings, desired, eventDetectorRole, remediationRole } = args;
    const { notifier, deadLetters, evaluator, rule, logKeyArn, watchers } = evaluation;
    const { logRetentionDays } = settings;
    const { parameters } = desired;
    const detector =
      eventDetectorRole &&
      new EventDetector(
        `${name}-detector`,
        {
          region,
          role: eventDetectorRole,
          rule,
          parameters,
          recorderNames: recording?.names ?? [],
          notifier,
          deadLetters,
          logRetentionDays,
          logKeyArn,
        },
        parent,
      );
    if (detector !== undefined) watchers.push(detector);
    new LostEventAlarm(
      `${name}-lost`,
      {
        region,
        functions: [evaluator.function, notifier.function, ...(detector ? [detector.function] : [])],
        eventRules: [notifier.eventRule, detector?.eventRule].filter((one) => one !== undefined),
        notifier: notifier.function,
      },
      parent,
    );
    if (settings.enforcement === "apply") {
      const setting = region in settings.desiredKeyByRegion ? `desiredKeyByRegion.${region}` : "desiredKey";
      new AppliedEncryption(name, { region, setting, desired, watchers, dependsOn: args.dependsOn }, parent);
    }
    if (remediationRole !== undefined) {
      new Remediation(
        `${name}-remediation`,
        { account, region, rule, role: remediationRole, desired, settings },
        parent,
      );
    }
    for (const aggregator of settings.aggregators) {
      new aws.cloudcontrol.Resource(
        `${name}-aggregator-${aggregator.accountId}-${aggregator.region}`,
        {
          region,
          // By Cloud Control, because the provider's own resource cannot be created in a Region of choice.
          typeName: "AWS::Config::AggregationAuthorization",
          desiredState: JSON.stringify({
            AuthorizedAccountId: aggregator.accountId,
            AuthorizedAwsRegion: aggregator.region,
          }),
        },
        parent,
      );
    }
  }
}

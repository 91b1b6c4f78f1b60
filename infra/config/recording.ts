import * as pulumi from "@pulumi/pulumi";
import { encryptionConfigType } from "../../rule/decision/setting";
import * as aws from "../aws";
import type { AwsAccount } from "../aws-account";
import { allow, allowService, policyDocument, type Statement } from "../iam/policy-document";
import type { ServiceRole } from "../iam/service-role";
import type { Frequency } from "../settings/guard-args";
import type { HistoryDestination } from "../storage/history-destination";

/** X-Ray's setting and the verdicts on it. Without the second type AWS Config keeps no history of verdicts. */
const recordedTypes = [encryptionConfigType, "AWS::Config::ResourceCompliance"];

export interface RecordingArgs {
  account: AwsAccount;
  region: string;
  role: ServiceRole;
  /** Undefined where AWS Config does not record the setting: then nothing is started, and nothing delivered. */
  delivery: DeliveryArgs | undefined;
}

export interface DeliveryArgs {
  bucket: HistoryDestination;
  /** How often AWS Config delivers a snapshot to the bucket. */
  deliveryFrequency: Frequency;
  /** Days that AWS Config keeps configuration items: 30 to 2557. */
  retentionDays: number;
}

/** What delivers, where something is recorded. */
export interface Delivery {
  /** Every change and every verdict as AWS Config publishes them: JSON for programs. */
  streamTopic: aws.sns.Topic;
  channel: aws.cfg.DeliveryChannel;
  started: aws.cfg.RecorderStatus;
}

/**
 * AWS Config's recording in one Region: the recorder, its delivery channel with bucket and stream topic, and the resource
 * that starts it. AWS allows one recorder, one channel and one retention setting per Region, so these are deleted before
 * they are replaced.
 *
 * Where the setting is not recorded, the recorder alone is there and never starts, because `PutConfigRule` lists
 * `NoAvailableConfigurationRecorderException`. A schedule runs then all the same: "Periodic rules run without the configuration
 * recorder being enabled" (AWS Config Developer Guide, "Supported Resource Types").
 */
export class Recording extends pulumi.ComponentResource {
  readonly recorder: aws.cfg.Recorder;
  readonly delivery: Delivery | undefined;
  /**
   * Depend on these before a rule. Without a recorder: `NoAvailableConfigurationRecorderException`; and a rule created while
   * nothing is recorded evaluates nothing.
   */
  readonly ready: pulumi.Resource[];
  /** Of recorder and delivery channel, as CloudTrail names them. */
  readonly names: pulumi.Output<string>[];
  private readonly fixedName: pulumi.CustomResourceOptions;

  constructor(name: string, args: RecordingArgs, opts: pulumi.ComponentResourceOptions) {
    super("xray-encryption-guard:index:Recording", name, {}, opts);
    const { region, role } = args;

    // A name that is always the same, for recorder and channel: after an `up` that was killed, the next one puts the same
    // recorder again instead of a second one, which AWS Config refuses. What version 0.1.0 deployed keeps its name.
    this.fixedName = { parent: this, deleteBeforeReplace: true, ignoreChanges: ["name"] };
    this.recorder = new aws.cfg.Recorder(
      name,
      {
        region,
        name,
        roleArn: role.role.arn,
        recordingGroup: {
          allSupported: false,
          includeGlobalResourceTypes: false,
          resourceTypes: recordedTypes,
          // Without it: `InvalidRecordingGroupException`.
          recordingStrategies: [{ useOnly: "INCLUSION_BY_RESOURCE_TYPES" }],
        },
        recordingMode: { recordingFrequency: "CONTINUOUS" },
      },
      this.fixedName,
    );
    this.delivery = args.delivery && this.deliver(name, args, args.delivery);
    this.names = [this.recorder.name, ...(this.delivery ? [this.delivery.channel.name] : [])];
    this.ready = [this.delivery?.started ?? this.recorder];
    this.registerOutputs({ recorder: this.recorder.name, streamTopic: this.delivery?.streamTopic.arn });
  }

  private deliver(
    name: string,
    { account, region, role }: RecordingArgs,
    { bucket, deliveryFrequency, retentionDays }: DeliveryArgs,
  ): Delivery {
    const parent = { parent: this };
    // Not encrypted: AWS Config's guide has said both that it publishes to encrypted topics and that it does not.
    const streamTopic = new aws.sns.Topic(`${name}-stream`, { region }, parent);
    const topicPolicy = new aws.sns.TopicPolicy(
      `${name}-stream`,
      {
        region,
        arn: streamTopic.arn,
        policy: policyDocument(
          allowService("config.amazonaws.com", "ConfigStreams", "sns:Publish", streamTopic.arn, {
            StringEquals: { "aws:SourceAccount": account.accountId },
          }),
        ),
      },
      parent,
    );
    // One policy per Region on the shared role, so that a Region added later changes nothing in the others.
    const mayStream = new aws.iam.RolePolicy(
      `${name}-stream`,
      {
        role: role.role.name,
        policy: policyDocument(streamTo(streamTopic.arn)),
      },
      parent,
    );
    const channel = new aws.cfg.DeliveryChannel(
      name,
      {
        region,
        name,
        s3BucketName: bucket.bucketName,
        snsTopicArn: streamTopic.arn,
        snapshotDeliveryProperties: { deliveryFrequency },
      },
      {
        ...this.fixedName,
        dependsOn: [
          // Without it: `NoAvailableConfigurationRecorderException`.
          this.recorder,
          // AWS Config tests bucket and topic when the channel is created. Without these: `InsufficientDeliveryPolicyException`.
          ...(bucket.policy === undefined ? [] : [bucket.policy]),
          topicPolicy,
          mayStream,
          ...role.permissions,
        ],
      },
    );
    const started = new aws.cfg.RecorderStatus(
      name,
      { region, name: this.recorder.name, isEnabled: true },
      // Without a channel, starting fails with `NoAvailableDeliveryChannelException`. On destroy the recorder stops first:
      // deleting the channel of a running recorder fails with `LastDeliveryChannelDeleteFailedException`.
      { parent: this, deleteBeforeReplace: true, dependsOn: [channel] },
    );
    new aws.cfg.RetentionConfiguration(
      name,
      { region, retentionPeriodInDays: retentionDays },
      { parent: this, deleteBeforeReplace: true },
    );
    return { streamTopic, channel, started };
  }
}

/** What the recorder may do in one Region. */
export function streamTo(topicArn: pulumi.Input<string>): Statement {
  return allow("StreamToThisRegionsTopic", "sns:Publish", topicArn);
}

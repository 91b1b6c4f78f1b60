import * as pulumi from "@pulumi/pulumi";
import * as aws from "../aws";
import type { HistoryBucket } from "../storage/history-bucket";
import type { AwsAccount } from "../aws-account";
import { policyDocument } from "../iam/policy-document";
import type { RecorderRole } from "../iam/recorder-role";
import type { Frequency } from "../settings/settings";

/** X-Ray's setting, and the verdicts on it: without the second type AWS Config keeps no history of verdicts. */
export const recordedTypes = ["AWS::XRay::EncryptionConfig", "AWS::Config::ResourceCompliance"];

export interface RecordingArgs {
  account: AwsAccount;
  region: string;
  bucket: HistoryBucket;
  recorderRole: RecorderRole;
  /** How often AWS Config delivers a snapshot to the bucket. */
  deliveryFrequency: Frequency;
  /** Days that AWS Config itself keeps configuration items: 30 to 2557. */
  retentionDays: number;
}

/**
 * AWS Config's recording in one Region: recorder, delivery channel, the topic it streams to, and the switch that
 * starts it. A Region has room for one recorder, one channel and one retention setting, so these are deleted before
 * they are replaced.
 */
export class Recording extends pulumi.ComponentResource {
  readonly recorder: aws.cfg.Recorder;
  /** Every change and every verdict as AWS Config publishes them: JSON, for machines. */
  readonly streamTopic: aws.sns.Topic;
  /** Depend on it before a rule: a rule made while nothing is recorded evaluates nothing. */
  readonly started: aws.cfg.RecorderStatus;

  constructor(name: string, args: RecordingArgs, opts: pulumi.ComponentResourceOptions) {
    super("xray-encryption-guard:index:Recording", name, {}, opts);
    const parent = { parent: this };
    const { region } = args;

    // Unencrypted: whether AWS Config publishes to an encrypted topic, its own guide has answered both ways.
    this.streamTopic = new aws.sns.Topic(`${name}-stream`, { region }, parent);
    const topicPolicy = new aws.sns.TopicPolicy(
      `${name}-stream`,
      {
        region,
        arn: this.streamTopic.arn,
        policy: policyDocument({
          Sid: "ConfigStreams",
          Effect: "Allow",
          Principal: { Service: "config.amazonaws.com" },
          Action: "sns:Publish",
          Resource: this.streamTopic.arn,
          Condition: { StringEquals: { "aws:SourceAccount": args.account.accountId } },
        }),
      },
      parent,
    );
    // A policy for each Region on the role they share: a Region added later changes nothing in the others.
    const mayStream = new aws.iam.RolePolicy(
      `${name}-stream`,
      {
        role: args.recorderRole.role.name,
        policy: policyDocument({
          Sid: "StreamToThisRegionsTopic",
          Effect: "Allow",
          Action: "sns:Publish",
          Resource: this.streamTopic.arn,
        }),
      },
      parent,
    );

    this.recorder = new aws.cfg.Recorder(
      name,
      {
        region,
        roleArn: args.recorderRole.role.arn,
        recordingGroup: {
          allSupported: false,
          includeGlobalResourceTypes: false,
          resourceTypes: recordedTypes,
          // Left out, AWS answers `InvalidRecordingGroupException`.
          recordingStrategies: [{ useOnly: "INCLUSION_BY_RESOURCE_TYPES" }],
        },
        recordingMode: { recordingFrequency: "CONTINUOUS" },
      },
      { parent: this, deleteBeforeReplace: true },
    );
    const channel = new aws.cfg.DeliveryChannel(
      name,
      {
        region,
        s3BucketName: args.bucket.bucketName,
        snsTopicArn: this.streamTopic.arn,
        snapshotDeliveryProperties: { deliveryFrequency: args.deliveryFrequency },
      },
      {
        parent: this,
        deleteBeforeReplace: true,
        dependsOn: [
          // Else `NoAvailableConfigurationRecorderException`.
          this.recorder,
          // AWS Config tries both ways in when the channel is made: else `InsufficientDeliveryPolicyException`.
          args.bucket.policy,
          topicPolicy,
          mayStream,
          ...args.recorderRole.permissions,
        ],
      },
    );
    this.started = new aws.cfg.RecorderStatus(
      name,
      { region, name: this.recorder.name, isEnabled: true },
      // Started before there is a channel: `NoAvailableDeliveryChannelException`. Destroyed in the opposite order:
      // a channel deleted while the recorder runs is `LastDeliveryChannelDeleteFailedException`.
      { parent: this, deleteBeforeReplace: true, dependsOn: [channel] },
    );
    new aws.cfg.RetentionConfiguration(
      name,
      { region, retentionPeriodInDays: args.retentionDays },
      { parent: this, deleteBeforeReplace: true },
    );
    this.registerOutputs({ recorder: this.recorder.name, streamTopic: this.streamTopic.arn });
  }
}

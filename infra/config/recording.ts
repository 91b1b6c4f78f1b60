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
  bucket: HistoryDestination;
  role: ServiceRole;
  /** How often AWS Config delivers a snapshot to the bucket. */
  deliveryFrequency: Frequency;
  /** Days that AWS Config keeps configuration items: 30 to 2557. */
  retentionDays: number;
}

/**
 * AWS Config's recording in one Region: the recorder, its delivery channel with bucket and stream topic, and the resource
 * that starts it. AWS allows one recorder, one channel and one retention setting per Region, so these are deleted before
 * they are replaced.
 */
export class Recording extends pulumi.ComponentResource {
  readonly recorder: aws.cfg.Recorder;
  /** Every change and every verdict as AWS Config publishes them: JSON for programs. */
  readonly streamTopic: aws.sns.Topic;
  /** Depend on it before a rule: a rule created while nothing is recorded evaluates nothing. */
  readonly started: aws.cfg.RecorderStatus;

  constructor(name: string, args: RecordingArgs, opts: pulumi.ComponentResourceOptions) {
    super("xray-encryption-guard:index:Recording", name, {}, opts);
    const parent = { parent: this };
    const { region, role } = args;

    // Not encrypted: AWS Config's guide has said both that it publishes to encrypted topics and that it does not.
    this.streamTopic = new aws.sns.Topic(`${name}-stream`, { region }, parent);
    const topicPolicy = new aws.sns.TopicPolicy(
      `${name}-stream`,
      {
        region,
        arn: this.streamTopic.arn,
        policy: policyDocument(
          allowService("config.amazonaws.com", "ConfigStreams", "sns:Publish", this.streamTopic.arn, {
            StringEquals: { "aws:SourceAccount": args.account.accountId },
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
        policy: policyDocument(streamTo(this.streamTopic.arn)),
      },
      parent,
    );

    // A name that is always the same, for recorder and channel: after an `up` that was killed, the next one puts the same
    // recorder again instead of a second one, which AWS Config refuses. What version 0.1.0 deployed keeps its name.
    const fixedName: pulumi.CustomResourceOptions = {
      parent: this,
      deleteBeforeReplace: true,
      ignoreChanges: ["name"],
    };
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
      fixedName,
    );
    const channel = new aws.cfg.DeliveryChannel(
      name,
      {
        region,
        name,
        s3BucketName: args.bucket.bucketName,
        snsTopicArn: this.streamTopic.arn,
        snapshotDeliveryProperties: { deliveryFrequency: args.deliveryFrequency },
      },
      {
        ...fixedName,
        dependsOn: [
          // Without it: `NoAvailableConfigurationRecorderException`.
          this.recorder,
          // AWS Config tests bucket and topic when the channel is created. Without these: `InsufficientDeliveryPolicyException`.
          ...(args.bucket.policy === undefined ? [] : [args.bucket.policy]),
          topicPolicy,
          mayStream,
          ...role.permissions,
        ],
      },
    );
    this.started = new aws.cfg.RecorderStatus(
      name,
      { region, name: this.recorder.name, isEnabled: true },
      // Without a channel, starting fails with `NoAvailableDeliveryChannelException`. On destroy the recorder stops first:
      // deleting the channel of a running recorder fails with `LastDeliveryChannelDeleteFailedException`.
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

/** What the recorder may do in one Region. */
export function streamTo(topicArn: pulumi.Input<string>): Statement {
  return allow("StreamToThisRegionsTopic", "sns:Publish", topicArn);
}

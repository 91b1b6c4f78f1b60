import type {
  ConfigExportDeliveryInfo,
  DeleteDeliveryChannelRequest,
  DeliverConfigSnapshotRequest,
  DeliverConfigSnapshotResponse,
  DescribeDeliveryChannelsRequest,
  DescribeDeliveryChannelsResponse,
  DescribeDeliveryChannelStatusRequest,
  DescribeDeliveryChannelStatusResponse,
  MaximumExecutionFrequency,
} from "@aws-sdk/client-config-service";
import { AwsError } from "../../account/aws-error";
import type { CloudTrail } from "../cloudtrail/cloudtrail";
import type { Sns } from "../sns/sns";
import { DeliveredFiles, type DeliveringRegion, type DeliveryOutcome } from "./delivered-files";

interface DeliveryChannel {
  name: string;
  s3BucketName: string;
  s3KeyPrefix?: string;
  snsTopicArn?: string;
  /** How often a snapshot is delivered. Default: once a day. */
  deliveryFrequency?: string;
}

const configService = "config.amazonaws.com";

/** The delivery channel: where AWS Config delivers, and with which identity. */
export class Delivery {
  private channel: DeliveryChannel | undefined;
  readonly files: DeliveredFiles;
  private streamed: DeliveryOutcome | undefined;

  constructor(private readonly region: DeliveringRegion & { cloudtrail: CloudTrail; sns: Sns }) {
    this.files = new DeliveredFiles(region);
  }

  get available(): boolean {
    return this.channel !== undefined;
  }

  /** The topic that AWS Config streams to, if the channel has one. */
  get topicArn(): string | undefined {
    return this.channel?.snsTopicArn;
  }

  /** `PutDeliveryChannel`. AWS Config tests the bucket and the topic at once. */
  async putDeliveryChannel(channel: DeliveryChannel): Promise<void> {
    if (!this.region.config.recording.exists) {
      throw new AwsError(
        "NoAvailableConfigurationRecorderException",
        "Configuration recorder is not available to put delivery channel.",
      );
    }
    if (this.channel !== undefined && this.channel.name !== channel.name) {
      throw new AwsError(
        "MaxNumberOfDeliveryChannelsExceededException",
        `Failed to put delivery channel '${channel.name}' because the maximum number of delivery channels: 1 is reached.`,
      );
    }
    const { account } = this.region;
    this.requireReach(channel.s3BucketName);
    const prefix = channel.s3KeyPrefix === undefined ? "" : `${channel.s3KeyPrefix}/`;
    try {
      await this.asConfig(async (principal, context) => {
        await account.s3.require(principal, "s3:GetBucketAcl", { bucket: channel.s3BucketName }, context);
        // The service itself also checks that the bucket exists. AWS's guide does not require that permission of a role.
        if (principal === configService) {
          await account.s3.require(principal, "s3:ListBucket", { bucket: channel.s3BucketName }, context);
        }
      });
      await this.asConfig((principal, context) =>
        account.s3.putObject(
          principal,
          {
            bucket: channel.s3BucketName,
            key: `${prefix}AWSLogs/${account.id}/Config/ConfigWritabilityCheckFile`,
            body: "",
          },
          { ...context, "s3:x-amz-acl": "bucket-owner-full-control" },
        ),
      );
      const { snsTopicArn } = channel;
      if (snsTopicArn !== undefined) {
        await this.asConfig((principal, context) =>
          this.region.sns.requirePublish(principal, snsTopicArn, context),
        );
      }
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      throw new AwsError(
        "InsufficientDeliveryPolicyException",
        `Insufficient delivery policy to s3 bucket: ${channel.s3BucketName} or topic: ${channel.snsTopicArn ?? "none"}, unable to deliver. ${error.message}`,
      );
    }
    this.channel = channel;
    this.files.deliverTo(channel);
  }

  /**
   * From Beijing there is no delivery to another Region. The API reference says so of `PutDeliveryChannel`, and not with which
   * error.
   */
  private requireReach(bucketName: string): void {
    const { account, name } = this.region;
    const bucketRegion = account.s3.find(bucketName)?.region;
    if (name !== "cn-north-1" || bucketRegion === undefined || bucketRegion === name) return;
    throw new AwsError(
      "InsufficientDeliveryPolicyException",
      `Insufficient delivery policy to s3 bucket: ${bucketName}, unable to deliver. It is in ${bucketRegion}, and the bucket must also be in ${name}.`,
    );
  }

  /** A channel of this name; undefined where there is none. */
  find(name: string): DeliveryChannel | undefined {
    return this.channel?.name === name ? this.channel : undefined;
  }

  /** Stops delivering. @throws AwsError `LastDeliveryChannelDeleteFailedException` while the recorder runs */
  async deleteDeliveryChannel(
    principal: string,
    { DeliveryChannelName: name = "" }: DeleteDeliveryChannelRequest,
  ): Promise<undefined> {
    const call = {
      principal,
      source: "config.amazonaws.com",
      name: "DeleteDeliveryChannel",
      requestParameters: { deliveryChannelName: name },
    };
    return this.region.cloudtrail.recording(call, async () => {
      await this.authorize(principal, "config:DeleteDeliveryChannel");
      this.named([name]);
      if (this.region.config.recording.running) {
        throw new AwsError(
          "LastDeliveryChannelDeleteFailedException",
          `Failed to delete last specified delivery channel with name '${name}', because there is a running configuration recorder.`,
        );
      }
      this.channel = undefined;
      this.files.end();
      return undefined;
    });
  }

  /** The bucket's name; empty if there is no channel. */
  get bucketName(): string {
    return this.channel?.s3BucketName ?? "";
  }

  /** The channel's name; empty if there is none. */
  get name(): string {
    return this.channel?.name ?? "";
  }

  async describeDeliveryChannels(
    principal: string,
    request: DescribeDeliveryChannelsRequest,
  ): Promise<DescribeDeliveryChannelsResponse> {
    await this.authorize(principal, "config:DescribeDeliveryChannels");
    const channels = this.named(request.DeliveryChannelNames).map((channel) => ({
      name: channel.name,
      s3BucketName: channel.s3BucketName,
      ...(channel.s3KeyPrefix === undefined ? {} : { s3KeyPrefix: channel.s3KeyPrefix }),
      ...(channel.snsTopicArn === undefined ? {} : { snsTopicARN: channel.snsTopicArn }),
      configSnapshotDeliveryProperties: {
        deliveryFrequency: (channel.deliveryFrequency ?? "TwentyFour_Hours") as MaximumExecutionFrequency,
      },
    }));
    return { DeliveryChannels: channels };
  }

  async describeDeliveryChannelStatus(
    principal: string,
    request: DescribeDeliveryChannelStatusRequest,
  ): Promise<DescribeDeliveryChannelStatusResponse> {
    await this.authorize(principal, "config:DescribeDeliveryChannelStatus");
    const statuses = this.named(request.DeliveryChannelNames).map(({ name }) => ({
      name,
      configHistoryDeliveryInfo: infoOf(this.files.historyOutcome),
      configSnapshotDeliveryInfo: infoOf(this.files.snapshotOutcome),
      configStreamDeliveryInfo: {
        lastStatus: this.streamed === undefined ? ("Not_Applicable" as const) : statusOf(this.streamed),
        ...(this.streamed && { lastStatusChangeTime: this.streamed.at }),
        ...(this.streamed?.error && {
          lastErrorCode: this.streamed.error.code,
          lastErrorMessage: this.streamed.error.message,
        }),
      },
    }));
    return { DeliveryChannelsStatus: statuses };
  }

  async deliverConfigSnapshot(
    principal: string,
    request: DeliverConfigSnapshotRequest,
  ): Promise<DeliverConfigSnapshotResponse> {
    await this.authorize(principal, "config:DeliverConfigSnapshot");
    this.named([request.deliveryChannelName ?? ""]);
    if (!this.region.config.recording.running) {
      throw new AwsError(
        "NoRunningConfigurationRecorderException",
        "There is no configuration recorder running.",
      );
    }
    return { configSnapshotId: await this.files.deliverSnapshot() };
  }

  /** Publishes to the channel's topic, if it has one. */
  async stream(subject: string, message: unknown): Promise<void> {
    const topicArn = this.channel?.snsTopicArn;
    if (topicArn === undefined) return;
    try {
      await this.asConfig((principal, context) =>
        this.region.sns.publish(principal, topicArn, { subject, message: JSON.stringify(message) }, context),
      );
      this.streamed = { at: this.region.account.clock.now(), error: undefined };
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      this.streamed = { at: this.region.account.clock.now(), error };
      this.region.failure(`AWS Config could not publish to ${topicArn}: ${error.message}`);
    }
  }

  /** Assumes the recorder's role. @throws AwsError if its trust policy does not allow AWS Config */
  async assumeRole(): Promise<string> {
    const roleArn = this.region.config.recording.roleArn ?? "";
    await this.region.account.assume(configService, roleArn, this.sourceContext());
    return roleArn;
  }

  private async authorize(principal: string, action: string): Promise<void> {
    await this.region.account.authorization.require({ principal, action, resource: "*" });
  }

  private named(names: readonly string[] = []): DeliveryChannel[] {
    const all = this.channel === undefined ? [] : [this.channel];
    return names.length === 0
      ? all
      : names.map((name) => {
          const found = all.find((channel) => channel.name === name);
          if (found !== undefined) return found;
          throw new AwsError(
            "NoSuchDeliveryChannelException",
            `Cannot find delivery channel with specified name '${name}'.`,
          );
        });
  }

  private sourceContext(): Record<string, string> {
    return { "aws:SourceAccount": this.region.account.id, "aws:SourceArn": this.region.arn("config", "*") };
  }

  /** AWS Config acts as the recorder's role, or as itself if the role is denied. */
  async asConfig(act: (principal: string, context: Record<string, string>) => Promise<void>): Promise<void> {
    try {
      await act(await this.assumeRole(), {});
    } catch (asRole) {
      if (!(asRole instanceof AwsError)) throw asRole;
      try {
        await act(configService, this.sourceContext());
      } catch (asService) {
        if (!(asService instanceof AwsError)) throw asService;
        throw new AwsError(asService.code, `${asRole.message}; and ${asService.message}`);
      }
    }
  }
}

function statusOf({ error }: DeliveryOutcome): "Success" | "Failure" {
  return error === undefined ? "Success" : "Failure";
}

function infoOf(outcome: (DeliveryOutcome & { next: Date }) | undefined): ConfigExportDeliveryInfo {
  if (outcome === undefined) return {};
  const { at, error, next } = outcome;
  return {
    lastStatus: statusOf(outcome),
    lastAttemptTime: at,
    nextDeliveryTime: next,
    ...(error === undefined
      ? { lastSuccessfulTime: at }
      : { lastErrorCode: error.code, lastErrorMessage: error.message }),
  };
}

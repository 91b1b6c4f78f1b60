import type { Region } from "../../account";
import { AwsError } from "../../aws-error";

interface DeliveryChannel {
  name: string;
  s3BucketName: string;
  s3KeyPrefix?: string;
  snsTopicArn?: string;
}

/** Where AWS Config delivers to, and as whom. */
export class Delivery {
  private channel: DeliveryChannel | undefined;

  constructor(private readonly region: Region) {}

  get available(): boolean {
    return this.channel !== undefined;
  }

  /** The topic that AWS Config streams to, if the channel has one. */
  get topicArn(): string | undefined {
    return this.channel?.snsTopicArn;
  }

  /** `PutDeliveryChannel`: AWS Config tries bucket and topic at once. */
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
    const prefix = channel.s3KeyPrefix === undefined ? "" : `${channel.s3KeyPrefix}/`;
    try {
      await this.asConfig((principal, context) =>
        account.s3.require(principal, "s3:GetBucketAcl", { bucket: channel.s3BucketName }, context),
      );
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
  }

  /** Publishes to the channel's topic, if it has one. */
  async stream(subject: string, message: unknown): Promise<void> {
    const topicArn = this.channel?.snsTopicArn;
    if (topicArn === undefined) return;
    try {
      await this.asConfig((principal, context) =>
        this.region.sns.publish(principal, topicArn, { subject, message: JSON.stringify(message) }, context),
      );
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      this.region.trouble(`AWS Config could not publish to ${topicArn}: ${error.message}`);
    }
  }

  /** Takes the recorder's role. @throws AwsError when its trust policy does not let AWS Config */
  async assumeRole(): Promise<string> {
    const roleArn = this.region.config.recording.roleArn ?? "";
    await this.region.account.assume("config.amazonaws.com", roleArn, this.sourceContext());
    return roleArn;
  }

  private sourceContext(): Record<string, string> {
    return { "aws:SourceAccount": this.region.account.id, "aws:SourceArn": this.region.arn("config", "*") };
  }

  /** AWS Config acts as the recorder's role, and as itself where the role may not. */
  private async asConfig(
    act: (principal: string, context: Record<string, string>) => Promise<void>,
  ): Promise<void> {
    try {
      await act(await this.assumeRole(), {});
    } catch (asRole) {
      if (!(asRole instanceof AwsError)) throw asRole;
      try {
        await act("config.amazonaws.com", this.sourceContext());
      } catch (asService) {
        if (!(asService instanceof AwsError)) throw asService;
        throw new AwsError(asService.code, `${asRole.message}; and ${asService.message}`);
      }
    }
  }
}

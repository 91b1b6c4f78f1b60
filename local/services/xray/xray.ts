import type {
  EncryptionConfig,
  GetEncryptionConfigResult,
  GetTraceSegmentDestinationResult,
  PutEncryptionConfigRequest,
  PutEncryptionConfigResult,
  UpdateTraceSegmentDestinationRequest,
  UpdateTraceSegmentDestinationResult,
} from "@aws-sdk/client-xray";
import type { RegionContext } from "../../account/context";
import { AwsError } from "../../account/aws-error";
import { second } from "../../account/clock";
import type { CloudTrail } from "../cloudtrail/cloudtrail";
import type { Kms } from "../kms/kms";

/** How long X-Ray takes to apply a new setting. Minutes at most on AWS; the exact time is not documented. */
const updateTime = 30 * second;

/** X-Ray's encryption setting of one Region, and where its spans go. */
export class Xray {
  /** X-Ray's default encryption until something else is set. */
  private setting: EncryptionConfig = { Type: "NONE", Status: "ACTIVE" };
  private destination: "XRay" | "CloudWatchLogs" = "XRay";

  constructor(
    private readonly region: RegionContext & {
      cloudtrail: CloudTrail;
      kms: Kms;
      logs: { provideSpansGroup(): unknown };
      config: { recording: { settingChanged(): void } };
    },
  ) {}

  async getEncryptionConfig(principal: string): Promise<GetEncryptionConfigResult> {
    await this.authorize(principal, "xray:GetEncryptionConfig");
    return { EncryptionConfig: { ...this.setting } };
  }

  async getTraceSegmentDestination(principal: string): Promise<GetTraceSegmentDestinationResult> {
    await this.authorize(principal, "xray:GetTraceSegmentDestination");
    return { Destination: this.destination, Status: "ACTIVE" };
  }

  /** Where spans go from now on. In CloudWatch Logs they need a log group, which X-Ray makes. */
  async updateTraceSegmentDestination(
    principal: string,
    request: UpdateTraceSegmentDestinationRequest,
  ): Promise<UpdateTraceSegmentDestinationResult> {
    const call = {
      principal,
      source: "xray.amazonaws.com",
      name: "UpdateTraceSegmentDestination",
      requestParameters: request,
    };
    return this.region.cloudtrail.recording(call, async () => {
      await this.authorize(principal, "xray:UpdateTraceSegmentDestination");
      const { Destination } = request;
      if (Destination !== "XRay" && Destination !== "CloudWatchLogs") {
        throw new AwsError("InvalidRequestException", "Destination must be XRay or CloudWatchLogs.");
      }
      this.destination = Destination;
      if (Destination === "CloudWatchLogs") this.region.logs.provideSpansGroup();
      return { Destination, Status: "ACTIVE" as const };
    });
  }

  /**
   * Sets the encryption. Accepts a key in any of its forms and keeps the key's ARN. At first the setting is `UPDATING`.
   *
   * @throws AwsError `InvalidRequestException` for a key that is missing, asymmetric or not enabled
   */
  async putEncryptionConfig(
    principal: string,
    request: PutEncryptionConfigRequest,
  ): Promise<PutEncryptionConfigResult> {
    const call = {
      principal,
      source: "xray.amazonaws.com",
      name: "PutEncryptionConfig",
      requestParameters: request,
    };
    return this.region.cloudtrail.recording(call, () => this.put(principal, request));
  }

  private async put(
    principal: string,
    request: PutEncryptionConfigRequest,
  ): Promise<PutEncryptionConfigResult> {
    await this.authorize(principal, "xray:PutEncryptionConfig");
    const before = this.setting;
    const setting: EncryptionConfig =
      request.Type === "KMS"
        ? { Type: "KMS", KeyId: await this.usableKey(principal, request.KeyId), Status: "UPDATING" }
        : { Type: this.typeNone(request), Status: "UPDATING" };
    this.setting = setting;
    this.region.account.clock.after(updateTime, () => {
      if (this.setting === setting) this.setting = { ...setting, Status: "ACTIVE" };
    });
    if (before.Type !== setting.Type || before.KeyId !== setting.KeyId)
      this.region.config.recording.settingChanged();
    return { EncryptionConfig: { ...setting } };
  }

  private typeNone(request: PutEncryptionConfigRequest): "NONE" {
    if (request.Type !== "NONE") {
      throw new AwsError("InvalidRequestException", `Type must be KMS or NONE, not ${String(request.Type)}.`);
    }
    if (request.KeyId !== undefined) {
      throw new AwsError("InvalidRequestException", "KeyId must not be set when Type is NONE.");
    }
    return "NONE";
  }

  private async usableKey(principal: string, keyId: string | undefined): Promise<string> {
    if (keyId === undefined || keyId === "") {
      throw new AwsError("InvalidRequestException", "KeyId is required when Type is KMS.");
    }
    const key = this.region.kms.find(keyId);
    if (key === undefined)
      throw new AwsError("InvalidRequestException", `The KMS key ${keyId} does not exist.`);
    if (key.spec !== "SYMMETRIC_DEFAULT") {
      throw new AwsError(
        "InvalidRequestException",
        `X-Ray does not support asymmetric KMS keys: ${key.arn}.`,
      );
    }
    if (key.state !== "Enabled") {
      throw new AwsError(
        "InvalidRequestException",
        `The KMS key ${key.arn} is not enabled: it is ${key.state}.`,
      );
    }
    // X-Ray creates a grant on a customer managed key, with the permissions of the caller.
    if (key.manager === "CUSTOMER") {
      await this.region.kms.require(principal, "kms:DescribeKey", key.arn);
      await this.region.kms.require(principal, "kms:CreateGrant", key.arn);
      this.region.kms.grants.provide(key, "xray.amazonaws.com");
    }
    return key.arn;
  }

  private async authorize(principal: string, action: string): Promise<void> {
    await this.region.account.authorization.require({ principal, action, resource: "*" });
  }
}

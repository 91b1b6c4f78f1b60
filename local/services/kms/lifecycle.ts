import type {
  CancelKeyDeletionRequest,
  CancelKeyDeletionResponse,
  CreateKeyRequest,
  CreateKeyResponse,
  DisableKeyRequest,
  EnableKeyRequest,
  ScheduleKeyDeletionRequest,
  ScheduleKeyDeletionResponse,
} from "@aws-sdk/client-kms";
import type { RegionContext } from "../../account/context";
import { AwsError } from "../../account/aws-error";
import { day } from "../../account/clock";
import { uuid } from "../../account/ids";
import type { CloudTrail } from "../cloudtrail/cloudtrail";
import type { Key, Keys } from "./key";

/** Creates, disables, enables and deletes keys. Deletion follows a waiting period and can be cancelled. */
export class Lifecycle {
  private created = 0;

  constructor(
    private readonly region: RegionContext & { cloudtrail: CloudTrail },
    private readonly kms: Keys,
  ) {}

  async createKey(principal: string, request: CreateKeyRequest): Promise<CreateKeyResponse> {
    return this.recording(principal, "CreateKey", request, async () => {
      const { account, name } = this.region;
      await account.authorization.require({ principal, action: "kms:CreateKey", resource: "*" });
      const spec = request.KeySpec ?? "SYMMETRIC_DEFAULT";
      if (request.Origin !== undefined && request.Origin !== "AWS_KMS") {
        throw new AwsError(
          "UnsupportedOperationException",
          `The local account creates keys of origin AWS_KMS, not ${request.Origin}.`,
        );
      }
      if (spec !== "SYMMETRIC_DEFAULT" && request.KeyUsage === undefined) {
        throw new AwsError(
          "ValidationException",
          "You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys.",
        );
      }
      const policy = request.Policy === undefined ? undefined : policyOf(request.Policy);
      const id = uuid("created-key", name, String(++this.created));
      const key = this.kms.createKey({
        id: request.MultiRegion === true ? `mrk-${id.replaceAll("-", "")}` : id,
        spec,
        ...(request.Description === undefined ? {} : { description: request.Description }),
        ...(request.KeyUsage === undefined ? {} : { usage: request.KeyUsage }),
        ...(policy === undefined ? {} : { policy }),
      });
      return { KeyMetadata: this.kms.metadata(key) };
    });
  }

  async disableKey(principal: string, request: DisableKeyRequest): Promise<undefined> {
    return this.recording(principal, "DisableKey", request, async () => {
      const key = await this.changeable(principal, "kms:DisableKey", request.KeyId);
      this.requireNotPending(key);
      key.state = "Disabled";
      return undefined;
    });
  }

  async enableKey(principal: string, request: EnableKeyRequest): Promise<undefined> {
    return this.recording(principal, "EnableKey", request, async () => {
      const key = await this.changeable(principal, "kms:EnableKey", request.KeyId);
      this.requireNotPending(key);
      key.state = "Enabled";
      return undefined;
    });
  }

  /** Deletes the key after 7 to 30 days, by default 30. */
  async scheduleKeyDeletion(
    principal: string,
    request: ScheduleKeyDeletionRequest,
  ): Promise<ScheduleKeyDeletionResponse> {
    return this.recording(principal, "ScheduleKeyDeletion", request, async () => {
      const key = await this.changeable(principal, "kms:ScheduleKeyDeletion", request.KeyId);
      this.requireNotPending(key);
      const days = request.PendingWindowInDays ?? 30;
      if (!Number.isInteger(days) || days < 7 || days > 30)
        throw new AwsError("ValidationException", `PendingWindowInDays must be 7 to 30, not ${days}.`);
      const { clock } = this.region.account;
      const deletion = new Date(clock.now().getTime() + days * day);
      Object.assign(key, { state: "PendingDeletion", deletion });
      // After a cancellation and a new schedule the key has another date.
      clock.after(days * day, () => {
        if (key.deletion === deletion) this.kms.deleteKey(key);
      });
      return {
        KeyId: key.arn,
        DeletionDate: deletion,
        KeyState: "PendingDeletion",
        PendingWindowInDays: days,
      };
    });
  }

  /** Keeps the key, and leaves it disabled. */
  async cancelKeyDeletion(
    principal: string,
    request: CancelKeyDeletionRequest,
  ): Promise<CancelKeyDeletionResponse> {
    return this.recording(principal, "CancelKeyDeletion", request, async () => {
      const key = await this.changeable(principal, "kms:CancelKeyDeletion", request.KeyId);
      if (key.state !== "PendingDeletion")
        throw new AwsError("KMSInvalidStateException", `${key.arn} is not pending deletion.`);
      Object.assign(key, { state: "Disabled", deletion: undefined });
      return { KeyId: key.arn };
    });
  }

  private recording<T extends object | undefined>(
    principal: string,
    name: string,
    request: object,
    run: () => Promise<T>,
  ): Promise<T> {
    const call = { principal, source: "kms.amazonaws.com", name, requestParameters: request };
    return this.region.cloudtrail.recording(call, run);
  }

  /** A key by its ID or ARN, if principal may perform the action. A key that AWS manages cannot be changed. */
  private async changeable(principal: string, action: string, identifier = ""): Promise<Key> {
    if (/(^|:)alias\//.test(identifier)) {
      throw new AwsError("NotFoundException", `Invalid keyId '${identifier}'`);
    }
    const key = this.kms.key(identifier);
    await this.kms.require(principal, action, key.arn);
    if (key.manager === "AWS") {
      throw new AwsError(
        "AccessDeniedException",
        `${principal} is not authorized to perform ${action} on ${key.arn}: AWS manages this key.`,
      );
    }
    return key;
  }

  private requireNotPending(key: Key): void {
    if (key.state === "PendingDeletion")
      throw new AwsError("KMSInvalidStateException", `${key.arn} is pending deletion.`);
  }
}

/** @throws AwsError for what is no policy */
export function policyOf(text: string): unknown {
  try {
    const policy: unknown = JSON.parse(text);
    if (typeof policy === "object" && policy !== null && "Statement" in policy) return policy;
  } catch {
    // Reported below, like any other text that is not a policy.
  }
  throw new AwsError("MalformedPolicyDocumentException", "The key policy is not a policy document in JSON.");
}

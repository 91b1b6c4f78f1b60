import type {
  DescribeKeyRequest,
  DescribeKeyResponse,
  GetKeyPolicyRequest,
  GetKeyPolicyResponse,
  KeyMetadata,
  PutKeyPolicyRequest,
} from "@aws-sdk/client-kms";
import type { RegionContext } from "../../account/context";
import { AwsError } from "../../account/aws-error";
import { uuid } from "../../account/ids";
import type { CloudTrail } from "../cloudtrail/cloudtrail";
import { Aliases } from "./aliases";
import type { Key, Keys, KeyState, NewKey } from "./key";
import { Grants } from "./grants";
import { Lifecycle, policyOf } from "./lifecycle";

/** KMS: keys with their state, and aliases. Keys of other accounts are here too, if something names them. */
export class Kms implements Keys {
  private readonly keys = new Map<string, Key>();
  readonly aliases: Aliases;
  /** The calls that create and change keys. */
  readonly lifecycle: Lifecycle;
  readonly grants: Grants;

  constructor(private readonly region: RegionContext & { cloudtrail: CloudTrail }) {
    this.aliases = new Aliases(region, this);
    this.lifecycle = new Lifecycle(region, this);
    this.grants = new Grants(region, this);
    const key = this.createKey({ id: uuid("alias/aws/xray", region.name), manager: "AWS" });
    this.createAlias("alias/aws/xray", key.arn);
  }

  createKey(options: NewKey): Key {
    const { account } = this.region;
    const accountId = options.accountId ?? account.id;
    const arn = `arn:${account.partition}:kms:${this.region.name}:${accountId}:key/${options.id}`;
    const existing = this.keys.get(arn);
    if (existing !== undefined) return existing;
    const key: Key = {
      id: options.id,
      arn,
      accountId,
      description: options.description ?? "",
      state: "Enabled",
      manager: options.manager ?? "CUSTOMER",
      spec: options.spec ?? "SYMMETRIC_DEFAULT",
      usage: options.usage ?? "ENCRYPT_DECRYPT",
      policy: options.policy ?? this.defaultPolicy(accountId),
      created: account.clock.now(),
      deletion: undefined,
    };
    this.keys.set(arn, key);
    return key;
  }

  createAlias(name: string, keyArn: string, accountId = this.region.account.id): void {
    this.aliases.point(this.aliasArn(name, accountId), keyArn);
  }

  /** The key with an ID, a key ARN, an alias or an alias ARN; undefined if it does not exist. */
  find(identifier: string): Key | undefined {
    if (identifier.startsWith("alias/")) return this.find(this.aliasArn(identifier, this.region.account.id));
    if (/:alias\//.test(identifier)) {
      const target = this.aliases.target(identifier);
      return target === undefined ? undefined : this.keys.get(target);
    }
    if (identifier.startsWith("arn:")) return this.keys.get(identifier);
    return this.keys.get(this.region.arn("kms", `key/${identifier}`));
  }

  setState(identifier: string, state: KeyState): void {
    this.key(identifier).state = state;
  }

  /** Deletes a key, and the aliases that pointed to it. */
  deleteKey(key: Key): void {
    this.keys.delete(key.arn);
    this.aliases.forget(key.arn);
  }

  /** Checks an action on a key: by the key's policy and, if that trusts the account, by identity policies. */
  async require(
    principal: string,
    action: string,
    identifier: string,
    context: Record<string, string> = {},
  ): Promise<void> {
    const key = this.key(identifier);
    await this.region.account.authorization.require({
      principal,
      action,
      resource: key.arn,
      resourceAccount: key.accountId,
      resourcePolicy: key.policy,
      context: { ...this.aliasContext(key), ...context },
    });
  }

  /** The condition key of every request on a key: the names of its aliases, if it has any. */
  private aliasContext(key: Key): Record<string, string[]> {
    const names = this.aliases.namesOf(key.arn);
    return names.length === 0 ? {} : { "kms:ResourceAliases": names };
  }

  async describeKey(principal: string, request: DescribeKeyRequest): Promise<DescribeKeyResponse> {
    const key = this.key(request.KeyId ?? "");
    await this.require(principal, "kms:DescribeKey", key.arn);
    return { KeyMetadata: this.metadata(key) };
  }

  /** `GetKeyPolicy`. KMS takes no alias here. */
  async getKeyPolicy(principal: string, { KeyId = "" }: GetKeyPolicyRequest): Promise<GetKeyPolicyResponse> {
    if (KeyId.includes("alias/")) throw new AwsError("InvalidArnException", `Invalid keyId ${KeyId}`);
    const key = this.key(KeyId);
    await this.require(principal, "kms:GetKeyPolicy", key.arn);
    return { Policy: JSON.stringify(key.policy), PolicyName: "default" };
  }

  /** `PutKeyPolicy`. KMS takes no alias here. */
  async putKeyPolicy(principal: string, request: PutKeyPolicyRequest): Promise<undefined> {
    const { KeyId = "", Policy = "" } = request;
    const call = {
      principal,
      source: "kms.amazonaws.com",
      name: "PutKeyPolicy",
      requestParameters: request,
    };
    return this.region.cloudtrail.recording(call, async () => {
      if (KeyId.includes("alias/")) throw new AwsError("InvalidArnException", `Invalid keyId ${KeyId}`);
      const key = this.key(KeyId);
      await this.require(principal, "kms:PutKeyPolicy", key.arn);
      key.policy = policyOf(Policy);
      return undefined;
    });
  }

  metadata(key: Key): KeyMetadata {
    return {
      AWSAccountId: key.accountId,
      KeyId: key.id,
      Arn: key.arn,
      CreationDate: key.created,
      Enabled: key.state === "Enabled",
      Description: key.description,
      KeyUsage: key.usage,
      KeyState: key.state,
      ...(key.deletion === undefined ? {} : { DeletionDate: key.deletion }),
      Origin: "AWS_KMS",
      KeyManager: key.manager,
      KeySpec: key.spec,
      ...(key.spec === "SYMMETRIC_DEFAULT" ? { EncryptionAlgorithms: ["SYMMETRIC_DEFAULT"] } : {}),
      MultiRegion: key.id.startsWith("mrk-"),
    };
  }

  /** @throws AwsError `NotFoundException` */
  key(identifier: string): Key {
    const key = this.find(identifier);
    if (key !== undefined) return key;
    const what = /(^|:)alias\//.test(identifier)
      ? `Alias ${identifier.startsWith("arn:") ? identifier : this.aliasArn(identifier, this.region.account.id)} is not found.`
      : `Key '${identifier.startsWith("arn:") ? identifier : this.region.arn("kms", `key/${identifier}`)}' does not exist`;
    throw new AwsError("NotFoundException", what);
  }

  aliasArn(name: string, accountId: string): string {
    return `arn:${this.region.account.partition}:kms:${this.region.name}:${accountId}:${name}`;
  }

  /** KMS's default key policy: the key's account grants access by IAM. A key of another account trusts this one too. */
  private defaultPolicy(accountId: string): unknown {
    const { account } = this.region;
    const trusted = [...new Set([accountId, account.id])].map(
      (id) => `arn:${account.partition}:iam::${id}:root`,
    );
    return {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "Enable IAM User Permissions",
          Effect: "Allow",
          Principal: { AWS: trusted },
          Action: "kms:*",
          Resource: "*",
        },
      ],
    };
  }
}

import type { DescribeKeyRequest, DescribeKeyResponse, KeyMetadata } from "@aws-sdk/client-kms";
import type { Region } from "../account";
import { AwsError } from "../aws-error";
import { uuid } from "../ids";

type KeyState = NonNullable<KeyMetadata["KeyState"]>;

export interface Key {
  id: string;
  arn: string;
  accountId: string;
  description: string;
  state: KeyState;
  manager: "AWS" | "CUSTOMER";
  spec: "SYMMETRIC_DEFAULT" | "RSA_2048";
  policy: unknown;
  created: Date;
}

/** KMS: keys with their state, and aliases. Keys of other accounts stand here too, as far as somebody names them. */
export class Kms {
  private readonly keys = new Map<string, Key>();
  private readonly aliases = new Map<string, string>();

  constructor(private readonly region: Region) {
    const key = this.createKey({ id: uuid("alias/aws/xray", region.name), manager: "AWS" });
    this.createAlias("alias/aws/xray", key.arn);
  }

  createKey(options: {
    id: string;
    accountId?: string;
    description?: string;
    manager?: Key["manager"];
    spec?: Key["spec"];
  }): Key {
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
      policy: this.defaultPolicy(accountId),
      created: account.clock.now(),
    };
    this.keys.set(arn, key);
    return key;
  }

  createAlias(name: string, keyArn: string, accountId = this.region.account.id): void {
    this.aliases.set(this.aliasArn(name, accountId), keyArn);
  }

  /** The key that is meant by an ID, a key ARN, an alias or an alias ARN; undefined when there is none. */
  find(identifier: string): Key | undefined {
    if (identifier.startsWith("alias/")) return this.find(this.aliasArn(identifier, this.region.account.id));
    if (/:alias\//.test(identifier)) {
      const target = this.aliases.get(identifier);
      return target === undefined ? undefined : this.keys.get(target);
    }
    if (identifier.startsWith("arn:")) return this.keys.get(identifier);
    return this.keys.get(this.region.arn("kms", `key/${identifier}`));
  }

  setState(identifier: string, state: KeyState): void {
    this.key(identifier).state = state;
  }

  /** Judges what principal asks of a key: by the key's policy and, where that trusts its account, by identity policies. */
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
      context,
    });
  }

  async describeKey(principal: string, request: DescribeKeyRequest): Promise<DescribeKeyResponse> {
    const key = this.key(request.KeyId ?? "");
    await this.require(principal, "kms:DescribeKey", key.arn);
    return {
      KeyMetadata: {
        AWSAccountId: key.accountId,
        KeyId: key.id,
        Arn: key.arn,
        CreationDate: key.created,
        Enabled: key.state === "Enabled",
        Description: key.description,
        KeyUsage: key.spec === "SYMMETRIC_DEFAULT" ? "ENCRYPT_DECRYPT" : "SIGN_VERIFY",
        KeyState: key.state,
        Origin: "AWS_KMS",
        KeyManager: key.manager,
        KeySpec: key.spec,
        CustomerMasterKeySpec: key.spec,
        MultiRegion: key.id.startsWith("mrk-"),
      },
    };
  }

  private key(identifier: string): Key {
    const key = this.find(identifier);
    if (key !== undefined) return key;
    const what = /(^|:)alias\//.test(identifier)
      ? `Alias ${identifier.startsWith("arn:") ? identifier : this.aliasArn(identifier, this.region.account.id)} is not found.`
      : `Key '${identifier.startsWith("arn:") ? identifier : this.region.arn("kms", `key/${identifier}`)}' does not exist`;
    throw new AwsError("NotFoundException", what);
  }

  private aliasArn(name: string, accountId: string): string {
    return `arn:${this.region.account.partition}:kms:${this.region.name}:${accountId}:${name}`;
  }

  /** The policy KMS gives a key by default: its account decides, by IAM; another account's key trusts this one too. */
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

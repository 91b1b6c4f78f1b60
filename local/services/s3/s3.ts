import { createHash } from "node:crypto";
import type {
  GetObjectRequest,
  HeadBucketOutput,
  HeadBucketRequest,
  HeadObjectOutput,
  HeadObjectRequest,
  ListBucketsOutput,
  ListObjectsV2Output,
  ListObjectsV2Request,
} from "@aws-sdk/client-s3";
import type { AccountContext } from "../../account/context";
import { AwsError } from "../../account/aws-error";
import { pageOf } from "../../endpoint/paging";

export interface S3Object {
  body: Buffer;
  contentType: string;
  lastModified: Date;
}

interface Bucket {
  name: string;
  arn: string;
  /** The account that owns it. */
  accountId: string;
  region: string;
  created: Date;
  policy: unknown;
  /** What hardens it, by the kind of the setting: versioning, encryption … Of these the key alone has an effect. */
  settings: Map<string, unknown>;
  objects: Map<string, S3Object>;
}

/** A bucket's default encryption, as the provider has it. */
interface EncryptionSetting {
  rules?: { applyServerSideEncryptionByDefault?: { kmsMasterKeyId?: string } }[];
}

/** What S3 asks KMS. KMS itself tells CloudTrail of calls, whose files S3 has. */
interface KeyUse {
  /** @throws AwsError where the principal may not use the key */
  require(
    principal: string,
    action: string,
    identifier: string,
    context?: Record<string, string>,
  ): Promise<void>;
}

/** S3: buckets with a policy, objects that AWS Config puts into them, and the calls that read them. Names are global. */
export class S3 {
  private readonly buckets = new Map<string, Bucket>();

  constructor(
    private readonly account: AccountContext & { region(name: string): Promise<{ kms: KeyUse }> },
  ) {}

  /** @param accountId the owner, where that is another account: names are global */
  createBucket(name: string, region: string, accountId = this.account.id): Bucket {
    const taken = this.buckets.get(name);
    if (taken !== undefined && taken.accountId !== this.account.id) {
      throw new AwsError("BucketAlreadyExists", `The bucket ${name} exists already in another account.`, 409);
    }
    if (taken !== undefined) {
      throw new AwsError("BucketAlreadyOwnedByYou", `The bucket ${name} exists already and is yours.`, 409);
    }
    const arn = `arn:${this.account.partition}:s3:::${name}`;
    const bucket: Bucket = {
      name,
      arn,
      accountId,
      region,
      created: this.account.clock.now(),
      policy: undefined,
      settings: new Map(),
      objects: new Map(),
    };
    this.buckets.set(name, bucket);
    return bucket;
  }

  /** @throws AwsError `NoSuchBucket` */
  bucket(name: string): Bucket {
    const bucket = this.buckets.get(name);
    if (bucket === undefined) throw new AwsError("NoSuchBucket", `The bucket ${name} does not exist.`, 404);
    return bucket;
  }

  list(): readonly Bucket[] {
    return [...this.buckets.values()];
  }

  /** A bucket of this name; undefined where there is none. */
  find(name: string): Bucket | undefined {
    return this.buckets.get(name);
  }

  /** `DeleteBucket` @throws AwsError `BucketNotEmpty` */
  deleteBucket(name: string): void {
    if (this.bucket(name).objects.size > 0) {
      throw new AwsError("BucketNotEmpty", `The bucket you tried to delete is not empty: ${name}`, 409);
    }
    this.buckets.delete(name);
  }

  putBucketPolicy(name: string, policy: unknown): void {
    this.bucket(name).policy = policy;
  }

  /**
   * Checks a request to a bucket, by identity policies and the bucket's policy. `context` has the condition keys of the
   * request: the ACL header and, for a service, the account that it acts for.
   */
  async require(
    principal: string,
    action: string,
    target: { bucket: string; key?: string },
    context: Record<string, string> = {},
  ): Promise<void> {
    const bucket = this.bucket(target.bucket);
    await this.account.authorization.require({
      principal,
      action,
      resource: target.key === undefined ? bucket.arn : `${bucket.arn}/${target.key}`,
      resourcePolicy: bucket.policy,
      resourceAccount: bucket.accountId,
      context,
    });
  }

  /** S3 uses the key of a bucket's default encryption as whoever asks. @throws AwsError where that is not allowed */
  private async requireKey(
    principal: string,
    bucketName: string,
    actions: readonly string[],
    context: Record<string, string> = {},
  ): Promise<void> {
    const { settings, region } = this.bucket(bucketName);
    const { rules = [] } = (settings.get("ServerSideEncryptionConfiguration") ?? {}) as EncryptionSetting;
    const key = rules[0]?.applyServerSideEncryptionByDefault?.kmsMasterKeyId;
    if (key === undefined) return;
    const { kms } = await this.account.region(region);
    for (const action of actions) await kms.require(principal, action, key, context);
  }

  /** @throws AwsError when principal may not put the object */
  async putObject(
    principal: string,
    target: { bucket: string; key: string; body: string | Buffer; contentType?: string },
    context: Record<string, string> = {},
  ): Promise<void> {
    await this.require(principal, "s3:PutObject", target, context);
    await this.requireKey(principal, target.bucket, ["kms:GenerateDataKey", "kms:Decrypt"], context);
    this.bucket(target.bucket).objects.set(target.key, {
      body: Buffer.from(target.body),
      contentType: target.contentType ?? "binary/octet-stream",
      lastModified: this.account.clock.now(),
    });
  }

  async listBuckets(principal: string): Promise<ListBucketsOutput> {
    await this.account.authorization.require({ principal, action: "s3:ListAllMyBuckets", resource: "*" });
    const buckets = [...this.buckets.values()]
      .filter(({ accountId }) => accountId === this.account.id)
      .sort((a, b) => a.name.localeCompare(b.name));
    return {
      Buckets: buckets.map(({ name, created }) => ({ Name: name, CreationDate: created })),
      Owner: { DisplayName: "local", ID: this.account.id },
    };
  }

  async headBucket(principal: string, { Bucket = "" }: HeadBucketRequest): Promise<HeadBucketOutput> {
    await this.require(principal, "s3:ListBucket", { bucket: Bucket });
    return { BucketRegion: this.bucket(Bucket).region };
  }

  /** Keys that share a prefix up to the delimiter are rolled up into one common prefix. */
  async listObjectsV2(principal: string, request: ListObjectsV2Request): Promise<ListObjectsV2Output> {
    const { Bucket = "", Prefix = "", Delimiter = "", MaxKeys = 1000, StartAfter = "" } = request;
    await this.require(principal, "s3:ListBucket", { bucket: Bucket }, { "s3:prefix": Prefix });
    if (MaxKeys < 0) throw new AwsError("InvalidArgument", "max-keys must not be negative.");
    const objects = this.bucket(Bucket).objects;
    const entries = new Map<string, S3Object | undefined>();
    // S3 lists keys in byte order.
    for (const key of [...objects.keys()].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))) {
      if (!key.startsWith(Prefix) || key <= StartAfter) continue;
      const end = Delimiter === "" ? -1 : key.indexOf(Delimiter, Prefix.length);
      if (end < 0) entries.set(key, objects.get(key));
      else entries.set(key.slice(0, end + Delimiter.length), undefined);
    }
    const { page, next } = pageOf(
      [...entries],
      Math.min(MaxKeys, 1000),
      request.ContinuationToken,
      () => new AwsError("InvalidArgument", "The continuation token provided is incorrect."),
    );
    const encoded = (text: string): string =>
      request.EncodingType === "url" ? encodeURIComponent(text).replaceAll("%2F", "/") : text;
    return {
      Name: Bucket,
      Prefix: encoded(Prefix),
      ...(Delimiter === "" ? {} : { Delimiter: encoded(Delimiter) }),
      ...(request.EncodingType === undefined ? {} : { EncodingType: request.EncodingType }),
      ...(request.ContinuationToken === undefined ? {} : { ContinuationToken: request.ContinuationToken }),
      ...(StartAfter === "" ? {} : { StartAfter: encoded(StartAfter) }),
      MaxKeys,
      KeyCount: page.length,
      IsTruncated: MaxKeys > 0 && next !== undefined,
      ...(MaxKeys > 0 && next !== undefined ? { NextContinuationToken: next } : {}),
      Contents: page.flatMap(([key, object]) =>
        object === undefined
          ? []
          : [
              {
                Key: encoded(key),
                LastModified: object.lastModified,
                ETag: etagOf(object),
                Size: object.body.length,
                StorageClass: "STANDARD" as const,
              },
            ],
      ),
      CommonPrefixes: page.flatMap(([key, object]) =>
        object === undefined ? [{ Prefix: encoded(key) }] : [],
      ),
    };
  }

  async getObject(
    principal: string,
    { Bucket = "", Key = "" }: GetObjectRequest,
  ): Promise<HeadObjectOutput & { Body: Buffer }> {
    await this.require(principal, "s3:GetObject", { bucket: Bucket, key: Key });
    const object = this.bucket(Bucket).objects.get(Key);
    await this.requireKey(principal, Bucket, ["kms:Decrypt"]);
    if (object === undefined) throw new AwsError("NoSuchKey", "The specified key does not exist.", 404);
    return {
      Body: object.body,
      ContentLength: object.body.length,
      ContentType: object.contentType,
      LastModified: object.lastModified,
      ETag: etagOf(object),
      AcceptRanges: "bytes",
    };
  }

  /** Needs the same permission as `getObject`. The answer to a HEAD request is written without the body. */
  headObject(principal: string, request: HeadObjectRequest): Promise<HeadObjectOutput> {
    return this.getObject(principal, request);
  }
}

function etagOf({ body }: S3Object): string {
  return `"${createHash("md5").update(body).digest("hex")}"`;
}

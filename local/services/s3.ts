import type { Account } from "../account";
import { AwsError } from "../aws-error";

export interface S3Object {
  body: string;
  lastModified: Date;
}

interface Bucket {
  name: string;
  arn: string;
  region: string;
  policy: unknown;
  objects: Map<string, S3Object>;
}

/** S3, as far as AWS Config needs it: buckets with a policy, and objects put into them. Names are global. */
export class S3 {
  private readonly buckets = new Map<string, Bucket>();

  constructor(private readonly account: Account) {}

  createBucket(name: string, region: string): Bucket {
    if (this.buckets.has(name)) {
      throw new AwsError("BucketAlreadyOwnedByYou", `The bucket ${name} exists already and is yours.`, 409);
    }
    const arn = `arn:${this.account.partition}:s3:::${name}`;
    const bucket: Bucket = { name, arn, region, policy: undefined, objects: new Map() };
    this.buckets.set(name, bucket);
    return bucket;
  }

  /** @throws AwsError `NoSuchBucket` */
  bucket(name: string): Bucket {
    const bucket = this.buckets.get(name);
    if (bucket === undefined) throw new AwsError("NoSuchBucket", `The bucket ${name} does not exist.`, 404);
    return bucket;
  }

  putBucketPolicy(name: string, policy: unknown): void {
    this.bucket(name).policy = policy;
  }

  /**
   * Judges one request of AWS Config to a bucket, or of anybody else, by identity policies and the bucket's own.
   * `context` carries what the caller's request would: the ACL header, and for services the account they act for.
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
      context,
    });
  }

  /** @throws AwsError when principal may not put the object */
  async putObject(
    principal: string,
    target: { bucket: string; key: string; body: string },
    context: Record<string, string> = {},
  ): Promise<void> {
    await this.require(principal, "s3:PutObject", target, context);
    this.bucket(target.bucket).objects.set(target.key, {
      body: target.body,
      lastModified: this.account.clock.now(),
    });
  }
}

import type { AccountContext, RegionContext } from "../../account/context";
import type { S3 } from "../s3/s3";
import { AwsError } from "../../account/aws-error";

interface Trail {
  name: string;
  arn: string;
  homeRegion: string;
  multiRegion: boolean;
  logging: boolean;
}

/** CloudTrail's trails. EventBridge receives a Region's calls only if a trail logs management events there. */
export class Trails {
  private readonly trails = new Map<string, Trail>();

  constructor(private readonly account: AccountContext & { s3: S3 }) {}

  /** Adds a trail of the account's organization, as most companies have. It belongs to another account. */
  provideOrganizationTrail(): void {
    const arn = `arn:${this.account.partition}:cloudtrail:${this.account.defaultRegion}:999999999999:trail/organization`;
    const homeRegion = this.account.defaultRegion;
    this.trails.set(arn, { name: "organization", arn, homeRegion, multiRegion: true, logging: true });
  }

  /**
   * `CreateTrail` or `UpdateTrail`, and `StartLogging` or `StopLogging`. CloudTrail checks at once that the bucket's policy lets it deliver.
   *
   * @throws AwsError `InsufficientS3BucketPolicyException`
   */
  async put(
    region: RegionContext,
    options: { name: string; bucket: string; multiRegion: boolean; logging: boolean },
  ): Promise<Trail> {
    const { id, s3 } = this.account;
    const arn = region.arn("cloudtrail", `trail/${options.name}`);
    const context = { "aws:SourceArn": arn, "aws:SourceAccount": id };
    const principal = "cloudtrail.amazonaws.com";
    const object = { bucket: options.bucket, key: `AWSLogs/${id}/CloudTrail/${region.name}/log.json.gz` };
    const acl = { "s3:x-amz-acl": "bucket-owner-full-control" };
    try {
      await s3.require(principal, "s3:GetBucketAcl", { bucket: options.bucket }, context);
      await s3.require(principal, "s3:PutObject", object, { ...context, ...acl });
    } catch (error) {
      throw new AwsError(
        "InsufficientS3BucketPolicyException",
        `Incorrect S3 bucket policy is detected for bucket: ${options.bucket}. ${(error as Error).message}`,
      );
    }
    const trail = {
      name: options.name,
      arn,
      homeRegion: region.name,
      multiRegion: options.multiRegion,
      logging: options.logging,
    };
    this.trails.set(arn, trail);
    return trail;
  }

  list(): readonly Readonly<Trail>[] {
    return [...this.trails.values()];
  }

  /** A trail with this ARN; undefined where there is none. */
  find(arn: string): Readonly<Trail> | undefined {
    return this.trails.get(arn);
  }

  /** `DeleteTrail`. The files that it delivered stay. */
  delete(arn: string): void {
    this.trails.delete(arn);
  }

  /** Whether a trail logs the calls of a Region. */
  logIn(regionName: string): boolean {
    return [...this.trails.values()].some(
      ({ logging, multiRegion, homeRegion }) => logging && (multiRegion || homeRegion === regionName),
    );
  }
}

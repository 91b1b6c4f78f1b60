import { partitionOf } from "../../account/partition";
import type { Create, NewResource } from "../../deployment/resource";

/** A bucket's setting that has no effect on the simulation. The bucket must still exist. */
const setting: Create = async ({ account, inputs }: NewResource) => {
  const bucket = inputs.string("bucket");
  account.s3.bucket(bucket);
  return { id: bucket };
};

/** The S3 resources of the AWS provider. */
export const s3Resources: Record<string, Create> = {
  "aws:s3/bucket:Bucket": async ({ account, region, inputs, physicalName }) => {
    const name = inputs.optionalString("bucket") ?? physicalName.toLowerCase();
    if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name))
      throw new Error(`the bucket name '${name}' is not valid`);
    const { arn } = account.s3.createBucket(name, region.name);
    const { dnsSuffix } = partitionOf(region.name);
    return {
      id: name,
      arn,
      bucket: name,
      bucketRegion: region.name,
      bucketDomainName: `${name}.s3.${dnsSuffix}`,
      bucketRegionalDomainName: `${name}.s3.${region.name}.${dnsSuffix}`,
    };
  },
  "aws:s3/bucketVersioning:BucketVersioning": setting,
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": setting,
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": setting,
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": setting,
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": setting,
  "aws:s3/bucketPolicy:BucketPolicy": async ({ account, inputs }) => {
    const bucket = inputs.string("bucket");
    account.s3.putBucketPolicy(bucket, inputs.document("policy"));
    return { id: bucket };
  },
};

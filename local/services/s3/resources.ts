import { partitionOf } from "../../account/partition";
import { ifExists, type ResourceType } from "../../deployment/resource";

/** A setting of a bucket. Only the key of its encryption has an effect on the simulation. */
function setting(kind: string): ResourceType {
  return {
    create: async ({ account, inputs }) => {
      const bucket = inputs.string("bucket");
      account.s3.bucket(bucket).settings.set(kind, inputs.values);
      return { id: bucket };
    },
    update: async ({ account, id, inputs }) => {
      account.s3.bucket(id).settings.set(kind, inputs.values);
      return {};
    },
    read: async ({ account, id }) => ifExists(account.s3.find(id)?.settings.has(kind)),
    delete: async ({ account, id }) => {
      account.s3.find(id)?.settings.delete(kind);
    },
  };
}

/** The S3 resources of the AWS provider. */
export const s3Resources: Record<string, ResourceType> = {
  "aws:s3/bucket:Bucket": {
    create: async ({ account, region, inputs, physicalName }) => {
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
    // Only `forceDestroy` and tags change in place.
    update: async () => ({}),
    read: async ({ account, id }) => ifExists(account.s3.find(id)),
    delete: async ({ account, inputs, id }) => {
      if (inputs.optionalBoolean("forceDestroy") === true) account.s3.bucket(id).objects.clear();
      account.s3.deleteBucket(id);
    },
  },
  "aws:s3/bucketVersioning:BucketVersioning": setting("Versioning"),
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": setting(
    "ServerSideEncryptionConfiguration",
  ),
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": setting("PublicAccessBlock"),
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": setting("OwnershipControls"),
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": setting("LifecycleConfiguration"),
  "aws:s3/bucketPolicy:BucketPolicy": {
    create: async ({ account, inputs }) => {
      const bucket = inputs.string("bucket");
      account.s3.putBucketPolicy(bucket, inputs.document("policy"));
      return { id: bucket };
    },
    read: async ({ account, id }) => ifExists(account.s3.find(id)?.policy),
    delete: async ({ account, id }) => account.s3.putBucketPolicy(id, undefined),
  },
};

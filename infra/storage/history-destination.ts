import * as pulumi from "@pulumi/pulumi";
import type { AwsAccount } from "../aws-account";

/** A bucket to which AWS Config delivers configuration history, whoever made it. */
export interface HistoryDestination {
  bucketName: pulumi.Output<string>;
  bucketArn: pulumi.Output<string>;
  /** The objects that AWS Config may write: its own prefix of this account's logs. */
  objectsArn: pulumi.Output<string>;
  /** The bucket's policy, if the stack made it. Undefined for a bucket whose policy is its owner's affair. */
  policy: pulumi.Resource | undefined;
}

/**
 * A bucket that exists: one that an earlier stack left, or one of a log archive account. It is used by its name alone, and no
 * resource is declared for it, so nothing of it is changed or taken over.
 */
export function existingBucket(name: pulumi.Input<string>, account: AwsAccount): HistoryDestination {
  const bucketArn = pulumi.interpolate`arn:${account.partition}:s3:::${name}`;
  return {
    bucketName: pulumi.output(name),
    bucketArn,
    objectsArn: objectsOf(bucketArn, account),
    policy: undefined,
  };
}

/** The ARN of what AWS Config writes into a bucket for this account. */
export function objectsOf(
  bucketArn: pulumi.Output<string>,
  { accountId }: AwsAccount,
): pulumi.Output<string> {
  return pulumi.interpolate`${bucketArn}/AWSLogs/${accountId}/Config/*`;
}

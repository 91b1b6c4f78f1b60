import * as pulumi from "@pulumi/pulumi";
import type { AwsAccount } from "../aws-account";
import { interpolate } from "../iam/policy-document";

/** Where AWS Config delivers configuration history. */
export interface HistoryPlace {
  bucketArn: pulumi.Input<string>;
  /** The objects that AWS Config may write: its own prefix of this account's logs. */
  objectsArn: pulumi.Input<string>;
  /** The key that the stack has the objects encrypted with. Undefined for a bucket whose encryption is its owner's affair. */
  keyArn: pulumi.Input<string> | undefined;
}

/** A bucket to which AWS Config delivers configuration history, whoever made it. */
export interface HistoryDestination extends HistoryPlace {
  bucketName: pulumi.Output<string>;
  /** The bucket's policy, if the stack made it. Undefined for a bucket whose policy is its owner's affair. */
  policy: pulumi.Resource | undefined;
}

/**
 * A bucket that exists: one that an earlier stack left, or one of a log archive account. It is used by its name alone, and no
 * resource is declared for it, so nothing of it is changed or taken over.
 */
export function existingBucket(name: pulumi.Input<string>, account: AwsAccount): HistoryDestination {
  const bucketArn = interpolate`arn:${account.partition}:s3:::${name}`;
  return {
    bucketName: pulumi.output(name),
    bucketArn,
    objectsArn: objectsOf(bucketArn, account),
    policy: undefined,
    keyArn: undefined,
  };
}

/** The ARN of what AWS Config writes into a bucket for this account. */
export function objectsOf(bucketArn: pulumi.Input<string>, { accountId }: AwsAccount): pulumi.Input<string> {
  return interpolate`${bucketArn}/AWSLogs/${accountId}/Config/*`;
}

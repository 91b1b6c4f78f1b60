import * as pulumi from "@pulumi/pulumi";
import * as aws from "./aws";

/** The account that a guard guards. ARNs and trust policies are built from it. */
export interface AwsAccount {
  accountId: pulumi.Input<string>;
  /** `aws`, `aws-cn`, `aws-us-gov` … Every ARN begins with it. */
  partition: pulumi.Input<string>;
}

/** The account that the provider of `parent` has credentials for. */
export function callerAccount(parent: pulumi.Resource): AwsAccount {
  return {
    accountId: aws.getCallerIdentityOutput({}, { parent }).accountId,
    partition: aws.getPartitionOutput({}, { parent }).partition,
  };
}

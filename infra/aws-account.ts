import * as pulumi from "@pulumi/pulumi";
import * as aws from "./aws";

/** The account that a guard guards: what its ARNs, its trusts and its console links are made of. */
export interface AwsAccount {
  accountId: pulumi.Output<string>;
  /** `aws`, `aws-cn`, `aws-us-gov` …; every ARN is built from it. */
  partition: pulumi.Output<string>;
}

/** Asks the provider of `parent` which account it works in. */
export function callerAccount(parent: pulumi.Resource): AwsAccount {
  return {
    accountId: aws.getCallerIdentityOutput({}, { parent }).accountId,
    partition: aws.getPartitionOutput({}, { parent }).partition,
  };
}

/** The host of the AWS console, which differs by partition. */
export function consoleUrl(account: AwsAccount, region: string): pulumi.Output<string> {
  return account.partition.apply((partition) => {
    if (partition === "aws-cn") return `https://${region}.console.amazonaws.cn`;
    if (partition === "aws-us-gov") return `https://${region}.console.amazonaws-us-gov.com`;
    return `https://${region}.console.aws.amazon.com`;
  });
}

import * as pulumi from "@pulumi/pulumi";
import * as aws from "./aws";

/** The account that a guard guards. ARNs, trust policies and console links are built from it. */
export interface AwsAccount {
  accountId: pulumi.Output<string>;
  /** `aws`, `aws-cn`, `aws-us-gov` … Every ARN begins with it. */
  partition: pulumi.Output<string>;
}

/** The account that the provider of `parent` has credentials for. */
export function callerAccount(parent: pulumi.Resource): AwsAccount {
  return {
    accountId: aws.getCallerIdentityOutput({}, { parent }).accountId,
    partition: aws.getPartitionOutput({}, { parent }).partition,
  };
}

/** AWS Config's pages in the console of one Region; the name of the page follows. The host differs by partition. */
export function configConsoleUrl({ partition }: AwsAccount, region: string): pulumi.Output<string> {
  return partition.apply((name) => {
    const domain = consoleDomains[name] ?? "console.aws.amazon.com";
    return `https://${region}.${domain}/config/home?region=${region}#`;
  });
}

const consoleDomains: Record<string, string> = {
  "aws-cn": "console.amazonaws.cn",
  "aws-us-gov": "console.amazonaws-us-gov.com",
};

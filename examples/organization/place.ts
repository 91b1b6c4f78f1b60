/** Where a policy is: written out for one account, or left to CloudFormation for every account. */
export interface Place {
  partition: string;
  accountId: string;
}

/** Pseudo parameters of CloudFormation, for `Fn::Sub`. */
export const everyAccount: Place = { partition: "${AWS::Partition}", accountId: "${AWS::AccountId}" };

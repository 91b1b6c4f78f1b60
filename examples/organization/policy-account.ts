/** The account of a policy: one, or every one, which CloudFormation fills in. */
export interface PolicyAccount {
  partition: string;
  accountId: string;
}

/** Pseudo parameters of CloudFormation, for `Fn::Sub`. */
export const everyAccount: PolicyAccount = { partition: "${AWS::Partition}", accountId: "${AWS::AccountId}" };

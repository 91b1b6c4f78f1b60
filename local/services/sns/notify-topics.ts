import type { Account } from "../../account/account";

/**
 * Topics that are there before the stack, as the stack's config names them. One of another account lets this account publish,
 * as its owner is told to.
 */
export async function provideTopics(account: Account, arns: readonly string[]): Promise<void> {
  for (const arn of arns) {
    const [, , , regionName = "", accountId = "", name = ""] = arn.split(":");
    const { sns } = await account.region(regionName);
    sns.createTopic(name, {
      accountId,
      isProvided: true,
      ...(accountId !== account.id && { policy: lettingIn(account, arn) }),
    });
  }
}

function lettingIn({ id, partition }: Account, arn: string): unknown {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { AWS: `arn:${partition}:iam::${id}:root` },
        Action: "sns:Publish",
        Resource: arn,
      },
    ],
  };
}

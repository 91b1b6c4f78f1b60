import type { Account } from "../../account/account";
import type { ProvidedTopic } from "./sns";

/**
 * Topics that are there before the stack, as the stack's config names them. One of another account lets this account publish,
 * as its owner is told to.
 */
export async function provideTopics(account: Account, topics: readonly ProvidedTopic[]): Promise<void> {
  for (const { arn, key } of topics) {
    const [, , , regionName = "", accountId = "", name = ""] = arn.split(":");
    const { sns, kms } = await account.region(regionName);
    const [, , , , keyAccount = "", keyName = ""] = key?.split(":") ?? [];
    if (key !== undefined) kms.createKey({ id: keyName.replace("key/", ""), accountId: keyAccount });
    sns.createTopic(name, {
      accountId,
      isProvided: true,
      kmsKeyId: key,
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

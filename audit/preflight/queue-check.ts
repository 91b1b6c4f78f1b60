import { type Check, checker } from "./check";
import type { RegionPlan } from "./graph";

/** "Default Regions" of the AWS Account Management Reference Guide. Each other Region is opt-in. */
const enabledByDefault = new Set(
  `ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-southeast-1 ap-southeast-2 ca-central-1 eu-central-1 eu-north-1 eu-west-1
   eu-west-2 eu-west-3 sa-east-1 us-east-1 us-east-2 us-west-1 us-west-2`.split(/\s+/),
);

/**
 * Whether the queues that are subscribed can get alerts, as far as their ARNs say. Their policies are not looked at.
 *
 * @param accountId for which it is deployed
 */
export function checkQueues({ region, subscribers }: RegionPlan, accountId: string): Check[] {
  const { warn, fail } = checker(region, "queue");
  const queues = subscribers.filter(({ protocol }) => protocol === "sqs");
  return queues.flatMap(({ endpoint: queue }) => {
    const [, partition, , itsRegion, owner] = queue.split(":");
    if (owner !== accountId) {
      return [
        fail(
          `The queue ${queue} is of account ${owner}, whose owner would have to confirm the subscription.`,
          "let the owner subscribe it to a topic of theirs, and list that topic under `notifyTopics`",
        ),
      ];
    }
    // From one Region to another SNS comes by the name of the opt-in one, of two by the queue's ("Sending Amazon SNS messages to
    // an Amazon SQS queue … in a different Region").
    const optIn = [itsRegion, region].find((one) => one !== undefined && !enabledByDefault.has(one));
    if (itsRegion === region || partition !== "aws" || optIn === undefined) return [];
    return [
      warn(
        `${optIn} is an opt-in Region: the queue ${queue} gets alerts of ${region} only if its policy lets in sns.${optIn}.amazonaws.com.`,
        "give it the policy that docs/messages.md has",
      ),
    ];
  });
}

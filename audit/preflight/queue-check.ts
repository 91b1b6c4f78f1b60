import { type Check, checker } from "./check";
import type { RegionPlan } from "./graph";

/**
 * Regions in which SNS is for everybody, as its guide has it ("Sending Amazon SNS messages to an Amazon SQS queue … in a
 * different Region"). Each later Region is opt-in, and SNS is another principal there.
 */
const enabledByDefault = new Set(
  `ap-northeast-1 ap-northeast-2 ap-south-1 ap-southeast-1 ap-southeast-2 ca-central-1 eu-central-1 eu-north-1 eu-west-1
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
    if (itsRegion === region || partition !== "aws" || enabledByDefault.has(region)) return [];
    return [
      warn(
        `${region} is an opt-in Region: the queue ${queue} gets its alerts only if its policy lets in sns.${region}.amazonaws.com.`,
        "give it the policy that docs/messages.md has",
      ),
    ];
  });
}

import { paginateListSubscriptionsByTopic } from "@aws-sdk/client-sns";
import type { Clients } from "../aws/clients";
import { listAll } from "../aws/pages";
import { type Check, checker } from "../preflight/check";
import type { Subscriber } from "../preflight/graph";

/** SNS's words in place of an ARN: until the link in its mail is followed, and for one that is gone. */
const [pending, deleted] = ["PendingConfirmation", "Deleted"];

/**
 * Who is subscribed: who has confirmed, who has not, and who is no longer there. SNS deletes a subscription that nobody
 * confirms after 48 hours, and the stack's state still holds it.
 *
 * @param expected undefined where no configuration was read, or it says nothing of this topic
 * @param nobody what helps where nobody is subscribed
 * @throws AuditError when AWS does not answer
 */
export async function checkSubscriptions(
  { sns, region }: Clients,
  topicArn: string,
  expected: readonly Subscriber[] | undefined,
  nobody = "set `notify`, then `npx pulumi up`",
): Promise<Check[]> {
  const { pass, fail } = checker(region, "subscription");
  const listed = await listAll(
    { what: "who is subscribed", action: "sns:ListSubscriptionsByTopic", region },
    paginateListSubscriptionsByTopic,
    sns,
    { TopicArn: topicArn },
    ({ Subscriptions }) => Subscriptions,
  );
  const found = listed.filter(({ SubscriptionArn }) => SubscriptionArn !== deleted);
  const lines = found.map(({ Protocol = "", Endpoint = "", SubscriptionArn }) => {
    const whom = nameOf({ protocol: Protocol, endpoint: Endpoint });
    return SubscriptionArn === pending
      ? fail(
          `${whom} has not confirmed, and gets nothing.`,
          "follow the link in SNS's mail; after 48 hours `npx pulumi refresh`, then `npx pulumi up`, send another",
        )
      : pass(`${whom} is subscribed, and has confirmed.`);
  });
  const missing = (expected ?? []).filter(
    (one) => !found.some(({ Protocol, Endpoint }) => Protocol === one.protocol && Endpoint === one.endpoint),
  );
  const gone = missing.map((one) =>
    fail(
      `${nameOf(one)} is not subscribed: it did not confirm within 48 hours, or was unsubscribed.`,
      "`npx pulumi refresh`, then `npx pulumi up`",
    ),
  );
  const all = [...lines, ...gone];
  return all.length > 0 ? all : [fail(`Nobody is subscribed to ${topicArn}.`, nobody)];
}

/** A URL may hold a token, so only its host is named. */
function nameOf({ protocol, endpoint }: Subscriber): string {
  return URL.canParse(endpoint) && /^https?$/.test(protocol) ? new URL(endpoint).host : endpoint;
}

import { inParallel } from "../aws/in-parallel";
import { callerIdentity } from "../aws/clients";
import type { FoundNotifier } from "../aws/notifier";
import { checkRegion, chooseRegions } from "../cli/regions";
import { ringAlarms } from "../notify-test/alarms";
import { sendTest } from "../notify-test/send";
import { checkSubscriptions } from "../notify-test/subscriptions";
import { checker } from "../preflight/check";
import { readGraph, type Subscriber } from "../preflight/graph";
import { answerChecks } from "./answer-checks";
import { atLeastOne, type Command, type Context } from "./command";

/** `notifyTopics` names topics that others subscribe to. */
const subscribeThere = "subscribe somebody there, or take it out of `notifyTopics`";

/** Sends people a test message in each Region, and says whom it reaches. */
const notifyTest: Command = async (context) => {
  const { options, connect, now } = context;
  const regions = await regionsOf(context);
  const caller = await callerIdentity(connect(atLeastOne(regions)[0].region));
  const at = caller.simulatedTime ?? now;
  const checks = await inParallel(regions, async ({ region, subscribers }) => {
    const clients = connect(region);
    const about = (what: string) => checker(region, what);
    let notifier: FoundNotifier | undefined;
    const sent = await about("message").orUnread(
      sendTest(clients, caller, at, options.rule).then((one) => {
        notifier = one.notifier;
        return [one.check];
      }),
    );
    if (notifier === undefined) return sent;
    const { arn, topicArn, notifyTopics } = notifier;
    const heard = await about("subscription").orUnread(checkSubscriptions(clients, topicArn, subscribers));
    const elsewhere = await inParallel(notifyTopics, (topic) =>
      about("subscription").orUnread(
        checkSubscriptions(connect(topic.split(":")[3] ?? region), topic, undefined, subscribeThere),
        `ask the owner of ${topic}, or run it with credentials that may read it`,
      ),
    );
    const rung = options.alarms
      ? await about("alarm").orUnread(ringAlarms(clients, { notifierArn: arn, topicArn }, caller.arn))
      : [];
    return [...sent, ...heard, ...elsewhere.flat(), ...rung];
  });
  return answerChecks("notify-test", checks.flat(), caller, context);
};

/** The Regions of the command line, where nothing is known of the configuration; else the stack's, with whom it tells. */
async function regionsOf({
  options,
  directory,
  environment,
}: Context): Promise<{ region: string; subscribers: Subscriber[] | undefined }[]> {
  if (options.regions !== undefined)
    return chooseRegions(options.regions, environment).map((region) => ({ region, subscribers: undefined }));
  const { regions } = await readGraph(options.stack, { ...(directory !== undefined && { directory }) });
  return regions.map(({ region, subscribers }) => ({ region: checkRegion(region), subscribers }));
}

export { notifyTest as "notify-test" };

import * as pulumi from "@pulumi/pulumi";
import type { Desired } from "./desired-key";
import type { GuardArgs, NotifyTopic, PlainArgs } from "./guard-args";
import { checked, isLater } from "./known-later";
import { checkFormat, type FormattedTopic } from "./notify-topics";
import { checkPlain, type PlainSettings, type PlainSubscriber } from "./plain-settings";
import type { Subscriber } from "./subscribers";
import { isMap } from "./validation";

/** The arguments of a guard as the stack's configuration gives them. */
export interface StackSettings extends GuardArgs {
  /** Whether the configuration holds `notify` as a secret. Then its endpoints are kept as secrets. */
  notifyIsSecret?: boolean;
}

/** Names of what exists, one each. */
type NameSetting = "topicKey" | "historyBucket" | "storageKey" | "permissionsBoundary";

/** What says which key is desired. */
type KeySetting = "desiredKey" | "desiredKeyByRegion" | "acceptedKeys";

/** The settings of a guard, checked and complete. */
export interface Settings
  extends
    Omit<PlainSettings, NameSetting | KeySetting | "notify" | "notifyTopics" | "desired">,
    Required<Pick<GuardArgs, NameSetting | KeySetting>> {
  notify: Subscriber[];
  notifyTopics: FormattedTopic[];
  /** By Region, in the order of `regions`. */
  desired: Record<string, pulumi.Output<Desired>>;
  /** The same with stand-ins for what is known later, and without what such a list has: to measure limits with. */
  planned: PlainSettings;
}

/**
 * Checks the arguments of a guard and fills in the defaults.
 *
 * @throws StackConfigError for what is known; an Output that cannot be used ends the program when it is known
 */
export function checkSettings({ notifyIsSecret = false, ...args }: StackSettings): Settings {
  const known = withStandIns(args);
  // What is known is checked now, once, whatever the rest will be.
  const planned = checkPlain(known, notifyIsSecret);
  const plainSubscribers = planned.notify.values();
  const checkedWith = (more: PlainArgs) => checkPlain({ ...known, ...more }, notifyIsSecret);
  const given = { ...planned, ...definedIn(args) };
  const nameOf = (setting: NameSetting) => {
    const name = given[setting];
    return isLater(name) ? checked(name, (one) => checkedWith({ [setting]: one })[setting]) : name;
  };
  return {
    ...given,
    regions: planned.regions,
    frequency: planned.frequency,
    recordedRegions: planned.recordedRegions,
    planned,
    desired: desiredIn(given, planned, checkedWith),
    topicKey: nameOf("topicKey"),
    historyBucket: nameOf("historyBucket"),
    storageKey: nameOf("storageKey"),
    permissionsBoundary: nameOf("permissionsBoundary"),
    notifyTopics: (args.notifyTopics ?? []).map(({ format = "mail", ...topic }) => ({
      ...topic,
      format,
      arn: isLater(topic.arn)
        ? checked(topic.arn, (arn) => {
            checkedWith({ notifyTopics: [{ ...topic, arn, format }] });
            return arn;
          })
        : topic.arn,
    })),
    notify: (args.notify ?? []).map((endpoint, index) => {
      if (!isLater(endpoint)) return plainSubscribers.next().value as Subscriber;
      const later = checked(endpoint, (one) => checkedWith({ notify: [one] }).notify[0] as PlainSubscriber);
      // Its place names a subscription whose endpoint is known too late to do so.
      return { name: `notify-${index + 1}`, protocol: later.protocol, endpoint: later.endpoint };
    }),
  };
}

/** The arguments without what is known later: that is checked then. A stand-in is there where one must be. */
function withStandIns(args: GuardArgs): PlainArgs {
  const { desiredKeyByRegion, acceptedKeys, notify, notifyTopics } = args;
  const key = "alias/known-once-deployed";
  const standIns: Record<NameSetting | "desiredKey", string> = {
    desiredKey: key,
    topicKey: key,
    storageKey: key,
    historyBucket: "known-once-deployed",
    permissionsBoundary: "",
  };
  const isTopicLater = (topic: unknown) => isLater((topic as Partial<NotifyTopic> | null)?.arn);
  if (Array.isArray(notifyTopics)) notifyTopics.filter(isTopicLater).forEach(checkFormat);
  return {
    ...args,
    ...Object.fromEntries(
      Object.entries(standIns).filter(([name]) => isLater(args[name as keyof typeof standIns])),
    ),
    ...(isMap(desiredKeyByRegion) && {
      desiredKeyByRegion: Object.fromEntries(
        Object.entries(desiredKeyByRegion).map(([region, one]) => [region, isLater(one) ? key : one]),
      ),
    }),
    ...(Array.isArray(acceptedKeys) && { acceptedKeys: acceptedKeys.filter((one) => !isLater(one)) }),
    ...(Array.isArray(notify) && { notify: notify.filter((one) => !isLater(one)) }),
    ...(Array.isArray(notifyTopics) && { notifyTopics: notifyTopics.filter((one) => !isTopicLater(one)) }),
  } as PlainArgs;
}

/** What has a value: null, which JavaScript lets through, counts as left out like undefined. */
function definedIn(args: GuardArgs): GuardArgs {
  const given = Object.entries(args as Record<string, unknown>);
  return Object.fromEntries(given.filter(([, value]) => value !== undefined && value !== null));
}

/** What each Region is judged by. */
function desiredIn(
  { desiredKey, desiredKeyByRegion, acceptedKeys }: Required<Pick<GuardArgs, KeySetting>>,
  planned: PlainSettings,
  checkedWith: (more: PlainArgs) => PlainSettings,
): Settings["desired"] {
  const areLater = [desiredKey, ...acceptedKeys, ...Object.values(desiredKeyByRegion)].some(isLater);
  const keys = pulumi.output({ desiredKey, desiredKeyByRegion, acceptedKeys });
  const desired = areLater
    ? checked(keys, (known) => checkedWith(known).desired)
    : pulumi.output(planned.desired);
  return Object.fromEntries(
    planned.regions.map((region) => [region, desired.apply((all) => all[region] as Desired)]),
  );
}

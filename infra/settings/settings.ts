import * as pulumi from "@pulumi/pulumi";
import { createHash } from "node:crypto";
import { checkCombinations, checkEnforcement } from "./combinations";
import { type Desired, desiredByRegion } from "./desired-key";
import type { Frequency, GuardArgs, NotifyTopic, PlainArgs } from "./guard-args";
import { checkBucketName } from "./bucket-name";
import { checked, isLater } from "./known-later";
import { renamedOrUnknown } from "./names";
import { providerRegion } from "./regions";
import { StackConfigError } from "./stack-config-error";
import { checkValue, type Setting } from "./validation";
import { subscriber, type Subscriber } from "./subscribers";
import { checkFormat, checkNotifyTopics, checkPartition, type FormattedTopic } from "./notify-topics";
import { table } from "./table";
import { checkTopicKey, checkTopicKeyRegions } from "./topic-key";

/** The arguments of a guard as the stack's configuration gives them. */
export interface StackSettings extends GuardArgs {
  /** Whether the configuration holds `notify` as a secret. Then its endpoints are kept as secrets. */
  notifyIsSecret?: boolean;
}

/** What says which key is desired. */
type Keys = Pick<Required<GuardArgs>, "desiredKey" | "desiredKeyByRegion" | "acceptedKeys">;

/** The settings of a guard, checked and complete. */
export interface Settings
  extends
    Omit<
      Required<PlainArgs>,
      keyof Keys | "frequency" | "notify" | "notifyTopics" | "topicKey" | "historyBucket"
    >,
    Keys {
  /** Undefined for a rule without a schedule. */
  frequency: Frequency | undefined;
  notify: Subscriber[];
  notifyTopics: FormattedTopic[];
  topicKey: pulumi.Input<string>;
  historyBucket: pulumi.Input<string>;
  /** By Region, in the order of `regions`. */
  desired: Record<string, pulumi.Output<Desired>>;
}

/**
 * Checks the arguments of a guard and fills in the defaults.
 *
 * @throws StackConfigError for what is known; an Output that cannot be used ends the program when it is known
 */
export function checkSettings({ notifyIsSecret = false, ...args }: StackSettings): Settings {
  const values = withDefaults(withStandIns(args), notifyIsSecret ? ["notify"] : []);
  checkCombinations(values);
  const regions = values.regions.length > 0 ? values.regions : [providerRegion()];
  const given = { ...values, ...definedIn(args) };
  const topicKey = checked(given.topicKey, (key) => {
    if (key !== "") checkTopicKey(key);
    checkTopicKeyRegions(key, regions);
    return key;
  });
  return {
    ...given,
    regions,
    desired: desiredIn(given, values, regions),
    frequency: values.trigger === "change" ? undefined : values.frequency || "TwentyFour_Hours",
    topicKey,
    historyBucket: checked(given.historyBucket, (name) => {
      if (name !== "") checkBucketName(name);
      return name;
    }),
    notifyTopics: given.notifyTopics.map((topic) => notifyTopic(topic, regions)),
    notify: given.notify.map((one, index) => subscriberOf(one, index, notifyIsSecret)),
  };
}

/** Stands for a value that only a deployment knows, where one must be. */
const standIns = {
  desiredKey: "alias/known-once-deployed",
  topicKey: "alias/known-once-deployed",
  historyBucket: "known-once-deployed",
};

/** The arguments without what is known later: that is checked then. */
function withStandIns(args: GuardArgs): PlainArgs {
  const { desiredKeyByRegion, acceptedKeys, notify, notifyTopics } = args;
  for (const topic of notifyTopics ?? []) if (isLater(topic.arn)) checkFormat(topic);
  return {
    ...args,
    ...Object.fromEntries(
      Object.entries(standIns).filter(([key]) => isLater(args[key as keyof typeof standIns])),
    ),
    ...(isMap(desiredKeyByRegion) && {
      desiredKeyByRegion: Object.fromEntries(
        Object.entries(desiredKeyByRegion).map(([region, key]) => [
          region,
          isLater(key) ? standIns.desiredKey : key,
        ]),
      ),
    }),
    ...(Array.isArray(acceptedKeys) && { acceptedKeys: acceptedKeys.filter((key) => !isLater(key)) }),
    ...(Array.isArray(notify) && { notify: notify.filter((one) => !isLater(one)) }),
    ...(Array.isArray(notifyTopics) && {
      notifyTopics: notifyTopics.filter((one) => !isLater((one as Partial<NotifyTopic> | null)?.arn)),
    }),
  } as PlainArgs;
}

function isMap(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function definedIn(args: GuardArgs): GuardArgs {
  return Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined));
}

/** What each Region is judged by. */
function desiredIn(
  { desiredKey, desiredKeyByRegion, acceptedKeys }: Keys,
  values: Required<PlainArgs>,
  regions: string[],
): Settings["desired"] {
  const keys = { desiredKey, desiredKeyByRegion, acceptedKeys };
  const named = [desiredKey, ...acceptedKeys, ...Object.values(desiredKeyByRegion)];
  const check = (known: pulumi.UnwrappedObject<Keys>) => {
    for (const [key, value] of Object.entries(known)) checkValue(key, table[key as keyof Keys], value);
    const desired = desiredByRegion({ ...values, ...known }, regions);
    for (const [region, wanted] of Object.entries(desired))
      checkEnforcement(values.enforcement, region, wanted);
    return desired;
  };
  // What is known is checked now, whatever the rest will be.
  const now = check(values);
  const desired = named.some(isLater)
    ? pulumi.output(checked(pulumi.output(keys), check))
    : pulumi.output(now);
  return Object.fromEntries(
    regions.map((region) => [region, desired.apply((all) => all[region] as Desired)]),
  );
}

function notifyTopic({ arn, format = "mail", key }: NotifyTopic, regions: string[]): FormattedTopic {
  return {
    ...(key !== undefined && { key }),
    arn: checked(arn, (known) => {
      checkNotifyTopics([{ arn: known, format, ...(key !== undefined && { key }) }]);
      checkPartition(known, regions);
      return known;
    }),
    format,
  };
}

function subscriberOf(endpoint: pulumi.Input<string>, index: number, isSecret: boolean): Subscriber {
  if (typeof endpoint === "string") {
    const { protocol } = subscriber(endpoint);
    // A logical name stands in plain text in state and output.
    const name = isSecret ? `${protocol}-${sha256(endpoint).slice(0, 8)}` : endpoint;
    return { name, protocol, endpoint, ...(isSecret && { isSecret }) };
  }
  const later = pulumi.output(checked(endpoint, subscriber));
  return { name: `notify-${index + 1}`, protocol: later.protocol, endpoint: later.endpoint };
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** Every setting, each checked by itself. */
function withDefaults(args: PlainArgs, secrets: string[]): Required<PlainArgs> {
  const given = new Map<string, unknown>(Object.entries(args));
  for (const key of given.keys()) {
    const why = renamedOrUnknown(key);
    if (why !== undefined) throw new pulumi.RunError(`${key} ${why}`);
  }
  const values = Object.entries(table).map(([key, setting]) => {
    const value = given.get(key) ?? setting.default;
    if (isLater(value)) {
      throw new pulumi.RunError(
        `${key} is an Output, but it decides which resources are made: expected a plain value, so that a preview shows them all.`,
      );
    }
    if (secrets.includes(key)) checkSecret(key, setting, value);
    else checkValue(key, setting, value);
    return [key, value];
  });
  return Object.fromEntries(values) as Required<PlainArgs>;
}

/** Checks a value that an error must not show. */
function checkSecret(key: string, setting: Setting, value: unknown): void {
  try {
    checkValue(key, setting, value);
  } catch (error) {
    // Without a cause, which would show it.
    throw error instanceof StackConfigError ? new StackConfigError(key, "[secret]", error.expected) : error;
  }
}

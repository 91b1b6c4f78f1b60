import * as pulumi from "@pulumi/pulumi";
import { checkCombinations, checkEnforcement } from "./combinations";
import { type Desired, desiredByRegion } from "./desired-key";
import type { Frequency, GuardArgs } from "./guard-args";
import { renamedOrUnknown } from "./names";
import { providerRegion } from "./regions";
import { StackConfigError } from "./stack-config-error";
import { checkValue, type Setting } from "./validation";
import { subscriber, type Subscriber } from "./subscribers";
import { checkPartition, type FormattedTopic } from "./notify-topics";
import { table } from "./table";
import { checkTopicKeyRegions } from "./topic-key";

/** The arguments of a guard as the stack's configuration gives them. */
export interface StackSettings extends GuardArgs {
  /** Whether the configuration holds `notify` as a secret. Then its endpoints are kept as secrets. */
  notifyIsSecret?: boolean;
}

/** The settings of a guard, checked and complete. */
export interface Settings extends Omit<Required<GuardArgs>, "frequency" | "notify" | "notifyTopics"> {
  /** Undefined for a rule without a schedule. */
  frequency: Frequency | undefined;
  notify: Subscriber[];
  notifyTopics: FormattedTopic[];
  /** By Region, in the order of `regions`. */
  desired: Record<string, Desired>;
}

/**
 * Checks the arguments of a guard and fills in the defaults.
 *
 * @throws StackConfigError
 */
export function checkSettings({ notifyIsSecret = false, ...args }: StackSettings): Settings {
  const values = withDefaults(args, notifyIsSecret ? ["notify"] : []);
  checkCombinations(values);
  const regions = values.regions.length > 0 ? values.regions : [providerRegion()];
  const desired = desiredByRegion(values, regions);
  checkTopicKeyRegions(values.topicKey, regions);
  checkPartition(values.notifyTopics, regions);
  for (const [region, wanted] of Object.entries(desired))
    checkEnforcement(values.enforcement, region, wanted);
  return {
    ...values,
    regions,
    desired,
    frequency: values.trigger === "change" ? undefined : values.frequency || "TwentyFour_Hours",
    notifyTopics: values.notifyTopics.map((topic) => ({ format: "mail", ...topic })),
    notify: values.notify.map((one) => ({ ...subscriber(one), ...(notifyIsSecret && { isSecret: true }) })),
  };
}

/** Every setting, each checked by itself. */
function withDefaults(args: GuardArgs, secrets: string[]): Required<GuardArgs> {
  const given = new Map<string, unknown>(Object.entries(args));
  for (const key of given.keys()) {
    const why = renamedOrUnknown(key);
    if (why !== undefined) throw new pulumi.RunError(`${key} ${why}`);
  }
  const values = Object.entries(table).map(([key, setting]) => {
    const value = given.get(key) ?? setting.default;
    if (secrets.includes(key)) checkSecret(key, setting, value);
    else checkValue(key, setting, value);
    return [key, value];
  });
  return Object.fromEntries(values) as Required<GuardArgs>;
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

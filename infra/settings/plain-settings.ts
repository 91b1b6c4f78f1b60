import * as pulumi from "@pulumi/pulumi";
import { createHash } from "node:crypto";
import * as aws from "../aws";
import { checkCombinations, checkEnforcement } from "./combinations";
import { type Desired, desiredByRegion } from "./desired-key";
import type { Frequency, PlainArgs } from "./guard-args";
import { checkKeyOfEach } from "./key-places";
import { isLater } from "./known-later";
import { renamedOrUnknown } from "./names";
import { checkAggregatorPartition, checkArnPartition, checkOnePartition } from "./partitions";
import { checkRegionSupport, recordedRegions } from "./region-support";
import { historyRegion, providerRegion } from "./regions";
import { StackConfigError } from "./stack-config-error";
import { type Protocol, subscriber } from "./subscribers";
import { table } from "./table";
import { checkValue } from "./validation";

/** A receiver of alerts, all known. */
export interface PlainSubscriber {
  name: string;
  protocol: Protocol;
  endpoint: string;
  isSecret?: boolean;
}

/** The settings of a guard, checked and complete, all known. */
export interface PlainSettings extends Omit<Required<PlainArgs>, "frequency" | "notify"> {
  /** Undefined for a rule without a schedule. */
  frequency: Frequency | undefined;
  notify: PlainSubscriber[];
  /** Those of `regions` in which AWS Config records the setting. */
  recordedRegions: readonly string[];
  /** By Region, in the order of `regions`. */
  desired: Record<string, Desired>;
}

/**
 * Checks arguments that are all known and fills in the defaults.
 *
 * @param notifyIsSecret whether an error must not show whom `notify` names
 * @throws StackConfigError
 */
export function checkPlain(args: PlainArgs, notifyIsSecret: boolean): PlainSettings {
  const values = withDefaults(args, notifyIsSecret);
  checkCombinations(values);
  const regions = values.regions.length > 0 ? values.regions : [providerRegion()];
  checkOnePartition(regions);
  checkRegionSupport(values, regions);
  const recorded = recordedRegions(regions, values.supportedRegions);
  const desired = desiredByRegion(values, regions, recorded);
  checkKeyOfEach("topicKey", values.topicKey, regions, { what: "the topic", example: "alias/alerts" });
  checkKeyOfEach("storageKey", values.storageKey, storagePlaces(values, regions), {
    what: "what is stored",
    example: "alias/evidence",
  });
  checkArnPartition("permissionsBoundary", "policy", values.permissionsBoundary, regions);
  for (const { arn } of values.notifyTopics) checkArnPartition("notifyTopics", "topic", arn, regions);
  for (const endpoint of values.notify) {
    const check = () => checkArnPartition("notify", "queue", endpoint, regions);
    if (notifyIsSecret) hidingValue("notify", check);
    else check();
  }
  for (const { region } of values.aggregators) checkAggregatorPartition(region, regions);
  for (const [region, wanted] of Object.entries(desired))
    checkEnforcement(values.enforcement, region, wanted);
  return {
    ...values,
    regions,
    recordedRegions: recorded,
    desired,
    frequency: values.trigger === "change" ? undefined : values.frequency || "TwentyFour_Hours",
    notify: values.notify.map((one) => named(subscriber(one), notifyIsSecret)),
  };
}

/** A logical name stands in plain text in state and output, so that of a secret endpoint has a hash instead. */
function named(known: { protocol: Protocol; endpoint: string }, isSecret: boolean): PlainSubscriber {
  const { protocol, endpoint } = known;
  if (!isSecret) return { name: endpoint, protocol, endpoint };
  const hash = createHash("sha256").update(endpoint).digest("hex").slice(0, 8);
  return { name: `${protocol}-${hash}`, protocol, endpoint, isSecret };
}

/** The Regions in which something is stored: logs in each, and the history where its bucket is made. */
function storagePlaces({ recorder, historyBucket }: Required<PlainArgs>, regions: string[]): string[] {
  const makesBucket = recorder === "create" && historyBucket === "";
  const bucketRegion = makesBucket ? (historyRegion(regions) ?? aws.config.region) : undefined;
  return [...new Set([regions, bucketRegion ?? []].flat())];
}

/** Every setting, each checked by itself. */
function withDefaults(args: PlainArgs, notifyIsSecret: boolean): Required<PlainArgs> {
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
    const check = () => checkValue(key, setting, value);
    if (notifyIsSecret && key === "notify") hidingValue(key, check);
    else check();
    return [key, value];
  });
  return Object.fromEntries(values) as Required<PlainArgs>;
}

/** Makes a check of a value that an error must not show. */
function hidingValue(key: string, check: () => void): void {
  try {
    check();
  } catch (error) {
    // Without a cause, which would show it.
    throw error instanceof StackConfigError ? new StackConfigError(key, "[secret]", error.expected) : error;
  }
}

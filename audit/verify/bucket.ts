import { DescribeRetentionConfigurationsCommand } from "@aws-sdk/client-config-service";
import type { Clients } from "../aws/clients";
import { daysAfter } from "../aws/days";
import { deliveredItems } from "../history/delivered-items";
import { AuditError, callAws } from "../aws/aws-call";
import {
  differenceOf,
  discoveredIds,
  encryptionConfigType,
  nameOf,
  readItems,
  resourceComplianceType,
  type RecordedItem,
} from "../history/recorded-items";
import { type DeliveryChannel, readDeliveryChannel, readDeliveryStatus } from "../aws/recorder";

/** The bucket compared with AWS Config in one Region. */
export interface Verification {
  region: string;
  bucket: string;
  /** Items that are the same in both. */
  same: number;
  /** Items of AWS Config whose delivery is not due yet. */
  pending: number;
  /** Delivered items that AWS Config itself has deleted since, at the end of its retention. */
  expired: number;
  /** Sentences that name each item that differs. */
  differences: string[];
}

/** AWS Config delivers history every six hours (its Developer Guide); an hour more for the delivery itself. */
const deliveryInterval = 7;

/**
 * Compares the delivered history of the setting and of its verdicts with what AWS Config answers.
 *
 * @throws AuditError
 */
export async function verifyRegion(clients: Clients, account: string, now: Date): Promise<Verification> {
  const channel = await readDeliveryChannel(clients);
  if (channel === undefined) {
    throw new AuditError(
      "notFound",
      `There is no delivery channel in ${clients.region}, so there is no bucket to verify: deploy with \`recorder: create\`, or give the account's recorder a channel.`,
    );
  }
  const delivery = await readDeliveryStatus(clients, channel);
  const ids = await discoveredIds(clients, encryptionConfigType);
  const about = [
    ...ids.map((id) => [encryptionConfigType, id] as const),
    ...ids.map((id) => [resourceComplianceType, `${encryptionConfigType}/${id}`] as const),
  ];
  const recorded = new Map<string, RecordedItem>();
  for (const [resourceType, resourceId] of about) {
    for await (const item of readItems(clients, { resourceType, resourceId }))
      recorded.set(nameOf(item), item);
  }
  const verification = {
    region: clients.region,
    bucket: channel.bucket,
    same: 0,
    pending: 0,
    expired: 0,
    differences: [] as string[],
  };
  if (delivery.failure !== undefined) {
    verification.differences.push(
      `AWS Config's latest delivery to ${channel.bucket} failed: ${delivery.failure}.`,
    );
  }
  await compareDelivered(clients, account, channel, recorded, verification, now);
  const due = delivery.deliveredUntil ?? new Date(now.getTime() - deliveryInterval * 3_600_000);
  for (const [name, item] of recorded) {
    if (item.capturedAt > due) verification.pending += 1;
    else verification.differences.push(`${name} is missing in bucket ${channel.bucket}.`);
  }
  return verification;
}

/** Removes what was delivered from `recorded`, so that the missing items are left. */
async function compareDelivered(
  clients: Clients,
  account: string,
  channel: DeliveryChannel,
  recorded: Map<string, RecordedItem>,
  verification: Verification,
  now: Date,
): Promise<void> {
  const seen = new Set<string>();
  let keptSince: Date | undefined;
  for (const resourceType of [encryptionConfigType, resourceComplianceType]) {
    for await (const delivered of deliveredItems(clients, account, channel, resourceType)) {
      if (!isAboutTheSetting(delivered)) continue;
      const name = nameOf(delivered);
      // A file may be delivered twice.
      if (seen.has(name)) continue;
      const item = recorded.get(name);
      if (item === undefined) {
        keptSince ??= await keptSinceIn(clients, now);
        if (delivered.capturedAt < keptSince) verification.expired += 1;
        else verification.differences.push(`${name} is in ${delivered.file.key}, but not in AWS Config.`);
        continue;
      }
      seen.add(name);
      recorded.delete(name);
      const difference = differenceOf(item, delivered);
      if (difference === undefined) verification.same += 1;
      else verification.differences.push(`${name} differs in ${delivered.file.key}: ${difference}.`);
    }
  }
}

function isAboutTheSetting({ resourceType, resourceId }: RecordedItem): boolean {
  return resourceType === encryptionConfigType || resourceId.startsWith(`${encryptionConfigType}/`);
}

/** How far back AWS Config keeps items: seven years by default. */
async function keptSinceIn({ config, region }: Clients, now: Date): Promise<Date> {
  const call = {
    what: "how long AWS Config keeps items",
    action: "config:DescribeRetentionConfigurations",
    region,
  };
  const { RetentionConfigurations: [retention] = [] } = await callAws(call, () =>
    config.send(new DescribeRetentionConfigurationsCommand({})),
  );
  return daysAfter(now, -(retention?.RetentionPeriodInDays ?? 2557));
}

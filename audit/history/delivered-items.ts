import { paginateListObjectsV2 } from "@aws-sdk/client-s3";
import type { Clients } from "../aws/clients";
import { daysAfter } from "../aws/days";
import { inParallel } from "../aws/in-parallel";
import { pages } from "../aws/pages";
import { type HashedFile, readJsonFile } from "../aws/read-file";
import type { DeliveryChannel } from "../aws/recorder";
import type { RecordedItem } from "./recorded-items";

/** An item as AWS Config delivered it, and the file it is in. */
export interface DeliveredItem extends RecordedItem {
  file: HashedFile;
}

/**
 * The items of one type in the history files that AWS Config delivered, one file at a time, in the order of S3's listing.
 *
 * Files are `AWSLogs/<account>/Config/<Region>/<year>/<month>/<day>/ConfigHistory/
 * <account>_Config_<Region>_ConfigHistory_<type>_<from>_<to>_<n>.json.gz` (AWS Config Developer Guide, "Delivering
 * configuration history"). A file whose name has another type is not read.
 *
 * @throws AuditError
 */
export async function* deliveredItems(
  clients: Clients,
  account: string,
  channel: DeliveryChannel,
  resourceType: string,
): AsyncGenerator<DeliveredItem> {
  const { bucket, prefix } = channel;
  const folder = `${prefix}AWSLogs/${account}/Config/${clients.region}/`;
  for await (const key of keysUnder(clients, bucket, folder)) {
    if (!key.includes("/ConfigHistory/") || !key.includes(`_ConfigHistory_${resourceType}_`)) continue;
    yield* await itemsIn(clients, { bucket, key }, resourceType);
  }
}

/**
 * The items of one type in the files that may have those of some times: AWS Config delivers every six hours, so they are in
 * the folder of the day, or in the next one's.
 *
 * @throws AuditError
 */
export async function itemsDeliveredAfter(
  clients: Clients,
  account: string,
  { bucket, prefix }: DeliveryChannel,
  resourceType: string,
  times: readonly Date[],
): Promise<DeliveredItem[]> {
  const days = new Set(times.flatMap((time) => [dayOf(time), dayOf(daysAfter(time, 1))]));
  const file = `${account}_Config_${clients.region}_ConfigHistory_${resourceType}_`;
  const keys = await inParallel([...days], async (day) => {
    const start = `${prefix}AWSLogs/${account}/Config/${clients.region}/${day}/ConfigHistory/${file}`;
    const found: string[] = [];
    for await (const key of keysUnder(clients, bucket, start)) found.push(key);
    return found;
  });
  const items = await inParallel(keys.flat(), (key) => itemsIn(clients, { bucket, key }, resourceType));
  return items.flat();
}

/** `2026/1/5`, as AWS Config names folders. */
function dayOf(time: Date): string {
  return [time.getUTCFullYear(), time.getUTCMonth() + 1, time.getUTCDate()].join("/");
}

async function* keysUnder({ s3, region }: Clients, Bucket: string, Prefix: string): AsyncGenerator<string> {
  const call = { what: `the files in bucket ${Bucket}`, action: "s3:ListBucket", region };
  for await (const { Contents = [] } of pages(call, paginateListObjectsV2, s3, { Bucket, Prefix })) {
    for (const { Key } of Contents) if (Key !== undefined) yield Key;
  }
}

async function itemsIn(
  clients: Clients,
  object: { bucket: string; key: string },
  wanted: string,
): Promise<DeliveredItem[]> {
  const what = "delivered file";
  const { file, members } = await readJsonFile(clients, what, object, "configurationItems", (item) =>
    readItem(item),
  );
  return members.filter(({ resourceType }) => resourceType === wanted).map((item) => ({ ...item, file }));
}

/** @throws Error for what is no item */
function readItem(item: Record<string, unknown>): RecordedItem {
  const { resourceType, resourceId, configurationItemCaptureTime, configurationItemStatus } = item;
  const { configuration, configurationStateId } = item;
  const capturedAt = new Date(String(configurationItemCaptureTime));
  if (
    typeof resourceType !== "string" ||
    typeof resourceId !== "string" ||
    typeof configurationItemStatus !== "string" ||
    Number.isNaN(capturedAt.getTime())
  ) {
    throw new Error("an item has no resourceType, resourceId, status or capture time");
  }
  const parsed: unknown = typeof configuration === "string" ? JSON.parse(configuration) : configuration;
  return {
    resourceType,
    resourceId,
    capturedAt,
    status: configurationItemStatus,
    configuration: parsed ?? undefined,
    // The number that the API answers as a text.
    stateId: typeof configurationStateId === "number" ? String(configurationStateId) : undefined,
  };
}

import { gunzipSync } from "node:zlib";
import { GetObjectCommand, paginateListObjectsV2 } from "@aws-sdk/client-s3";
import { AuditError, callAws } from "../aws/aws-call";
import type { Clients } from "../aws/clients";
import { pages } from "../aws/pages";
import type { DeliveryChannel } from "../aws/recorder";
import type { RecordedItem } from "../history/recorded-items";

/** An item as AWS Config delivered it, and the file it is in. */
export interface DeliveredItem extends RecordedItem {
  /** The object's key. */
  file: string;
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
  for await (const file of keysUnder(clients, bucket, folder)) {
    if (!file.includes("/ConfigHistory/") || !file.includes(`_ConfigHistory_${resourceType}_`)) continue;
    for (const item of await itemsIn(clients, bucket, file)) {
      if (item.resourceType === resourceType) yield item;
    }
  }
}

async function* keysUnder({ s3, region }: Clients, Bucket: string, Prefix: string): AsyncGenerator<string> {
  const call = { what: `the files in bucket ${Bucket}`, action: "s3:ListBucket", region };
  for await (const { Contents = [] } of pages(call, paginateListObjectsV2, s3, { Bucket, Prefix })) {
    for (const { Key } of Contents) if (Key !== undefined) yield Key;
  }
}

async function itemsIn({ s3, region }: Clients, Bucket: string, file: string): Promise<DeliveredItem[]> {
  const bytes = await callAws({ what: `the file ${file}`, action: "s3:GetObject", region }, async () => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: file }));
    return Body?.transformToByteArray();
  });
  try {
    return parseFile(bytes ?? new Uint8Array(), file);
  } catch (cause) {
    throw new AuditError(
      "unreadable",
      `The delivered file ${file} cannot be understood: ${cause instanceof Error ? cause.message : String(cause)}.`,
      { cause },
    );
  }
}

function parseFile(bytes: Uint8Array, file: string): DeliveredItem[] {
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const text = Buffer.from(isGzip ? gunzipSync(bytes) : bytes).toString("utf8");
  const { configurationItems } = JSON.parse(text) as { configurationItems?: unknown };
  if (!Array.isArray(configurationItems)) throw new Error("it has no list configurationItems");
  return configurationItems.map((item: Record<string, unknown>) => {
    const { resourceType, resourceId, configurationItemCaptureTime, configurationItemStatus } = item;
    const capturedAt = new Date(String(configurationItemCaptureTime));
    if (
      typeof resourceType !== "string" ||
      typeof resourceId !== "string" ||
      typeof configurationItemStatus !== "string" ||
      Number.isNaN(capturedAt.getTime())
    ) {
      throw new Error("an item has no resourceType, resourceId, status or capture time");
    }
    const configuration: unknown =
      typeof item["configuration"] === "string" ? JSON.parse(item["configuration"]) : item["configuration"];
    return {
      resourceType,
      resourceId,
      capturedAt,
      status: configurationItemStatus,
      configuration: configuration ?? undefined,
      file,
    };
  });
}

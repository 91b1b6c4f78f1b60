import { changeOf } from "../../rule/decision/change";
import {
  type EncryptionSetting,
  parseSetting,
  InvalidEncryptionSettingError,
} from "../../rule/decision/setting";
import type { Clients } from "../aws/clients";
import { AuditError } from "../aws/aws-call";
import { encryptionConfigType, readItems, type RecordedItem } from "./recorded-items";

/** A time range; either end may be open. */
export interface TimeRange {
  since: Date | undefined;
  until: Date | undefined;
}

/**
 * Since when the setting is what it is now: the capture time of the oldest item of the latest unbroken run.
 *
 * @returns undefined when nothing was recorded
 */
export async function settingSince(clients: Clients, resourceId: string): Promise<Date | undefined> {
  let latest: { setting: EncryptionSetting | undefined } | undefined;
  let since: Date | undefined;
  const query = { resourceType: encryptionConfigType, resourceId, newestFirst: true };
  for await (const item of readItems(clients, query)) {
    const setting = settingOf(item, clients.region);
    latest ??= { setting };
    if (changeOf(setting, latest.setting).length > 0) break;
    since = item.capturedAt;
  }
  return since;
}

/**
 * The setting that an item records.
 *
 * @throws AuditError `unreadable`, because an item that cannot be understood may be a change
 */
export function settingOf(item: RecordedItem, region: string): EncryptionSetting | undefined {
  if (item.status !== "OK" && item.status !== "ResourceDiscovered") return undefined;
  try {
    return parseSetting(item.configuration);
  } catch (cause) {
    if (!(cause instanceof InvalidEncryptionSettingError)) throw cause;
    throw new AuditError(
      "unreadable",
      `The item of ${item.resourceId} in ${region} that was recorded at ${item.capturedAt.toISOString()} cannot be understood: ${cause.message}`,
      { cause },
    );
  }
}

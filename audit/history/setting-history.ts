import { changeOf, type PropertyChange } from "../../rule/decision/change";
import {
  type EncryptionSetting,
  parseSetting,
  InvalidEncryptionSettingError,
} from "../../rule/decision/setting";
import type { Clients } from "../aws/clients";
import { AuditError } from "../aws/aws-call";
import { encryptionConfigType, readItems, type RecordedItem } from "./recorded-items";

/** One change of the setting as AWS Config recorded it. */
export interface SettingChange {
  resourceId: string;
  at: Date;
  status: string;
  /** The table of AWS Config's timeline. */
  changes: PropertyChange[];
  /** The new setting; undefined where it was deleted, or is no longer recorded. */
  setting: EncryptionSetting | undefined;
  /** Whether it is the first record, so that the setting before is unknown. */
  first: boolean;
}

/** A time range; either end may be open. */
export interface TimeRange {
  since: Date | undefined;
  until: Date | undefined;
}

/** The setting that was recorded last before a time; undefined when none was. @throws AuditError */
export async function settingBefore(
  clients: Clients,
  resourceId: string,
  time: Date | undefined,
): Promise<{ setting: EncryptionSetting | undefined } | undefined> {
  if (time === undefined) return undefined;
  const until = new Date(time.getTime() - 1);
  const query = { resourceType: encryptionConfigType, resourceId, until, newestFirst: true };
  for await (const item of readItems(clients, query)) return { setting: settingOf(item, clients.region) };
  return undefined;
}

/**
 * The changes of the setting in a period, oldest first. Items that repeat the setting before are left out.
 *
 * @param before what `settingBefore` says of the period's beginning
 * @throws AuditError
 */
export async function* settingChanges(
  clients: Clients,
  resourceId: string,
  period: TimeRange,
  before: { setting: EncryptionSetting | undefined } | undefined,
): AsyncGenerator<SettingChange> {
  let known = before;
  for await (const item of readItems(clients, {
    resourceType: encryptionConfigType,
    resourceId,
    ...period,
  })) {
    const setting = settingOf(item, clients.region);
    const changes = changeOf(known?.setting, setting);
    const first = known === undefined;
    known = { setting };
    if (!first && changes.length === 0) continue;
    yield { resourceId, at: item.capturedAt, status: item.status, changes, setting, first };
  }
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

import type { EncryptionSetting } from "./setting";

/** One row of the from/to table in which AWS Config's timeline shows what changed. */
export interface PropertyChange {
  property: "Configuration.type" | "Configuration.keyId";
  /** Undefined where there was no value before. */
  from: string | undefined;
  /** Undefined where there is no value any more. */
  to: string | undefined;
}

/**
 * One step of the encryption setting, property by property. Keys are compared as written: X-Ray always answers with ARNs.
 *
 * @param before the setting until then; undefined when none was recorded
 * @param after the setting from then on; undefined when it was deleted or is no longer recorded
 * @returns the properties that differ, type first; none when nothing changed
 */
export function changeOf(
  before: EncryptionSetting | undefined,
  after: EncryptionSetting | undefined,
): PropertyChange[] {
  const rows: PropertyChange[] = [
    { property: "Configuration.type", from: before?.type, to: after?.type },
    { property: "Configuration.keyId", from: keyOf(before), to: keyOf(after) },
  ];
  return rows.filter(({ from, to }) => from !== to);
}

function keyOf(setting: EncryptionSetting | undefined): string | undefined {
  return setting?.type === "KMS" ? setting.keyId : undefined;
}

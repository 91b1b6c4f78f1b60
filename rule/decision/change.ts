import type { EncryptionSetting } from "./setting";

/** One row of a from/to table, as AWS Config's timeline shows a change. */
export interface PropertyChange {
  property: "Configuration.type" | "Configuration.keyId";
  /** Undefined: there was no value before. */
  from: string | undefined;
  /** Undefined: the value is gone. */
  to: string | undefined;
}

/**
 * Compares two encryption settings, property by property. Keys are compared as text, because X-Ray always returns ARNs.
 *
 * @param before the earlier setting; undefined when none was recorded
 * @param after the later setting; undefined when it was deleted or is no longer recorded
 * @returns the properties that differ, type first; empty when nothing changed
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

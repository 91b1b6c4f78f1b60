import type { PropertyChange } from "../../account/journal";

export const encryptionConfigType = "AWS::XRay::EncryptionConfig";
export const resourceComplianceType = "AWS::Config::ResourceCompliance";

/** A configuration item as AWS Config writes it into notifications and history files. */
export interface ConfigurationItem {
  relatedEvents: string[];
  relationships: unknown[];
  configuration: Record<string, unknown>;
  supplementaryConfiguration: Record<string, unknown>;
  tags: Record<string, string>;
  configurationItemVersion: "1.3";
  configurationItemCaptureTime: string;
  configurationStateId: number;
  awsAccountId: string;
  configurationItemStatus: "OK" | "ResourceDiscovered";
  resourceType: string;
  resourceId: string;
  resourceName: null;
  ARN: string;
  awsRegion: string;
  availabilityZone: "Regional";
  configurationStateMd5Hash: "";
  resourceCreationTime: null;
}

export interface ConfigurationItemDiff {
  changedProperties: Record<string, PropertyChange>;
  changeType: "CREATE" | "UPDATE";
}

/**
 * The changes from one item to the next. There are none when the resource is first discovered.
 *
 * AWS Config writes the property's path with a capital after each dot: `Configuration.KeyId`.
 */
export function diffItems(
  before: ConfigurationItem | undefined,
  after: ConfigurationItem,
): ConfigurationItemDiff {
  if (before === undefined) return { changedProperties: {}, changeType: "CREATE" };
  const changedProperties: Record<string, PropertyChange> = {};
  const keys = new Set([...Object.keys(before.configuration), ...Object.keys(after.configuration)]);
  for (const key of keys) {
    const previousValue = before.configuration[key] ?? null;
    const updatedValue = after.configuration[key] ?? null;
    if (JSON.stringify(previousValue) === JSON.stringify(updatedValue)) continue;
    changedProperties[`Configuration.${key.charAt(0).toUpperCase()}${key.slice(1)}`] = {
      previousValue,
      updatedValue,
      changeType: previousValue === null ? "CREATE" : updatedValue === null ? "DELETE" : "UPDATE",
    };
  }
  return { changedProperties, changeType: "UPDATE" };
}

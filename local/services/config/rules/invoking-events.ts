import type { ConfigurationItem, ConfigurationItemDiff } from "../items";
import { changeMessage, oversizedMessage } from "./rule";

/** The invoking event of a recorded change. An oversized one contains no item. */
export function changeEvent(
  item: ConfigurationItem,
  diff: ConfigurationItemDiff | null,
  notificationCreationTime: string,
  oversized: boolean,
): unknown {
  return oversized
    ? {
        configurationItemSummary: summaryOf(item, diff),
        s3DeliverySummary: { s3BucketLocation: null, errorCode: null, errorMessage: null },
        notificationCreationTime,
        messageType: oversizedMessage,
        recordVersion: "1.0",
      }
    : {
        configurationItemDiff: diff,
        configurationItem: item,
        notificationCreationTime,
        messageType: changeMessage,
        recordVersion: "1.3",
      };
}

/** The invoking event of a scheduled run. */
export function scheduleEvent(awsAccountId: string, notificationCreationTime: string): unknown {
  return {
    awsAccountId,
    notificationCreationTime,
    messageType: "ScheduledNotification",
    recordVersion: "1.0",
  };
}

/** An item's summary in an oversized notification. */
function summaryOf(item: ConfigurationItem, diff: ConfigurationItemDiff | null): Record<string, unknown> {
  return {
    changeType: diff?.changeType ?? "CREATE",
    configurationItemVersion: item.configurationItemVersion,
    configurationItemCaptureTime: item.configurationItemCaptureTime,
    configurationStateId: item.configurationStateId,
    awsAccountId: item.awsAccountId,
    configurationItemStatus: item.configurationItemStatus,
    resourceType: item.resourceType,
    resourceId: item.resourceId,
    resourceName: item.resourceName,
    ARN: item.ARN,
    awsRegion: item.awsRegion,
    availabilityZone: item.availabilityZone,
    configurationStateMd5Hash: item.configurationStateMd5Hash,
    resourceCreationTime: item.resourceCreationTime,
  };
}

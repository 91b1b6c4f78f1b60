import type { AccountRegion } from "../decision/key";
import { encryptionConfigType } from "../decision/setting";
import { clip, printable, quoted } from "../decision/text";
import { InvocationError } from "../errors";
import { type Members, readAccountId, readString, readTime } from "./json-fields";

/** The members that a configuration item shares with the summary of an oversized one. */
export interface ItemHead {
  resourceType: string;
  resourceId: string;
  /** When AWS Config recorded the item: the evaluation's ordering timestamp. */
  captureTime: Date;
  /** The annotation that explains why the item is not judged; undefined when it is. */
  notApplicable: string | undefined;
}

/**
 * Parses a configuration item or its summary, without the configuration.
 *
 * @param members the item or summary
 * @param name its name in error messages
 * @param location the rule's account and Region; items from elsewhere are rejected
 * @param leftScope the event's `eventLeftScope`
 * @throws InvocationError when a member is missing or malformed
 */
export function readItemHead(
  members: Members,
  name: string,
  location: AccountRegion,
  leftScope: boolean,
): ItemHead {
  const prefix = `${name}.`;
  const resourceType = readString(members, "resourceType", prefix);
  const resourceId = readString(members, "resourceId", prefix);
  const status = readString(members, "configurationItemStatus", prefix);
  const captureTime = readTime(members, "configurationItemCaptureTime", prefix);
  const accountId = readAccountId(members, "awsAccountId", prefix);
  const region = readString(members, "awsRegion", prefix);
  requireSame(`${prefix}awsAccountId`, accountId, location.accountId);
  const head = { resourceType, resourceId, captureTime };
  const judged = isJudgedStatus(status, `${prefix}configurationItemStatus`);
  if (resourceType !== encryptionConfigType) {
    const other = clip(printable(resourceType), 80);
    return {
      ...head,
      notApplicable: `This rule judges resources of type ${encryptionConfigType} only, not ${other}.`,
    };
  }
  requireSame(`${prefix}awsRegion`, region, location.region);
  return { ...head, notApplicable: nothingToJudge(judged, status, leftScope) };
}

/** @throws InvocationError when an item's account or Region is not the rule's */
export function requireSame(name: string, value: string, expected: string): void {
  if (value !== expected) {
    throw new InvocationError(
      `${name} is ${quoted(value)}; expected ${quoted(expected)}, where the rule runs.`,
    );
  }
}

/**
 * Whether an item with this status has an encryption setting to judge.
 *
 * @throws InvocationError when AWS Config does not document the status (API reference, `ConfigurationItem`)
 */
export function isJudgedStatus(status: unknown, name: string): boolean {
  switch (status) {
    case "OK":
    case "ResourceDiscovered":
      return true;
    case "ResourceNotRecorded":
    case "ResourceDeleted":
    case "ResourceDeletedNotRecorded":
      return false;
    default:
      throw new InvocationError(
        `${name} is ${quoted(status)}; expected OK, ResourceDiscovered, ResourceNotRecorded, ResourceDeleted or ResourceDeletedNotRecorded.`,
      );
  }
}

/** The annotation of an item that is not judged. */
export function notJudged(status: string): string {
  return `The configuration item's status is ${status}, so there is no encryption setting to judge.`;
}

function nothingToJudge(judged: boolean, status: string, leftScope: boolean): string | undefined {
  if (!judged) {
    return notJudged(status);
  }
  return leftScope
    ? "The resource left the rule's scope, so its encryption setting is not judged."
    : undefined;
}

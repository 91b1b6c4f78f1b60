import type { AccountRegion } from "../decision/key";
import { clip, printable, quoted } from "../decision/text";
import { InvocationError } from "../errors";
import { type Members, readAccountId, readString, readTime } from "./json-fields";

/** The type of resource that this rule judges. AWS's tutorial also calls it `AWS::XrayEncryptionConfig`, which does not exist. */
export const encryptionConfigType = "AWS::XRay::EncryptionConfig";

/** What a configuration item and an oversized item's summary have in common. */
export interface ItemHead {
  resourceType: string;
  resourceId: string;
  /** When AWS Config recorded the item: the evaluation's ordering timestamp. */
  captureTime: Date;
  /** Why there is nothing to judge, as an annotation; undefined when there is. */
  notApplicable: string | undefined;
}

/**
 * Reads a configuration item, or the summary of one, up to its configuration.
 *
 * @param members the item or summary
 * @param name what it is called in error messages
 * @param location where the rule runs; an item from elsewhere is refused
 * @param leftScope the envelope's `eventLeftScope`
 * @throws InvocationError when a member is missing or malformed
 */
export function readItemHead(
  members: Members,
  name: string,
  location: AccountRegion,
  leftScope: boolean,
): ItemHead {
  const within = `${name}.`;
  const resourceType = readString(members, "resourceType", within);
  const resourceId = readString(members, "resourceId", within);
  const status = readString(members, "configurationItemStatus", within);
  const captureTime = readTime(members, "configurationItemCaptureTime", within);
  const accountId = readAccountId(members, "awsAccountId", within);
  const region = readString(members, "awsRegion", within);
  requireSame(`${within}awsAccountId`, accountId, location.accountId);
  const head = { resourceType, resourceId, captureTime };
  const judged = isJudgedStatus(status, `${within}configurationItemStatus`);
  if (resourceType !== encryptionConfigType) {
    const other = clip(printable(resourceType), 80);
    return {
      ...head,
      notApplicable: `This rule judges resources of type ${encryptionConfigType} only, not ${other}.`,
    };
  }
  requireSame(`${within}awsRegion`, region, location.region);
  return { ...head, notApplicable: nothingToJudge(judged, status, leftScope) };
}

/** @throws InvocationError when a member of an item has another value than the invocation's */
export function requireSame(name: string, value: string, expected: string): void {
  if (value !== expected) {
    throw new InvocationError(
      `${name} is ${quoted(value)}; expected ${quoted(expected)}, where the rule runs.`,
    );
  }
}

/**
 * @returns whether an item of this status has an encryption setting to judge
 * @throws InvocationError when AWS Config documents no such status (API reference, `ConfigurationItem`)
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

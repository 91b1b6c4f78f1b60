import type { AccountRegion } from "../decision/key";
import { type EncryptionSetting, parseSetting } from "../decision/setting";
import { quoted } from "../decision/text";
import { InvocationError } from "../errors";
import { textOf } from "./api-call";
import { type ItemHead, readItemHead, requireSame } from "./item";
import { type Members, readAccountId, readJsonObject, readObject, readString, readTime } from "./json-fields";

/** A parsed invocation of the rule by AWS Config. */
export interface Invocation {
  /** The rule's account and Region. */
  location: AccountRegion;
  /** Sent back to AWS Config with the evaluations. Secret: whoever has it can report evaluations. */
  resultToken: string;
  /** Unparsed; see `parseParameters`. */
  ruleParameters: unknown;
  message: Message;
  /** The rule's name; undefined where the event has none. No verdict depends on it. */
  ruleName: string | undefined;
}

/** What AWS Config asks the rule to judge. */
export type Message =
  /** An item that is not judged, with the reason. */
  | { kind: "notApplicable"; item: ItemHead; why: string }
  /** A recorded change that contains the setting. */
  | { kind: "item"; item: ItemHead; setting: EncryptionSetting }
  /** A recorded change too large for the message. The item must be fetched. */
  | { kind: "summary"; item: ItemHead }
  /** A run on schedule, which judges the account's live setting. */
  | { kind: "account"; creationTime: Date };

/**
 * Parses an invocation (AWS Config Developer Guide, "Example Events for AWS Config Rules"). A missing or unknown value is
 * an error, before AWS is called: a failed evaluation raises an alarm, a wrong COMPLIANT would go unnoticed.
 *
 * @param event as AWS Config sends it; `invokingEvent` and `ruleParameters` are JSON in strings
 * @param region the function's Region, from `AWS_REGION`
 * @throws InvocationError when the event is not as AWS documents it
 * @throws InvalidEncryptionSettingError when an item to be judged holds no encryption setting
 */
export function parseInvocation(event: unknown, region: string | undefined): Invocation {
  if (region === undefined || region === "") {
    throw new InvocationError(
      "AWS_REGION is not set; expected the Region in which the function runs, as Lambda sets it.",
    );
  }
  const envelope = readObject(event, "the event");
  const location = { region, accountId: readAccountId(envelope, "accountId") };
  const resultToken = readString(envelope, "resultToken");
  const invokingEvent = readJsonObject(readString(envelope, "invokingEvent"), "invokingEvent");
  return {
    location,
    resultToken,
    ruleParameters: envelope.get("ruleParameters"),
    message: parseMessage(invokingEvent, envelope, location),
    ruleName: textOf(envelope.get("configRuleName")),
  };
}

function parseMessage(invokingEvent: Members, envelope: Members, location: AccountRegion): Message {
  const messageType = invokingEvent.get("messageType");
  switch (messageType) {
    case "ConfigurationItemChangeNotification": {
      const members = readObject(invokingEvent.get("configurationItem"), "configurationItem");
      const item = readItemHead(members, "configurationItem", location, readLeftScope(envelope));
      return applicable(item) ?? { kind: "item", item, setting: parseSetting(members.get("configuration")) };
    }
    case "OversizedConfigurationItemChangeNotification": {
      const members = readObject(invokingEvent.get("configurationItemSummary"), "configurationItemSummary");
      const item = readItemHead(members, "configurationItemSummary", location, readLeftScope(envelope));
      return applicable(item) ?? { kind: "summary", item };
    }
    case "ScheduledNotification":
      requireSame(
        "invokingEvent.awsAccountId",
        readAccountId(invokingEvent, "awsAccountId"),
        location.accountId,
      );
      return { kind: "account", creationTime: readTime(invokingEvent, "notificationCreationTime") };
    case "ConfigurationSnapshotDeliveryCompleted":
      return { kind: "account", creationTime: readTime(invokingEvent, "notificationCreationTime") };
    default:
      throw new InvocationError(
        `invokingEvent.messageType is ${quoted(messageType)}; expected ConfigurationItemChangeNotification, OversizedConfigurationItemChangeNotification, ScheduledNotification or ConfigurationSnapshotDeliveryCompleted.`,
      );
  }
}

function applicable(item: ItemHead): Message | undefined {
  return item.notApplicable === undefined
    ? undefined
    : { kind: "notApplicable", item, why: item.notApplicable };
}

/** Events about a change have this member; the others do not. */
function readLeftScope(envelope: Members): boolean {
  const value = envelope.get("eventLeftScope");
  if (typeof value !== "boolean") {
    throw new InvocationError(`eventLeftScope is ${quoted(value)}; expected true or false.`);
  }
  return value;
}

import assert from "node:assert/strict";
import { InvocationError, InvalidEncryptionSettingError } from "../../rule/errors";
import { parseInvocation } from "../../rule/parse/invocation";

const region = "eu-west-1";
const time = "2026-03-04T05:06:07.890Z";

const envelope = {
  version: "1.0",
  ruleParameters: "{}",
  resultToken: "token",
  eventLeftScope: false,
  configRuleName: "rule",
  accountId: "123456789012",
};
const head = {
  resourceType: "AWS::XRay::EncryptionConfig",
  resourceId: "default",
  configurationItemStatus: "OK",
  configurationItemCaptureTime: time,
  awsAccountId: "123456789012",
  awsRegion: region,
};
const change = {
  messageType: "ConfigurationItemChangeNotification",
  configurationItem: { ...head, configuration: { type: "NONE" } },
};
const oversized = {
  messageType: "OversizedConfigurationItemChangeNotification",
  configurationItemSummary: head,
};
const scheduled = {
  messageType: "ScheduledNotification",
  awsAccountId: "123456789012",
  notificationCreationTime: time,
};
const snapshot = { messageType: "ConfigurationSnapshotDeliveryCompleted", notificationCreationTime: time };

function event(invokingEvent: object, changes: object = {}): object {
  return { ...envelope, invokingEvent: JSON.stringify(invokingEvent), ...changes };
}
function item(changes: object): object {
  return { ...change, configurationItem: { ...change.configurationItem, ...changes } };
}
function summary(changes: object): object {
  return { ...oversized, configurationItemSummary: { ...head, ...changes } };
}

describe("parseInvocation", () => {
  const good: [string, object, string][] = [
    ["a change", event(change), "item"],
    ["a change just discovered", event(item({ configurationItemStatus: "ResourceDiscovered" })), "item"],
    [
      "a change not recorded",
      event(item({ configurationItemStatus: "ResourceNotRecorded" })),
      "notApplicable",
    ],
    [
      "a deletion, whatever its configuration",
      event(item({ configurationItemStatus: "ResourceDeleted", configuration: null })),
      "notApplicable",
    ],
    [
      "a deletion not recorded",
      event(item({ configurationItemStatus: "ResourceDeletedNotRecorded" })),
      "notApplicable",
    ],
    ["a resource that left the scope", event(change, { eventLeftScope: true }), "notApplicable"],
    [
      "a resource of another type, also a global one",
      event(item({ resourceType: "AWS::IAM::Role", awsRegion: "global", configuration: {} })),
      "notApplicable",
    ],
    ["an oversized change", event(oversized), "summary"],
    [
      "an oversized deletion",
      event(summary({ configurationItemStatus: "ResourceDeleted" })),
      "notApplicable",
    ],
    ["a schedule", event(scheduled), "account"],
    [
      "a schedule whose envelope has no eventLeftScope",
      event(scheduled, { eventLeftScope: undefined }),
      "account",
    ],
    ["a delivered snapshot", event(snapshot), "account"],
  ];
  for (const [what, given, kind] of good) {
    it(`reads ${what} as ${kind}`, () => {
      const invocation = parseInvocation(given, region);

      assert.equal(invocation.message.kind, kind);
      assert.deepEqual(invocation.location, { region, accountId: "123456789012" });
      assert.equal(invocation.resultToken, "token");
    });
  }

  it("takes the capture time as the item's, to the millisecond and in any time zone", () => {
    const { message } = parseInvocation(
      event(item({ configurationItemCaptureTime: "2026-03-04T06:06:07.890+01:00" })),
      region,
    );

    assert.equal(message.kind, "item");
    assert.equal(message.item.captureTime.toISOString(), time);
  });

  const bad: [string, unknown, string][] = [
    ["no event", undefined, "the event"],
    ["a string for an event", "event", "the event"],
    ["a list for an event", [], "the event"],
    ["no account", event(change, { accountId: undefined }), "accountId"],
    ["an account of eleven digits", event(change, { accountId: "12345678901" }), "accountId"],
    ["an account that is a number", event(change, { accountId: 123456789012 }), "accountId"],
    ["no result token", event(change, { resultToken: undefined }), "resultToken"],
    ["an empty result token", event(change, { resultToken: "" }), "resultToken"],
    ["no invoking event", event(change, { invokingEvent: undefined }), "invokingEvent"],
    ["an invoking event that is an object", event(change, { invokingEvent: change }), "invokingEvent"],
    ["an invoking event that is not JSON", event(change, { invokingEvent: "{oops" }), "invokingEvent"],
    ["an invoking event that is a JSON list", event(change, { invokingEvent: "[]" }), "invokingEvent"],
    ["an invoking event that is null", event(change, { invokingEvent: "null" }), "invokingEvent"],
    ["no message type", event({ ...change, messageType: undefined }), "messageType"],
    ["an unknown message type", event({ ...change, messageType: "Hello" }), "messageType"],
    ["no word on the scope", event(change, { eventLeftScope: undefined }), "eventLeftScope"],
    ["a scope in a string", event(change, { eventLeftScope: "false" }), "eventLeftScope"],
    ["no item", event({ ...change, configurationItem: undefined }), "configurationItem"],
    ["an item that is null", event({ ...change, configurationItem: null }), "configurationItem"],
    ["an item without a type", event(item({ resourceType: undefined })), "configurationItem.resourceType"],
    ["an item without an id", event(item({ resourceId: "" })), "configurationItem.resourceId"],
    [
      "an item without a status",
      event(item({ configurationItemStatus: undefined })),
      "configurationItemStatus",
    ],
    [
      "an item of a sixth status",
      event(item({ configurationItemStatus: "Archived" })),
      "configurationItemStatus",
    ],
    [
      "an item of another type and a sixth status",
      event(item({ resourceType: "AWS::S3::Bucket", configurationItemStatus: "Archived" })),
      "configurationItemStatus",
    ],
    [
      "an item without a time",
      event(item({ configurationItemCaptureTime: undefined })),
      "configurationItemCaptureTime",
    ],
    [
      "an item of no known time",
      event(item({ configurationItemCaptureTime: "yesterday" })),
      "configurationItemCaptureTime",
    ],
    [
      "an item of the 13th month",
      event(item({ configurationItemCaptureTime: "2026-13-04T05:06:07Z" })),
      "configurationItemCaptureTime",
    ],
    [
      "an item without a time zone",
      event(item({ configurationItemCaptureTime: "2026-03-04T05:06:07" })),
      "configurationItemCaptureTime",
    ],
    ["an item of another account", event(item({ awsAccountId: "999999999999" })), "awsAccountId"],
    [
      "an item of another type and account",
      event(item({ resourceType: "AWS::S3::Bucket", awsAccountId: "999999999999" })),
      "awsAccountId",
    ],
    ["an item of another Region", event(item({ awsRegion: "us-east-1" })), "awsRegion"],
    ["no summary", event({ ...oversized, configurationItemSummary: undefined }), "configurationItemSummary"],
    [
      "a summary without a type",
      event(summary({ resourceType: undefined })),
      "configurationItemSummary.resourceType",
    ],
    [
      "a summary of another Region",
      event(summary({ awsRegion: "us-east-1" })),
      "configurationItemSummary.awsRegion",
    ],
    ["a schedule without an account", event({ ...scheduled, awsAccountId: undefined }), "awsAccountId"],
    ["a schedule of another account", event({ ...scheduled, awsAccountId: "999999999999" }), "awsAccountId"],
    [
      "a schedule without a time",
      event({ ...scheduled, notificationCreationTime: undefined }),
      "notificationCreationTime",
    ],
    [
      "a snapshot without a time",
      event({ ...snapshot, notificationCreationTime: 7 }),
      "notificationCreationTime",
    ],
    [
      "very long values",
      event(item({ resourceType: "x".repeat(100_000), configurationItemStatus: "y".repeat(100_000) })),
      "configurationItemStatus",
    ],
  ];
  for (const [what, given, mention] of bad) {
    it(`refuses ${what}, naming ${mention}`, () => {
      const parsed = () => parseInvocation(given, region);

      assert.throws(parsed, (error) => {
        assert.ok(error instanceof InvocationError, String(error));
        assert.ok(error.message.includes(mention), error.message);
        assert.ok(error.message.length <= 1000);
        return true;
      });
    });
  }

  it("refuses an item to be judged that holds no setting", () => {
    for (const configuration of [undefined, null, {}, '{"type":"NONE"}']) {
      assert.throws(
        () => parseInvocation(event(item({ configuration })), region),
        InvalidEncryptionSettingError,
      );
    }
  });

  it("refuses to run where Lambda named no Region", () => {
    for (const none of [undefined, ""]) {
      assert.throws(() => parseInvocation(event(change), none), /^InvocationError: AWS_REGION is not set/);
    }
  });
});

import assert from "node:assert/strict";
import { namesKey, namesLogGroup, parseApiCall } from "../../rule/parse/api-call";
import { parseKeyReference } from "../../rule/decision/key";

const location = { region: "eu-west-1", accountId: "123456789012" };
const keyId = "1234abcd-12ab-34cd-56ef-1234567890ab";
const keyArn = `arn:aws:kms:eu-west-1:123456789012:key/${keyId}`;
const otherArn = "arn:aws:kms:eu-west-1:123456789012:key/0987dcba-09fe-87dc-65ba-ab0987654321";

function event(detail: unknown, changes: object = {}): object {
  return { account: location.accountId, region: location.region, detail, ...changes };
}

describe("an API call as CloudTrail tells it", () => {
  const callers: [identity: unknown, caller: string][] = [
    [
      { type: "AssumedRole", arn: "arn:aws:sts::1:assumed-role/a/b", invokedBy: "x" },
      "arn:aws:sts::1:assumed-role/a/b",
    ],
    [{ type: "AWSService", invokedBy: "kms.amazonaws.com" }, "kms.amazonaws.com"],
    [{ type: "Unknown", principalId: "AIDA" }, "AIDA"],
    [{ type: "AWSAccount", arn: "", principalId: 7 }, "AWSAccount"],
    [{}, "an unknown caller"],
    [null, "an unknown caller"],
  ];
  for (const [userIdentity, caller] of callers) {
    it(`is by ${caller}, where CloudTrail knows ${JSON.stringify(userIdentity)}`, () => {
      const call = parseApiCall(event({ eventName: "DisableKey", userIdentity }), location);

      assert.equal(call.caller, caller);
      assert.equal(call.name, "DisableKey");
      assert.deepEqual(call.location, location);
    });
  }

  it("keeps when it was made and CloudTrail's ID of it, where the event says so", () => {
    const eventTime = "2026-03-04T05:06:00Z";
    const whole = parseApiCall(event({ eventName: "x", eventTime, eventID: "e-1" }), location);
    const bare = parseApiCall(event({ eventName: "x", eventID: "" }), location);
    const odd = parseApiCall(event({ eventName: "x", eventTime: 7, eventID: null }), location);

    assert.deepEqual([whole.calledAt, whole.eventId], [eventTime, "e-1"]);
    assert.deepEqual([bare.calledAt, bare.eventId], [undefined, undefined]);
    assert.deepEqual([odd.calledAt, odd.eventId], [undefined, undefined]);
  });

  it("is about every text in its parameters and resources, however deep", () => {
    const requestParameters = { keyId, more: [{ aliasName: "alias/a" }, null, 7, true] };
    const { resources } = parseApiCall(
      event({ eventName: "x", requestParameters, resources: [{ ARN: keyArn }] }),
      location,
    );

    assert.deepEqual(resources, [keyId, "alias/a", keyArn]);
  });

  const wrong: [what: string, given: unknown, message: RegExp][] = [
    ["no event", null, /^the event is null; expected an object\.$/],
    ["no detail", event(undefined), /^detail is .+; expected an object\.$/],
    ["no name", event({}), /^detail\.eventName is /],
    ["another account", event({ eventName: "x" }, { account: "999999999999" }), /^account is "999999999999"/],
    ["another Region", event({ eventName: "x" }, { region: "us-east-1" }), /^region is "us-east-1"/],
  ];
  for (const [what, given, message] of wrong) {
    it(`is refused with ${what}`, () => {
      assert.throws(() => parseApiCall(given, location), { name: "InvocationError", message });
    });
  }

  const about: [texts: string[], keys: string[], affected: boolean][] = [
    [[keyId], [keyArn], true],
    [[keyArn], [keyId], true],
    [[otherArn], [keyArn], false],
    [["alias/a"], ["arn:aws:kms:eu-west-1:123456789012:alias/a"], true],
    [["alias/a"], ["alias/b"], false],
    [["7", "", "no key"], [keyArn], false],
    [["no key", keyId], ["alias/a", keyArn], true],
    [[keyId], [], false],
  ];
  for (const [texts, keys, affected] of about) {
    it(`about ${JSON.stringify(texts)} ${affected ? "concerns" : "does not concern"} ${keys.join(", ") || "no key"}`, () => {
      const references = keys.flatMap((key) => parseKeyReference(key) ?? []);

      assert.equal(namesKey({ resources: texts }, references), affected);
    });
  }

  const group = "arn:aws:logs:eu-west-1:123456789012:log-group:aws/spans";
  const onGroup: [texts: string[], named: boolean][] = [
    [["aws/spans"], true],
    [["7", group], true],
    [[`${group}:*`], true],
    [[`${group}-of-somebody-else`], false],
    [["aws/spans-of-somebody-else"], false],
    [["/aws/spans"], false],
    [[], false],
  ];
  for (const [texts, named] of onGroup) {
    it(`about ${JSON.stringify(texts)} is ${named ? "" : "not "}on the log group of spans`, () => {
      assert.equal(namesLogGroup({ resources: texts }, "aws/spans"), named);
    });
  }
});

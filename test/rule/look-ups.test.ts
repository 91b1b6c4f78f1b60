import assert from "node:assert/strict";
import type { Clients } from "../../rule/clients";
import { DeadlineError, LookUpError } from "../../rule/errors";
import { lookUpsBy } from "../../rule/look-ups";

const { signal } = new AbortController();
const keyArn = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";

/** Clients that answer each command once and in turn, and fail on any other. */
function answering(answers: Record<string, unknown[]>): Clients {
  const left = structuredClone(answers);
  const send = async (command: object) => {
    const { name } = command.constructor;
    const answer = left[name.replace(/Command$/, "")]?.shift();
    if (answer === undefined) throw new Error(`nobody expected ${name}`);
    return answer;
  };
  const client = () => ({ send });
  return { xray: client, kms: client, config: client, logs: client } as unknown as Clients;
}

const look = (answers: Record<string, unknown[]>) => lookUpsBy(answering(answers), signal);

describe("a look-up", () => {
  for (const [status, updating] of [
    ["UPDATING", true],
    ["ACTIVE", false],
  ] as const) {
    it(`of the live setting says ${updating ? "" : "not "}that X-Ray is still applying it: ${status}`, async () => {
      const aws = look({ GetEncryptionConfig: [{ EncryptionConfig: { Type: "NONE", Status: status } }] });

      assert.deepEqual(await aws.liveSetting(), { setting: { type: "NONE" }, updating });
    });
  }

  const metadata = { Arn: keyArn, KeyState: "Enabled", KeyManager: "CUSTOMER" };
  for (const member of ["Arn", "KeyState", "KeyManager"]) {
    it(`of a key whose ${member} is no text finds it unreadable`, async () => {
      const aws = look({ DescribeKey: [{ KeyMetadata: { ...metadata, [member]: 7 } }] });

      assert.equal((await aws.describeKey(keyArn)).found, "unreadable");
    });
  }

  it("of what AWS Config discovered reads page after page", async () => {
    const page = (resourceId: string, nextToken?: string) => ({
      resourceIdentifiers: [{ resourceId }],
      nextToken,
    });
    const aws = look({
      ListDiscoveredResources: [page("one", "2"), page("two", ""), page("never asked for")],
    });

    assert.deepEqual(await aws.discovered(), ["one", "two"]);
  });

  it("of what AWS Config discovered takes a page with nothing on it", async () => {
    const nothing = [{ resourceIdentifiers: [] }];
    assert.deepEqual(await look({ ListDiscoveredResources: nothing }).discovered(), []);
  });

  for (const answer of [undefined, null, "nothing", {}, { resourceIdentifiers: null }]) {
    it(`of what AWS Config discovered refuses ${JSON.stringify(answer)} in place of a page`, async () => {
      const answering = { config: () => ({ send: async () => answer }) } as unknown as Clients;

      await assert.rejects(lookUpsBy(answering, signal).discovered(), (error) => {
        assert.ok(error instanceof LookUpError);
        assert.match(
          error.message,
          /^AWS Config's answer has the resourceIdentifiers .+; expected a list, if an empty one\.$/,
        );
        return true;
      });
    });
  }

  for (const resourceId of [undefined, "", 7]) {
    it(`of what AWS Config discovered refuses a resource with the id ${String(resourceId)}`, async () => {
      const aws = look({ ListDiscoveredResources: [{ resourceIdentifiers: [{ resourceId }] }] });

      await assert.rejects(aws.discovered(), (error) => {
        assert.ok(error instanceof LookUpError);
        assert.equal(error.message, "AWS Config named a discovered resource without an id; expected one.");
        return true;
      });
    });
  }

  for (const answer of [{}, { configurationItems: [] }]) {
    it(`of a recorded item refuses ${JSON.stringify(answer)}`, async () => {
      const aws = look({ GetResourceConfigHistory: [answer] });
      const summary = {
        resourceType: "AWS::XRay::EncryptionConfig",
        resourceId: "default",
        captureTime: new Date(0),
        notApplicable: undefined,
      };

      await assert.rejects(
        aws.recordedItem(summary),
        /has no item of "default" from 1970-01-01T00:00:00.000Z/,
      );
    });
  }

  for (const logGroups of [undefined, [], [{ logGroupName: "aws/spans-old", kmsKeyId: keyArn }]]) {
    it(`of the spans' key refuses ${logGroups === undefined ? "no list" : JSON.stringify(logGroups)}`, async () => {
      const aws = look({ DescribeLogGroups: [{ logGroups }] });

      await assert.rejects(aws.spansSetting(), /there is no log group aws\/spans/);
    });
  }

  const judged = "AWS::XRay::EncryptionConfig";
  const startedAt = new Date("2026-03-04T05:06:07Z");
  const recorders: [what: string, recorder: object, status: object[], expected: object][] = [
    [
      "that runs",
      {},
      [{ name: "r", recording: true, lastStartTime: startedAt }],
      { running: true, startedAt },
    ],
    ["that is stopped", {}, [{ name: "r", recording: false }], {}],
    ["of which another one's status came", {}, [{ name: "other", recording: true }], {}],
    ["of a service", { servicePrincipal: "x.amazonaws.com" }, [], { isManagedByService: true }],
    ["of all types", { recordingGroup: { allSupported: true } }, [], { allSupported: true }],
    ["of the type", { recordingGroup: { resourceTypes: [judged] } }, [], { included: [judged] }],
    [
      "of all but the type",
      {
        recordingGroup: {
          recordingStrategy: { useOnly: "EXCLUSION_BY_RESOURCE_TYPES" },
          exclusionByResourceTypes: { resourceTypes: [judged] },
        },
      },
      [],
      { strategy: "EXCLUSION_BY_RESOURCE_TYPES", excluded: [judged] },
    ],
  ];
  for (const [what, recorder, ConfigurationRecordersStatus, expected] of recorders) {
    it(`of recorders finds one ${what}`, async () => {
      const aws = look({
        DescribeConfigurationRecorders: [{ ConfigurationRecorders: [{ name: "r", ...recorder }] }],
        DescribeConfigurationRecorderStatus: [{ ConfigurationRecordersStatus }],
      });

      assert.deepEqual(await aws.recorders(), [
        {
          running: false,
          startedAt: undefined,
          isManagedByService: false,
          allSupported: false,
          strategy: undefined,
          included: [],
          excluded: [],
          ...expected,
        },
      ]);
    });
  }

  const at = new Date("2026-03-04T05:06:07Z");
  const deliveries: [what: string, status: object[], expected: object[]][] = [
    ["of which nothing is known", [], []],
    ["of which another one's status came", [{ name: "other" }], []],
    ["that was never tried", [{ name: "c", configHistoryDeliveryInfo: {} }], []],
    [
      "that went well",
      [{ name: "c", configHistoryDeliveryInfo: { lastStatus: "Success", lastAttemptTime: at } }],
      [{ at: at.getTime(), failure: undefined }],
    ],
    [
      "of snapshots that failed",
      [
        {
          name: "c",
          configSnapshotDeliveryInfo: {
            lastStatus: "Failure",
            lastAttemptTime: at,
            lastErrorCode: "NoSuchBucket",
          },
        },
      ],
      [{ at: at.getTime(), failure: "NoSuchBucket" }],
    ],
    [
      "that failed without a reason",
      [{ name: "c", configHistoryDeliveryInfo: { lastStatus: "Failure", lastAttemptTime: at } }],
      [{ at: at.getTime(), failure: "without a reason" }],
    ],
    ["to the stream alone", [{ name: "c", configStreamDeliveryInfo: { lastStatus: "Failure" } }], []],
  ];
  for (const [what, DeliveryChannelsStatus, expected] of deliveries) {
    it(`of delivery channels finds one ${what}`, async () => {
      const aws = look({
        DescribeDeliveryChannels: [{ DeliveryChannels: [{ name: "c" }] }],
        DescribeDeliveryChannelStatus: [{ DeliveryChannelsStatus }],
      });

      assert.deepEqual(await aws.channels(), [{ deliveries: expected }]);
    });
  }

  const rules: [what: string, rules: object[], expected: object | string][] = [
    ["that is not there", [], "gone"],
    ["without any member", [{}], { state: "of no known state", messageTypes: [], scope: [] }],
    [
      "of the type",
      [
        {
          ConfigRuleState: "ACTIVE",
          Source: { SourceDetails: [{ MessageType: "ScheduledNotification" }, {}] },
          Scope: { ComplianceResourceTypes: [judged] },
        },
      ],
      { state: "ACTIVE", messageTypes: ["ScheduledNotification"], scope: [judged] },
    ],
  ];
  for (const [what, ConfigRules, expected] of rules) {
    it(`of the rule finds one ${what}`, async () => {
      assert.deepEqual(await look({ DescribeConfigRules: [{ ConfigRules }] }).rule("guard"), expected);
    });
  }

  it("of the rule knows by AWS's error that there is none, and by another nothing", async () => {
    const failing = (name: string) => {
      const client = () => ({ send: async () => Promise.reject(Object.assign(new Error(""), { name })) });
      return lookUpsBy({ config: client } as unknown as Clients, signal).rule("guard");
    };

    assert.equal(await failing("NoSuchConfigRuleException"), "gone");
    assert.equal(await failing("AccessDeniedException"), undefined);
  });

  it("of what AWS Config does knows nothing where an answer has no list", async () => {
    for (const [first, second] of [
      [{}, { all: [] }],
      [{ all: [] }, {}],
    ]) {
      const aws = look({
        DescribeConfigurationRecorders: [{ ConfigurationRecorders: first?.all && [{ name: "r" }] }],
        DescribeConfigurationRecorderStatus: [{ ConfigurationRecordersStatus: second?.all }],
        DescribeDeliveryChannels: [{ DeliveryChannels: first?.all && [{ name: "c" }] }],
        DescribeDeliveryChannelStatus: [{ DeliveryChannelsStatus: second?.all }],
        DescribeConfigRules: [{}],
      });

      assert.deepEqual(
        [await aws.recorders(), await aws.channels(), await aws.rule("guard")],
        [undefined, undefined, undefined],
      );
    }
  });

  it("that fails keeps AWS's error as its cause", async () => {
    const denied = Object.assign(new Error("no"), { name: "AccessDeniedException" });
    const client = () => ({ send: async () => Promise.reject(denied) });
    const aws = lookUpsBy({ xray: client } as unknown as Clients, signal);

    await assert.rejects(aws.liveSetting(), (error) => {
      assert.ok(error instanceof LookUpError);
      assert.equal(error.cause, denied);
      assert.match(error.message, /^Cannot read X-Ray's encryption setting \(AccessDeniedException: no\): /);
      return true;
    });
  });

  it("that the deadline ends is the deadline's error, also where a failure would be an answer", async () => {
    const controller = new AbortController();
    const client = () => ({ send: () => new Promise(() => undefined) });
    const aws = lookUpsBy({ xray: client, kms: client } as unknown as Clients, controller.signal);
    const looking = [aws.liveSetting(), aws.spanDestination(), aws.describeKey("alias/a")];

    controller.abort(new DeadlineError("over"));

    for (const outcome of await Promise.allSettled(looking)) {
      assert.equal(outcome.status, "rejected");
      assert.ok(outcome.reason instanceof DeadlineError);
    }
  });
});

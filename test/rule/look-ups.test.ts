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
  const groups: [what: string, group: object | undefined, recorded: boolean][] = [
    ["all types", { allSupported: true }, true],
    ["the type by name", { resourceTypes: [judged] }, true],
    ["another type by name", { resourceTypes: ["AWS::S3::Bucket"] }, false],
    ["nothing", {}, false],
    ["nothing that is said", undefined, false],
    [
      "all but the type",
      {
        recordingStrategy: { useOnly: "EXCLUSION_BY_RESOURCE_TYPES" },
        exclusionByResourceTypes: { resourceTypes: [judged] },
      },
      false,
    ],
    ["all but none", { recordingStrategy: { useOnly: "EXCLUSION_BY_RESOURCE_TYPES" } }, true],
  ];
  for (const [what, recordingGroup, recorded] of groups) {
    it(`of the recorder sees ${recorded ? "no " : "a "}problem with one of ${what}`, async () => {
      const aws = look({
        DescribeConfigurationRecorders: [{ ConfigurationRecorders: [{ name: "r", recordingGroup }] }],
        DescribeConfigurationRecorderStatus: [
          { ConfigurationRecordersStatus: [{ name: "r", recording: true }] },
        ],
      });

      assert.equal((await aws.recordingProblem()) === undefined, recorded);
    });
  }

  const statuses: [what: string, status: unknown][] = [
    ["stopped", [{ name: "r", recording: false }]],
    ["of which another one's status came", [{ name: "other", recording: true }]],
    ["without status", undefined],
  ];
  for (const [what, ConfigurationRecordersStatus] of statuses) {
    it(`of the recorder says that one ${what} is stopped`, async () => {
      const aws = look({
        DescribeConfigurationRecorders: [
          { ConfigurationRecorders: [{ name: "r", recordingGroup: { allSupported: true } }] },
        ],
        DescribeConfigurationRecorderStatus: [{ ConfigurationRecordersStatus }],
      });

      assert.equal(await aws.recordingProblem(), "AWS Config's recorder is stopped.");
    });
  }

  it("of the recorder says that there is none", async () => {
    const aws = look({ DescribeConfigurationRecorders: [{}], DescribeConfigurationRecorderStatus: [{}] });

    assert.equal(await aws.recordingProblem(), "AWS Config has no recorder here.");
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

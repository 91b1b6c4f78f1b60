import assert from "node:assert/strict";
import { connector } from "../../audit/aws/clients";
import { readRecorder } from "../../audit/aws/recorder";
import type { Clients } from "../../rule/clients";
import { recordingProblem } from "../../rule/decision/recorder";
import { lookUpsBy } from "../../rule/look-ups";
import { recorder } from "./account";
import { LoopbackAws } from "./loopback-aws";

const { signal } = new AbortController();
const type = "AWS::XRay::EncryptionConfig";
const other = "AWS::S3::Bucket";

const groups: [what: string, recordingGroup: object | undefined, recorded: boolean][] = [
  ["all types", { allSupported: true }, true],
  [
    "all types, by flag and strategy",
    { allSupported: true, recordingStrategy: { useOnly: "ALL_SUPPORTED_RESOURCE_TYPES" } },
    true,
  ],
  [
    "all types, by strategy alone",
    { allSupported: false, recordingStrategy: { useOnly: "ALL_SUPPORTED_RESOURCE_TYPES" } },
    true,
  ],
  ["the type", { resourceTypes: [type] }, true],
  [
    "the type, by strategy",
    { resourceTypes: [type], recordingStrategy: { useOnly: "INCLUSION_BY_RESOURCE_TYPES" } },
    true,
  ],
  ["another type", { resourceTypes: [other] }, false],
  [
    "all but the type",
    {
      recordingStrategy: { useOnly: "EXCLUSION_BY_RESOURCE_TYPES" },
      exclusionByResourceTypes: { resourceTypes: [type] },
    },
    false,
  ],
  [
    "all but another type",
    {
      recordingStrategy: { useOnly: "EXCLUSION_BY_RESOURCE_TYPES" },
      exclusionByResourceTypes: { resourceTypes: [other] },
    },
    true,
  ],
  ["nothing", {}, false],
  ["nothing that AWS Config says", undefined, false],
];

describe("the rule and audit agree on a recorder", () => {
  let aws: LoopbackAws;
  before(async () => {
    aws = await LoopbackAws.start();
  });
  after(() => aws.stop());

  for (const [what, recordingGroup, recorded] of groups) {
    it(`of ${what}: it ${recorded ? "records" : "does not record"} the setting`, async () => {
      aws.become({ "eu-west-1": { recorder: { ...recorder, recordingGroup } } });
      const credentials = { accessKeyId: "AKIATEST", secretAccessKey: "secret" };
      const clients = connector({ endpoint: aws.url, credentials })("eu-west-1");
      const rule = lookUpsBy({ config: () => clients.config } as unknown as Clients, signal);

      const read = await readRecorder(clients);
      const problem = recordingProblem((await rule.recorders()) ?? [], type);

      assert.equal(read?.records(type), recorded);
      assert.equal(problem, recorded ? undefined : "AWS Config's recorder does not record this type.");
    });
  }
});

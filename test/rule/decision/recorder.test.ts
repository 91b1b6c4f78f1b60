import assert from "node:assert/strict";
import { type RecorderState, recordingProblem } from "../../../rule/decision/recorder";

const type = "AWS::XRay::EncryptionConfig";
const all: RecorderState = {
  running: true,
  allSupported: true,
  strategy: undefined,
  included: [],
  excluded: [],
};
const some: RecorderState = {
  ...all,
  allSupported: false,
  strategy: "INCLUSION_BY_RESOURCE_TYPES",
  included: [type],
};

describe("what a recorder leaves unrecorded", () => {
  const cases: [what: string, recorders: RecorderState[], problem: RegExp | undefined][] = [
    ["no recorder", [], /no recorder/],
    ["one that records everything", [all], undefined],
    [
      "one by strategy",
      [{ ...all, allSupported: false, strategy: "ALL_SUPPORTED_RESOURCE_TYPES" }],
      undefined,
    ],
    ["one that includes the type", [some], undefined],
    ["one that includes others", [{ ...some, included: ["AWS::S3::Bucket"] }], /does not record this type/],
    [
      "one that excludes the type",
      [{ ...all, strategy: "EXCLUSION_BY_RESOURCE_TYPES", excluded: [type] }],
      /does not record/,
    ],
    [
      "one that excludes others",
      [{ ...all, strategy: "EXCLUSION_BY_RESOURCE_TYPES", excluded: ["AWS::S3::Bucket"] }],
      undefined,
    ],
    ["a stopped one", [{ ...all, running: false }], /stopped/],
    [
      "a stopped one beside a running one of another type",
      [
        { ...some, running: false },
        { ...some, included: [] },
      ],
      /stopped/,
    ],
    ["a running one beside a stopped one", [{ ...all, running: false }, some], undefined],
  ];
  for (const [what, recorders, problem] of cases) {
    it(what, () => {
      const said = recordingProblem(recorders, type);
      if (problem === undefined) assert.equal(said, undefined);
      else assert.match(said ?? "", problem);
    });
  }
});

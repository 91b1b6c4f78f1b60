import * as assert from "node:assert/strict";
import { EventPattern } from "../../../local/services/events/event-pattern";

describe("EventBridge event patterns", () => {
  const event = {
    source: "aws.config",
    resources: ["a", "b"],
    detail: { messageType: "X", count: 1, item: { type: "AWS::XRay::EncryptionConfig" } },
  };
  const cases: { pattern: unknown; matches: boolean; says: string }[] = [
    { pattern: { source: ["aws.config"] }, matches: true, says: "a value that is listed matches" },
    {
      pattern: { source: ["aws.xray", "aws.config"] },
      matches: true,
      says: "one of several values suffices",
    },
    { pattern: { source: ["aws.xray"] }, matches: false, says: "a value that is not listed does not match" },
    {
      pattern: { detail: { item: { type: ["AWS::XRay::EncryptionConfig"] } } },
      matches: true,
      says: "nesting is followed",
    },
    {
      pattern: { detail: { gone: { type: ["x"] } } },
      matches: false,
      says: "a path that is missing does not match",
    },
    {
      pattern: { source: ["aws.config"], detail: { count: [2] } },
      matches: false,
      says: "all fields must match",
    },
    { pattern: { detail: { count: ["1"] } }, matches: false, says: "a number is not its text" },
    { pattern: { resources: ["b"] }, matches: true, says: "one member of a list in the event suffices" },
    { pattern: { source: [{ prefix: "aws." }] }, matches: true, says: "prefix compares beginnings" },
    { pattern: { source: [{ prefix: "config" }] }, matches: false, says: "prefix compares beginnings only" },
    { pattern: { source: [{ "anything-but": ["aws.xray"] }] }, matches: true, says: "anything-but excludes" },
    {
      pattern: { source: [{ "anything-but": "aws.config" }] },
      matches: false,
      says: "anything-but excludes one value",
    },
    {
      pattern: { detail: { gone: [{ exists: false }] } },
      matches: true,
      says: "exists: false matches what is missing",
    },
    {
      pattern: { source: [{ exists: false }] },
      matches: false,
      says: "exists: false does not match what is there",
    },
  ];
  for (const { pattern, matches, says } of cases) {
    it(says, () => {
      assert.equal(EventPattern.parse(JSON.stringify(pattern)).matches(event), matches);
    });
  }

  const refusals = [
    "{",
    "[]",
    "{}",
    '{"source": "aws.config"}',
    '{"source": []}',
    '{"detail": {}}',
    '{"source": [{"wildcard": "*"}]}',
    '{"$or": [{"source": ["a"]}]}',
    '{"source": [{"anything-but": {"prefix": "a"}}]}',
  ];
  for (const text of refusals) {
    it(`refuses ${text} instead of matching by half`, () => {
      assert.throws(() => EventPattern.parse(text), { code: "InvalidEventPatternException" });
    });
  }
});

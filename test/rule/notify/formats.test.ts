import { Ajv2020 } from "ajv/dist/2020";
import assert from "node:assert/strict";
import { formats } from "../../../rule/notify/formats";
import type { Message } from "../../../rule/notify/message";
import * as schema from "../../../docs/message.schema.json";

const key = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd";
const message: Message = {
  subject: "NON_COMPLIANT: X-Ray encryption, 123456789012 eu-west-1 (prod)",
  attributes: { account: "123456789012", region: "eu-west-1", compliance: "NON_COMPLIANT", kind: "wrong" },
  label: "prod",
  incident: { id: "1a2b3c4d", since: "2026-01-05T09:00:00.000Z", message: 2 },
  summary: ["X-Ray uses its default encryption, but should use a.", "It has been wrong."],
  now: { complianceType: "NON_COMPLIANT", setting: "NONE" },
  was: { complianceType: "COMPLIANT", setting: key },
  call: { name: "PutEncryptionConfig", caller: "ann", calledAt: "2026-01-05T08:59:58Z", eventId: "e-1" },
  times: { done: "2026-01-05T08:59:58.000Z", judged: "2026-01-05T09:00:01.000Z" },
  nextSteps: [{ text: "To put it right:", command: "aws xray put-encryption-config" }],
  links: { runbook: "docs/runbook.md, section NON_COMPLIANT", timeline: "https://console/timeline" },
};
const alarm: Message = {
  subject: "ALARM: it fails, 123456789012 eu-west-1",
  attributes: { account: "123456789012", region: "eu-west-1", compliance: "NONE", kind: "alarm" },
  incident: { id: "00c0ffee", since: "2026-01-05T09:00:00.000Z" },
  summary: ["It is bad."],
  times: { since: "2026-01-05T09:00:00.000Z" },
  nextSteps: [{ text: "What to do: read on" }],
  alarm: { name: "failing", state: "ALARM" },
};

describe("a message as JSON", () => {
  const validate = new Ajv2020().compile(schema);

  for (const one of [message, alarm]) {
    it(`is as its schema says: ${one.attributes.kind}`, () => {
      assert.ok(validate(JSON.parse(formats.json(one))), JSON.stringify(validate.errors));
    });
  }

  it("has the facts, and what people read as sentences", () => {
    const { attributes, summary: _summary, ...facts } = message;
    assert.deepEqual(JSON.parse(formats.json(message)), {
      schemaVersion: "1.0",
      ...attributes,
      ...facts,
      summary: "X-Ray uses its default encryption, but should use a. It has been wrong.",
    });
  });

  for (const [what, change] of Object.entries({
    "a version of another schema": { schemaVersion: "2.0" },
    "no incident": { incident: undefined },
    "a time without a time zone": { times: { judged: "2026-01-05T09:00:01" } },
    "a subject of two lines": { subject: "a\nb" },
    "a verdict that there is none of": { compliance: "FINE" },
    "a setting that is no key": { now: { setting: "key" } },
  })) {
    it(`is not one with ${what}`, () => {
      const json = JSON.parse(JSON.stringify({ ...JSON.parse(formats.json(message)), ...change })) as unknown;
      assert.ok(!validate(json));
    });
  }
});

describe("a message for a chat", () => {
  it("is a custom notification of Amazon Q, in the incident's thread", () => {
    assert.deepEqual(JSON.parse(formats.chat(message)), {
      version: "1.0",
      source: "custom",
      id: "1a2b3c4d-2",
      content: {
        textType: "client-markdown",
        title: message.subject,
        description: [
          "X-Ray uses its default encryption, but should use a.",
          "It has been wrong.",
          "*Now:* NON_COMPLIANT, X-Ray's default encryption",
          "*Was:* COMPLIANT, key 1234abcd",
          "*By:* ann",
          "*Call:* PutEncryptionConfig, CloudTrail event e-1",
          "*Done:* 2026-01-05 08:59:58 UTC",
          "*Judged:* 2026-01-05 09:00:01 UTC",
          "*What this means:* docs/runbook.md, section NON_COMPLIANT",
          "*Timeline:* https://console/timeline",
        ].join("\n"),
        nextSteps: ["To put it right: `aws xray put-encryption-config`"],
        keywords: ["NON_COMPLIANT", "123456789012", "eu-west-1", "prod"],
      },
      metadata: {
        threadId: "1a2b3c4d",
        summary: message.subject,
        eventType: "wrong",
        relatedResources: [key],
        additionalContext: message.attributes,
      },
    });
  });

  it("names an alarm and its state, and has no account's label where nobody gave one", () => {
    const { id, content, metadata } = JSON.parse(formats.chat(alarm)) as {
      id: string;
      content: { keywords: string[]; nextSteps: string[] };
      metadata: { relatedResources: string[] };
    };
    assert.deepEqual(content.keywords, ["ALARM", "123456789012", "eu-west-1"]);
    assert.deepEqual(content.nextSteps, ["What to do: read on"]);
    assert.deepEqual([id, metadata.relatedResources], ["00c0ffee-1", ["failing"]]);
  });

  it("says first how to learn who did it, and names each key once", () => {
    const { call: _call, ...unknown } = message;
    const lookUp = { text: "Who did it:", command: "aws cloudtrail lookup-events" };
    const state = { setting: key };
    const text = formats.chat({ ...unknown, now: state, was: state, lookUp });
    const { content, metadata } = JSON.parse(text) as {
      content: { nextSteps: string[] };
      metadata: { relatedResources: string[] };
    };
    assert.equal(content.nextSteps[0], "Who did it: `aws cloudtrail lookup-events`");
    assert.deepEqual(metadata.relatedResources, [key]);
  });
});

import { Ajv2020 } from "ajv/dist/2020";
import assert from "node:assert/strict";
import * as schema from "../../docs/message.schema.json";
import type { Publication } from "../../local/account/journal";
import { runLocal } from "../../local/run";
import { bundledScenarios, readScenario } from "../../local/scenario/file";

const channel = "arn:aws:sns:eu-central-1:123456789012:channel";
const programs = "arn:aws:sns:eu-central-1:123456789012:programs";
describe("what the scenarios tell", () => {
  const validate = new Ajv2020().compile(schema);

  for (const name of bundledScenarios()) {
    it(`is as the schema says, and reaches programs and a channel in another Region: ${name}`, async () => {
      let published: Publication[] = [];
      const notifyTopics = [
        { arn: programs, format: "json" },
        { arn: channel, format: "chat" },
      ];
      await runLocal({
        stack: "dev",
        scenario: readScenario(name),
        config: { notifyTopics },
        inspect: async (account) => void (published = account.journal.publications),
      });

      const to = (arn: string) => published.filter(({ topicArn }) => topicArn === arn);
      const subjects = (arn: string) => to(arn).map(({ subject }) => subject);
      assert.deepEqual(subjects(programs), subjects(channel));
      for (const { message } of to(programs)) {
        assert.ok(validate(JSON.parse(message)), `${message}\n${JSON.stringify(validate.errors)}`);
      }
      for (const { message } of to(channel)) {
        const { content } = JSON.parse(message) as { content: { title: string; description: string } };
        assert.ok(content.title.length <= 99 && content.description !== "");
      }
      for (const { message } of published.filter(({ principal }) => principal.includes("notifier"))) {
        assert.doesNotMatch(message, /undefined|resultToken|\{\}/);
      }
    });
  }
});

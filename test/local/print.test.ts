import * as assert from "node:assert/strict";
import { stripVTControlCharacters } from "node:util";
import { printRun } from "../../local/print";
import { runLocal, type LocalRun } from "../../local/run";

describe("what the local run prints", () => {
  let run: LocalRun;
  before(async () => {
    run = await runLocal({ stack: "dev", config: { trigger: "change", notify: ["people@example.com"] } });
  });
  const plain = (changes: Partial<LocalRun> = {}): string =>
    printRun({ ...run, ...changes }, { color: false, width: undefined });

  it("shows each change as a table of from and to, in the properties' own spelling", () => {
    const text = plain();
    assert.match(text, /│ +│ From +│ To +│/);
    assert.match(text, /│ Configuration\.type +│ NONE │ KMS +│/);
    assert.match(text, /│ Configuration\.keyId +│ +│ arn:aws:kms:eu-west-1:123456789012:key\/\S+ │/);
  });

  it("shows each evaluation with its annotation, each message, each resource and the outputs", () => {
    const text = plain();
    for (const { complianceType, annotation } of run.evaluations)
      assert.ok(text.includes(`${complianceType} on change`) && text.includes(annotation));
    for (const { subject, to, topic, message } of run.notifications) {
      const lines = [
        `To:      ${to}`,
        `From:    topic ${topic}`,
        `Subject: ${subject}`,
        ...message.split("\n"),
      ];
      for (const line of lines) assert.ok(text.includes(`| ${line}\n`), line);
    }
    const listed = text.split("\n").map((line) => line.trim().replace(/ +/, " "));
    for (const { type, name } of run.resources) {
      const [, module = "", className = ""] = /:(\w+)\/\w+:(\w+)$/.exec(type) ?? [];
      assert.ok(listed.includes(`aws.${module}.${className} ${name}`), `${type} ${name}`);
    }
    for (const key of Object.keys(run.outputs)) assert.ok(text.includes(`${key}:`));
  });

  it("shows one message to several people once", () => {
    const [message] = run.notifications;
    assert.ok(message);
    const text = plain({ notifications: [message, { ...message, to: "more@example.com" }] });
    assert.match(text, /To: {6}people@example\.com, more@example\.com\n/);
    assert.equal(text.split("Subject: ").length, 2);
  });

  it("shows a scenario's description, and the expectations that were met", () => {
    const [round] = run.rounds;
    assert.ok(round);
    const text = plain({
      scenario: { file: "my.yaml", description: "A key is lost.", config: {}, configLines: {}, steps: [] },
      rounds: [{ ...round, regions: { "eu-west-1": { title: "It is lost", met: ["no change"] } } }],
    });
    assert.match(text, /my\.yaml\n\nA key is lost\.\n/);
    assert.match(text, /eu-west-1: It is lost\n(.*\n)+ {2}as expected: no change\n/);
    assert.match(text, /All went as expected: /);
  });

  it("says that without a schedule nobody sees a disabled key", () => {
    assert.match(plain(), /only a rule with a schedule would see it/);
  });

  it("says whether the loop closed, and else what did not happen", () => {
    assert.match(plain(), /The loop closed: 5 changes recorded, 5 evaluations/);
    assert.match(
      plain({ problems: ["Nobody was told."] }),
      /The loop did not close:\n {2}- Nobody was told\.\n$/,
    );
  });

  it("says whose subscriptions AWS would ask to confirm, or that nobody is subscribed", () => {
    assert.match(plain(), /must first confirm its subscription \(people@example\.com\)/);
    assert.match(plain({ notifications: [] }), /Nobody is subscribed/);
  });

  it("is the same in colour, with colour", () => {
    const colored = printRun(run, { color: true, width: undefined });
    assert.notEqual(colored, plain());
    assert.equal(stripVTControlCharacters(colored), plain());
  });

  it("fits its tables and its list of resources into a terminal", () => {
    const tables = printRun(run, { color: false, width: 100 })
      .split("\n")
      .filter((line) => /[│┌├└]|^ {2}aws\./.test(line));
    assert.notEqual(tables.length, 0);
    assert.deepEqual(
      tables.filter((line) => line.length > 100),
      [],
    );
  });
});

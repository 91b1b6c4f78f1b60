import * as assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { stripVTControlCharacters, styleText } from "node:util";
import { writeMessages } from "../../local/messages";
import { printAnswer, printEvents, printRun, type PrintOptions } from "../../local/print";
import { runLocal, type LocalRun } from "../../local/run";

describe("what the local run prints", () => {
  let run: LocalRun;
  before(async () => {
    run = await runLocal({ stack: "dev" });
  });
  const plain = (changes: Partial<LocalRun> = {}, options: Partial<PrintOptions> = {}): string =>
    printRun({ ...run, ...changes }, { color: false, messages: ".local/messages", ...options });
  const green = styleText("green", "x", { validateStream: false }).split("x")[0] ?? "";
  const red = styleText("red", "x", { validateStream: false }).split("x")[0] ?? "";

  it("is at most 45 lines of at most 80 columns for the dev stack, and 15 are left for the review and the report", () => {
    const lines = plain().trimEnd().split("\n");
    assert.ok(lines.length <= 45, `${lines.length} lines`);
    assert.deepEqual(
      lines.filter((line) => line.length > 80 || line.endsWith(" ")),
      [],
    );
  });

  it("is the same text on a wide terminal, in a pipe and in color", () => {
    assert.equal(plain({}, { width: 200 }), plain());
    const colored = plain({}, { color: true, width: 80 });
    assert.notEqual(colored, plain());
    assert.equal(stripVTControlCharacters(colored), plain());
  });

  it("shows what a terminal would obey, instead of sending it there", () => {
    const hidden = "\u001b]0;x\u0007\u009b\u202e\u2028\r";
    const planted = <T extends object>(all: readonly T[]): T[] =>
      all.map((one) => ({ ...one, subject: hidden, message: hidden, annotation: hidden, to: hidden }));
    const { evaluations, notifications } = run;
    const changes = { evaluations: planted(evaluations), notifications: planted(notifications) };
    const failed = { ...changes, problems: [hidden], warnings: [hidden] };
    for (const text of [plain(changes), plain(changes, { verbose: true }), plain(failed)]) {
      assert.doesNotMatch(text, /(?!\n)[\p{Cc}\p{Bidi_Control}\u2028]/u);
      assert.match(text, /\\u202e/);
    }
  });

  it("fits a narrow terminal", () => {
    const lines = printEvents(run, { color: false, width: 60 }).split("\n");
    assert.deepEqual(
      lines.filter((line) => line.length > 60),
      [],
    );
  });

  it("says of each event what was recorded, the verdict, and who was told by what subject", () => {
    const block = /^2026-01-06 10:00:00 {2}X-Ray is given the key alias\/another-key\n(?: .*\n)+/m.exec(
      plain(),
    );
    const lines = block?.[0].trimEnd().split("\n") ?? [];
    assert.match(lines[1] ?? "", /^ {2}recorded key [0-9a-f]{8}… → key [0-9a-f]{8}…$/);
    assert.match(
      lines[2] ?? "",
      /^ {2}verdict {2}NON_COMPLIANT on change, schedule: X-Ray encrypts with key$/,
    );
    assert.match(
      lines[3] ?? "",
      /^ {11}[0-9a-f]{8}…, but should use alias\/xray-traces, now key [0-9a-f]{8}…\.$/,
    );
    assert.equal(lines[4], "  told     NON_COMPLIANT: X-Ray encryption, 123456789012 eu-west-1");
    assert.equal(lines[5], "    to security@example.com");
    assert.equal(lines.length, 6);
  });

  it("counts the resources by Region", () => {
    assert.match(
      plain(),
      /^Stack dev in the local account: \d+ resources \(\d+ in eu-west-1, \d+ global\)\n/,
    );
  });

  it("shows what the program warned of below the stack's name, in at most 80 columns", () => {
    assert.ok(!plain().includes("Warning"));
    const warning =
      "notify is empty, so this stack subscribes nobody to its alerts: add an e-mail address, or another receiver.";
    const [, ...lines] = plain({ warnings: [warning] }).split("\n");
    assert.equal(lines.slice(0, 2).join(" "), `Warning: ${warning}`);
  });

  it("names the Region of an event where a stack has several", () => {
    const expected = { ...run.expected, regions: ["eu-west-1", "us-east-1"] };
    assert.match(plain({ expected }), /eu-west-1: The stack is deployed\n/);
  });

  it("says so when nothing came of an event", () => {
    assert.match(
      plain({ changes: [], evaluations: [], notifications: [] }),
      /The stack is deployed\n +nothing came of it\n/,
    );
  });

  it("ends with the answer", () => {
    const lines = plain().trimEnd().split("\n");
    assert.equal(lines.at(-1), "All went as expected: 5 changes recorded, 17 evaluations, 6 messages.");
    assert.match(lines.at(-2) ?? "", /\.local\/messages; --verbose/);
    assert.match(lines.at(-3) ?? "", /each address must first confirm/);
    assert.match(plain({ notifications: [] }), /Nobody is subscribed/);
  });

  it("of a run that failed ends red, after each problem, and has nothing green", () => {
    const failed = { ...run, problems: ["Nobody was told.", "expected: this\nactual:   that"] };
    assert.ok(printRun(run, { color: true }).includes(green));
    const colored = printRun(failed, { color: true });
    assert.ok(!colored.includes(green));
    assert.ok(colored.trimEnd().split("\n").at(-1)?.startsWith(red));
    assert.equal(
      printAnswer(failed, { color: false }),
      "The scenario did not go as expected:\n  - Nobody was told.\n  - expected: this\n    actual:   that\nFailed: 2 problems.\n",
    );
    const verbose = printRun(failed, { color: true, verbose: true });
    assert.ok(!verbose.includes(green));
  });

  it("writes each message whole into a file, one message to several people once", () => {
    const [message] = run.notifications;
    assert.ok(message);
    const directory = mkdtempSync(path.join(tmpdir(), "messages-"));
    try {
      writeMessages(run.notifications, directory);
      writeMessages([message, { ...message, to: "more@example.com" }], directory);
      assert.deepEqual(readdirSync(directory), ["001-2026-01-05T09-01-05.txt"]);
      assert.equal(
        readFileSync(path.join(directory, "001-2026-01-05T09-01-05.txt"), "utf8"),
        `To:      ${message.to}, more@example.com\nFrom:    topic ${message.topic}\nSubject: ${message.subject}\n\n${message.message}\n`,
      );
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  describe("with --verbose", () => {
    const verbose = (changes: Partial<LocalRun> = {}): string => plain(changes, { verbose: true });

    it("shows each evaluation with its annotation, each message, each resource, what was expected and the outputs", () => {
      const text = verbose();
      for (const { complianceType, annotation } of run.evaluations)
        assert.ok(text.includes(`${complianceType} on `) && text.includes(annotation));
      for (const { subject, to, topic, message } of run.notifications) {
        const lines = [
          `To:      ${to}`,
          `From:    topic ${topic}`,
          `Subject: ${subject}`,
          ...message.split("\n"),
        ];
        for (const line of lines) assert.ok(text.includes(`${`| ${line}`.trimEnd()}\n`), line);
      }
      const listed = text.split("\n").map((line) => line.trim().replace(/ +/, " "));
      for (const { type, name } of run.resources) {
        const [, module = "", className = ""] = /:(\w+)\/\w+:(\w+)$/.exec(type) ?? [];
        const whole = listed.includes(`aws.${module}.${className} ${name}`);
        assert.ok(whole || text.includes(`  aws.${module}.${className}\n      ${name}\n`), `${type} ${name}`);
      }
      assert.match(text, /as expected: the verdict NON_COMPLIANT on change\n/);
      for (const key of Object.keys(run.outputs)) assert.ok(text.includes(`${key}:`));
    });

    it("shows each change as a table of from and to, in the properties' own spelling", () => {
      const text = verbose();
      assert.match(text, /│ +│ From +│ To +│/);
      assert.match(text, /│ Configuration\.type +│ NONE +│ KMS +│/);
      assert.match(text, /│ Configuration\.keyId +│ +│ arn:aws:kms:\S+ +│/);
    });

    it("fits its tables and its list of resources into 80 columns", () => {
      const tables = verbose()
        .split("\n")
        .filter((line) => /[│┌├└]|^ {2}aws\./.test(line));
      assert.notEqual(tables.length, 0);
      assert.deepEqual(
        tables.filter((line) => line.length > 80),
        [],
      );
    });

    it("shows one message to several people once", () => {
      const [message] = run.notifications;
      assert.ok(message);
      const text = verbose({ notifications: [message, { ...message, to: "more@example.com" }] });
      assert.match(text, /To: {6}security@example\.com, more@example\.com\n/);
      assert.equal(text.split("Subject: ").length, 2);
    });
  });
});

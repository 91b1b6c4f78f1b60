import assert from "node:assert/strict";
import { type Served, serve } from "../../local/serve";
import type { Sns } from "../../local/services/sns/sns";
import { auditServed } from "./audit";

const subject = "TEST: X-Ray encryption, 123456789012 eu-west-1";

describe("npm run audit -- notify-test", function () {
  this.timeout(60_000);
  let served: Served;
  let sns: Sns;
  let topicArn: string;

  before(async () => {
    served = await serve({ stack: "dev", config: { notify: ["security@example.com", "ops@example.com"] } });
    ({ sns } = await served.account.region("eu-west-1"));
    topicArn = sns.listTopics().find(({ subscriptions }) => subscriptions.length > 1)?.arn ?? "";
  });
  after(() => served.close());

  async function notifyTest(...args: string[]): Promise<{ code: number; lines: string[] }> {
    const { code, out, said } = await auditServed(served.account, ["notify-test", ...args]);
    const lines = [...out.trimEnd().split("\n"), ...said];
    return { code, lines: lines.filter((line) => !line.startsWith("SIMULATED")) };
  }

  it("sends each subscriber one message that is marked as a test, and says who gets it", async () => {
    assert.deepEqual(await notifyTest("--stack", "dev"), {
      code: 0,
      lines: [
        `pass  eu-west-1 message       Sent to topic ${topicArn}: ${subject}.`,
        "pass  eu-west-1 subscription  security@example.com is subscribed, and has confirmed.",
        "pass  eu-west-1 subscription  ops@example.com is subscribed, and has confirmed.",
      ],
    });
    const got = served.account.journal.notifications.filter(
      (notification) => notification.subject === subject,
    );
    assert.deepEqual(
      got.map(({ to }) => to),
      ["security@example.com", "ops@example.com"],
    );
    assert.match(got[0]?.message ?? "", /^This is a test: nothing happened\..*\n\nAsked for by: arn:aws:/);
  });

  it("remembers nothing of it: the next change is told as ever", async () => {
    const told = served.account.journal.notifications.length;
    await notifyTest("--regions", "eu-west-1");
    await notifyTest("--regions", "eu-west-1");
    assert.equal(served.account.journal.notifications.length, told + 4);
  });

  it("sets off each alarm with --alarms, and back, in messages that say that they are a test", async () => {
    const { account } = served;
    const { cloudwatch } = await account.region("eu-west-1");
    const before = cloudwatch.listAlarms();
    const told = account.journal.notifications.length;

    const { code, lines } = await notifyTest("--stack", "dev", "--alarms");
    await account.advance(3_600_000);

    assert.equal(code, 0);
    const tried = lines.filter((line) => line.includes("eu-west-1 alarm"));
    assert.equal(tried.length, before.length);
    assert.ok(before.length >= 5);
    for (const line of tried)
      assert.match(line, /^pass .* was set off, and back: (CloudWatch|the notifier) /);
    assert.ok(cloudwatch.listAlarms().every(({ state }) => state !== "ALARM"));
    const got = account.journal.notifications.slice(told).filter(({ to }) => to === "ops@example.com");
    const byCloudWatch = got.filter(({ subject: one }) => one.startsWith('ALARM: "'));
    assert.equal(byCloudWatch.length, 1);
    assert.match(
      byCloudWatch[0]?.message ?? "",
      /"NewStateReason":"TEST: nothing happened; asked for by arn:aws:/,
    );
    const byNotifier = got.filter(({ subject: one }) => !/^(ALARM: "|NON_COMPLIANT)/.test(one));
    // Besides the message itself. Nothing says that a test is over.
    assert.equal(byNotifier.length, 1 + before.length - 1);
    for (const { subject: one, message } of byNotifier) {
      assert.match(one, /^TEST: /);
      assert.match(message, /^This is a test: nothing happened\.[^]*\n\nAsked for by: arn:aws:/);
    }
  });

  it("sets off no alarm that rings in earnest", async () => {
    const { cloudwatch } = await served.account.region("eu-west-1");
    // No data come for it meanwhile.
    const first = cloudwatch.listAlarms().find(({ name }) => name.includes("undelivered"));
    assert.ok(first);
    const { state } = first;
    first.state = "ALARM";
    const told = served.account.journal.notifications.length;
    const { lines } = await notifyTest("--stack", "dev", "--alarms");
    first.state = state;
    assert.match(lines.join("\n"), new RegExp(`warn .* ${first.name} rings in earnest, so it was not tried`));
    const titles = served.account.journal.notifications.slice(told).map(({ message }) => message);
    assert.ok(!titles.some((message) => message.includes(`Alarm: ${first.name}\n`)));
  });

  it("fails where no alarm acts on the notifier any more", async () => {
    const { cloudwatch } = await served.account.region("eu-west-1");
    const alarms = cloudwatch.listAlarms().map((alarm) => ({ ...alarm }));
    for (const { name } of alarms) cloudwatch.deleteAlarm(name);
    const { code, lines } = await notifyTest("--stack", "dev", "--alarms");
    for (const alarm of alarms) cloudwatch.putMetricAlarm(alarm);
    assert.equal(code, 11);
    assert.equal(
      lines.filter((line) => /^fail .* No alarm acts on arn:aws:(lambda|sns):/.test(line)).length,
      2,
    );
  });

  it("fails, with the cure, for whom SNS waits, and for whom it has dropped", async () => {
    const topic = sns.topic(topicArn);
    const [first, second] = topic.subscriptions;
    assert.ok(first && second);
    topic.subscriptions = [{ ...first, arn: "PendingConfirmation" }];
    const { code, lines } = await notifyTest("--stack", "dev");
    topic.subscriptions = [first, second];
    assert.equal(code, 11);
    assert.match(
      lines[1] ?? "",
      /^fail .* security@example\.com has not confirmed, and gets nothing\. Cure: /,
    );
    // The stack file names one address; the other was given for this test.
    assert.equal(lines.length, 2);
  });

  it("fails, with the cure, for whom the stack tells and SNS no longer knows", async () => {
    const topic = sns.topic(topicArn);
    const before = topic.subscriptions;
    topic.subscriptions = before.map((one) => ({ ...one, arn: "Deleted" }));
    const { code, lines } = await notifyTest("--stack", "dev");
    topic.subscriptions = before;
    assert.equal(code, 11);
    assert.match(
      lines[1] ?? "",
      /^fail .* security@example\.com is not subscribed: .* Cure: `npx pulumi refresh`/,
    );
    assert.equal(lines.length, 2);
  });

  it("fails where the topic is gone, in the notifier's own words", async () => {
    sns.deleteTopic(topicArn);
    const { code, lines } = await notifyTest("--stack", "dev");
    assert.equal(code, 11);
    assert.match(
      lines[0] ?? "",
      /^fail .* The notifier could not send the message: Cannot publish the message to arn:\S+ \(NotFound: .*\. Cure: docs\/runbook\.md, The notifier fails\.$/,
    );
  });
});

describe("npm run audit -- notify-test, with topics beside the stack's own", function () {
  this.timeout(60_000);
  const own = "arn:aws:sns:eu-central-1:123456789012:channel";
  const central = "arn:aws:sns:eu-west-1:210987654321:xray-encryption";
  let served: Served;

  before(async () => {
    const notifyTopics = [
      { arn: own, format: "chat" },
      { arn: central, format: "json" },
    ];
    served = await serve({ stack: "dev", config: { notify: ["security@example.com"], notifyTopics } });
  });
  after(() => served.close());

  async function notifyTest(): Promise<{ code: number; checks: Record<string, unknown>[] }> {
    const args = ["notify-test", "--stack", "dev", "--format", "json"];
    const { code, out } = await auditServed(served.account, args);
    return { code, checks: (JSON.parse(out) as { checks: Record<string, unknown>[] }).checks };
  }

  it("says who is subscribed there as far as it may read, and what it may not read", async () => {
    const { sns } = await served.account.region("eu-central-1");
    const [nobody, of] = [await notifyTest(), sns.subscribe(own, "email", "team@example.com")];
    const somebody = await notifyTest();

    assert.equal(nobody.code, 11);
    const about = ({ checks }: typeof nobody, what: RegExp) =>
      checks
        .filter(({ finding }) => what.test(String(finding)))
        .map(({ outcome, unread }) => [outcome, unread]);
    assert.deepEqual(about(nobody, /^Nobody is subscribed to arn:aws:sns:eu-central-1:/), [["fail", false]]);
    assert.deepEqual(about(somebody, /^team@example\.com is subscribed/), [["pass", false]], of.arn);
    // Another account's.
    const unknown = /^Cannot read who is subscribed in eu-west-1 \(.*210987654321/;
    assert.deepEqual(about(somebody, unknown), [["warn", true]]);
    assert.equal(somebody.code, 2);
    const sent = about(somebody, new RegExp(`^Sent to topics arn:.* and ${own} and ${central}: TEST: `));
    assert.deepEqual(sent, [["pass", false]]);
  });
});

import assert from "node:assert/strict";
import { run } from "../../audit/cli/run";
import { type Served, serve } from "../../local/serve";
import type { Sns } from "../../local/services/sns/sns";

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
    const { account } = served;
    const lines: string[] = [];
    const code = await run(["notify-test", ...args], {
      print: (text) => lines.push(...text.trimEnd().split("\n")),
      warn: (sentence) => lines.push(sentence),
      now: new Date(0),
      color: false,
      width: 80,
      environment: {},
      access: {
        endpoint: account.endpointUrl,
        credentials: account.iam.credentials(account.administrator),
      },
    });
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

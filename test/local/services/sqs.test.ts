import * as assert from "node:assert/strict";
import { minute } from "../../../local/account/clock";
import { openRegion, openTopic } from "../accounts";

describe("SQS in the local account", () => {
  for (const isDeleted of [false, true]) {
    it(
      isDeleted ? "measures no messages of a queue that is deleted" : "measures how many messages wait",
      async () => {
        const region = await openRegion();
        const { account, cloudwatch, sqs } = region;
        const { arn, url, name } = sqs.createQueue("dead");
        cloudwatch.putMetricAlarm({
          name: "waiting",
          namespace: "AWS/SQS",
          metricName: "ApproximateNumberOfMessagesVisible",
          dimensions: { QueueName: name },
          statistic: "Maximum",
          comparison: "GreaterThanThreshold",
          threshold: 0,
          period: 60,
          evaluationPeriods: 1,
          treatMissingData: "notBreaching",
          alarmActions: [openTopic(region, "cloudwatch.amazonaws.com")],
          okActions: [],
        });
        await sqs.send(account.administrator, arn, "lost");
        if (isDeleted) sqs.deleteQueue(url);
        await account.clock.advanceBy(5 * minute);
        assert.equal(account.journal.notifications.length > 0, !isDeleted);
      },
    );
  }

  it("answers with a queue that exists, as it is, and refuses to delete one that does not", async () => {
    const { account, sqs } = await openRegion();
    const { arn, url } = sqs.createQueue("dead");
    await sqs.send(account.administrator, arn, "lost");
    assert.equal(sqs.createQueue("dead").messages.length, 1);
    sqs.deleteQueue(url);
    assert.throws(() => sqs.deleteQueue(url), { code: "QueueDoesNotExist" });
  });
});

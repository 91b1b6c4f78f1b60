import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { clientOptions, once } from "../clients";
import { beforeDeadline } from "../deadline";
import { NotifyError } from "../errors";
import { explain } from "../look-ups";
import type { Message } from "./message";

const sns = once(() => new SNSClient(clientOptions));

/**
 * Publishes a message to the alert topic. Its attributes let subscribers filter.
 *
 * @throws NotifyError when SNS does not accept it
 */
export async function publish(
  topicArn: string,
  { subject, body, attributes }: Message,
  signal: AbortSignal,
): Promise<void> {
  const command = new PublishCommand({
    TopicArn: topicArn,
    Subject: subject,
    Message: body,
    MessageAttributes: Object.fromEntries(
      Object.entries(attributes).map(([name, value]) => [name, { DataType: "String", StringValue: value }]),
    ),
  });
  try {
    await beforeDeadline(signal, (options) => sns().send(command, options));
  } catch (cause) {
    signal.throwIfAborted();
    throw new NotifyError(
      `Cannot publish the message (${explain(cause)}): expected the notifier's role to be allowed sns:Publish, and SNS to answer.`,
      { cause },
    );
  }
}

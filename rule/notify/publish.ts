import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { clientOptions } from "../clients";
import { beforeDeadline } from "../deadline";
import { printableIn } from "../decision/text";
import { NotifyError } from "../errors";
import { explain } from "../look-ups";
import { type Format, formats } from "./formats";
import type { Message } from "./message";

/** A topic, and in whose words it is told. */
export interface Topic {
  arn: string;
  format: Format;
}

/** A topic that did not take a message, and why. */
export interface Refusal {
  arn: string;
  cause: unknown;
}

/** By Region, because a topic is only reached in its own. */
const clients = new Map<string, SNSClient>();

/**
 * Publishes a message to each topic, also where others refuse it. Its attributes let subscribers filter.
 *
 * @returns the topics that did not take it
 * @throws DeadlineError when time is up, and it is not known who took it
 */
export async function publish(
  topics: readonly Topic[],
  told: Message,
  signal: AbortSignal,
): Promise<Refusal[]> {
  // Names of sessions and keys are AWS's: neither a mailbox nor a chat is to obey what is in them.
  const message = printableIn(told);
  const refusals = await Promise.all(
    topics.map(async ({ arn, format }): Promise<Refusal[]> => {
      try {
        await publishTo(arn, formats[format](message), message, signal);
        return [];
      } catch (cause) {
        return [{ arn, cause }];
      }
    }),
  );
  signal.throwIfAborted();
  return refusals.flat();
}

/** Says who did not take a message. */
export function refusalError(refusals: readonly Refusal[]): NotifyError {
  const topics = refusals.map(({ arn, cause }) => `${arn} (${explain(cause)})`).join(" and ");
  return new NotifyError(
    `Cannot publish the message to ${topics}: expected the notifier's role and the topic's policy to allow sns:Publish, a key of the topic to be usable, and SNS to answer.`,
    { cause: refusals[0]?.cause },
  );
}

async function publishTo(
  arn: string,
  text: string,
  { subject, attributes }: Message,
  signal: AbortSignal,
): Promise<void> {
  const command = new PublishCommand({
    TopicArn: arn,
    Subject: subject,
    Message: text,
    MessageAttributes: Object.fromEntries(
      Object.entries(attributes).map(([name, value]) => [name, { DataType: "String", StringValue: value }]),
    ),
  });
  const { MessageId } = await beforeDeadline(signal, (options) =>
    clientIn(arn.split(":")[3] ?? "").send(command, options),
  );
  // What a proxy answers in SNS's place may pass for an answer.
  if (MessageId === undefined) throw new Error("the answer has no MessageId");
}

function clientIn(region: string): SNSClient {
  const client = clients.get(region) ?? new SNSClient({ ...clientOptions, region });
  clients.set(region, client);
  return client;
}

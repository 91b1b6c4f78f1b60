import { closest } from "fastest-levenshtein";
import type { UnwrappedObject } from "@pulumi/pulumi";
import type { NotifyTopic } from "./guard-args";
import { requireRegion } from "./regions";
import { StackConfigError, withoutRepeats } from "./stack-config-error";

/** A topic of `notifyTopics`, with the default where it has no format. */
export type FormattedTopic = NotifyTopic & Required<Pick<NotifyTopic, "format">>;

/** In whose words a topic is told. */
export const formats = ["mail", "json", "chat"] as const;

/** The notifier's environment holds 4 kB, and an ARN has up to 320 characters. */
const most = 10;

const example = "such as {arn: arn:aws:sns:eu-west-1:210987654321:xray-encryption, format: json}.";

/** @throws StackConfigError unless each is a standard topic with a known format, and none is listed twice */
export function checkNotifyTopics(topics: UnwrappedObject<NotifyTopic>[]): void {
  topics.forEach(checkTopic);
  withoutRepeats(
    "notifyTopics",
    topics.map(({ arn }) => arn),
  );
  if (topics.length > most) {
    throw new StackConfigError(
      "notifyTopics",
      topics.length,
      `expected at most ${most} topics; let the others subscribe to one of them.`,
    );
  }
}

function checkTopic(topic: object): void {
  const { arn, format = "mail", key, ...others } = topic as Record<string, unknown>;
  if (typeof arn !== "string" || Object.keys(others).length > 0) {
    throw new StackConfigError("notifyTopics", topic, `expected {arn, format, key}, ${example}`);
  }
  checkFormat({ arn, format });
  if (arn.endsWith(".fifo")) {
    const expected =
      "expected a standard topic; a FIFO topic takes no e-mail addresses and no chat channels.";
    throw new StackConfigError("notifyTopics", arn, expected);
  }
  const region = /^arn:aws(?:-[a-z]+)*:sns:([a-z0-9-]+):\d{12}:[A-Za-z0-9_-]{1,256}$/.exec(arn)?.[1];
  if (region === undefined) {
    throw new StackConfigError("notifyTopics", arn, `expected the ARN of an SNS topic, ${example}`);
  }
  requireRegion("notifyTopics", region);
  if (key !== undefined) checkTopicKey(arn, key);
}

/** @throws StackConfigError for a key that SNS cannot use for the topic */
function checkTopicKey(topicArn: string, key: unknown): void {
  const [, partition = "", , region = ""] = topicArn.split(":");
  const isOfTopic = new RegExp(`^arn:${partition}:kms:${region}:\\d{12}:key/[A-Za-z0-9-]+$`);
  if (isOfTopic.test(String(key))) return;
  throw new StackConfigError(
    "notifyTopics",
    { arn: topicArn, key },
    `expected the ARN of a key of ${region}, where the topic is, such as arn:${partition}:kms:${region}:210987654321:key/1234abcd-12ab-34cd-56ef-1234567890ab.`,
  );
}

/** @throws StackConfigError unless the topic's format is known */
export function checkFormat({ arn, format = "mail" }: { arn: unknown; format?: unknown }): void {
  if (formats.some((one) => one === format)) return;
  const expected = `expected one of ${formats.join(", ")}; did you mean ${closest(String(format), formats)}?`;
  throw new StackConfigError(
    "notifyTopics",
    typeof arn === "string" ? { arn, format } : { format },
    expected,
  );
}

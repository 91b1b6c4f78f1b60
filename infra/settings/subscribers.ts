import type * as pulumi from "@pulumi/pulumi";
import { StackConfigError, withoutRepeats } from "./stack-config-error";

export type Protocol = "email" | "https" | "sqs";

/** A receiver of alerts, and how SNS reaches it. */
export interface Subscriber {
  /** What its subscription is called: the endpoint, a hash of a secret one, the place of one that is known later. */
  name: string;
  protocol: pulumi.Input<Protocol>;
  /** E-mail address, URL or queue ARN. */
  endpoint: pulumi.Input<string>;
  /** Whether it was given as a secret: then it stands in no name, message or plain output. */
  isSecret?: boolean;
}

/** @throws StackConfigError for what cannot receive alerts, and for what is listed twice */
export function checkSubscribers(notify: string[]): void {
  notify.forEach(subscriber);
  withoutRepeats("notify", notify);
}

/**
 * Tells e-mail addresses, `https://` endpoints and SQS queue ARNs apart by their form.
 *
 * @throws StackConfigError for anything else
 */
export function subscriber(endpoint: string): { protocol: Protocol; endpoint: string } {
  const expected = (what: string) => new StackConfigError("notify", endpoint, `expected ${what}`);
  if (/^https:\/\//i.test(endpoint)) return { protocol: "https", endpoint: checkUrl(endpoint) };
  if (/^http:\/\//i.test(endpoint)) throw expected("https://, because messages name keys and accounts.");
  if (endpoint.startsWith("arn:") && endpoint.endsWith(".fifo")) {
    throw expected("a standard queue; SNS takes a FIFO queue only for a FIFO topic.");
  }
  if (/^arn:aws[a-z-]*:sqs:[a-z]+(-[a-z]+)+-\d+:\d{12}:[A-Za-z0-9_-]{1,80}$/.test(endpoint)) {
    return { protocol: "sqs", endpoint };
  }
  if (endpoint.startsWith("arn:")) {
    throw expected("the ARN of an SQS queue, such as arn:aws:sqs:eu-west-1:123456789012:alerts.");
  }
  if (/^[^\s@,:;<>]+@([^\s@,:;<>.]+\.)+[^\s@,:;<>.]+$/.test(endpoint)) return { protocol: "email", endpoint };
  throw expected(
    "an e-mail address, such as security@example.com; an https:// endpoint, or the ARN of an SQS queue.",
  );
}

function checkUrl(endpoint: string): string {
  const url = /\s/.test(endpoint) || !URL.canParse(endpoint) ? undefined : new URL(endpoint);
  if (url === undefined) {
    const expected = "expected a whole URL, such as https://alerts.example.com/aws.";
    throw new StackConfigError("notify", endpoint, expected);
  }
  if (url.username !== "" || url.password !== "") {
    // Without the endpoint itself, which is a secret.
    const expected = "expected a URL without user and password, which Pulumi's state would show.";
    throw new StackConfigError("notify", url.host, expected);
  }
  if (/(?:^|\.)chatbot\.amazonaws\.com$/i.test(url.hostname)) {
    const expected =
      "Amazon Q in chat applications subscribes by itself, and drops messages that are not of its schema; remove the endpoint, list a topic under notifyTopics with format chat, and name that topic in the channel's configuration.";
    throw new StackConfigError("notify", endpoint, expected);
  }
  return endpoint;
}

import { listOfStrings, StackConfigError, withoutRepeats } from "./validation";

/** Somebody or something that is told, and how SNS reaches it. */
export interface Subscriber {
  protocol: "email" | "https" | "sqs";
  /** E-mail address, URL or queue ARN. */
  endpoint: string;
}

/**
 * Tells e-mail addresses, `https://` endpoints and SQS queue ARNs apart by their form.
 *
 * @throws StackConfigError for anything else
 */
export function checkSubscribers(notify: string[]): Subscriber[] {
  listOfStrings("notify", notify);
  return withoutRepeats("notify", notify).map(subscriber);
}

function subscriber(endpoint: string): Subscriber {
  if (/^https:\/\//i.test(endpoint)) return { protocol: "https", endpoint: checkUrl(endpoint) };
  if (/^http:\/\//i.test(endpoint)) {
    throw new StackConfigError(
      "notify",
      endpoint,
      "expected https://, because messages name keys and accounts.",
    );
  }
  if (endpoint.startsWith("arn:")) {
    if (endpoint.endsWith(".fifo")) {
      throw new StackConfigError(
        "notify",
        endpoint,
        "expected a standard queue; SNS takes a FIFO queue only for a FIFO topic.",
      );
    }
    if (/^arn:aws[a-z-]*:sqs:[a-z]+(-[a-z]+)+-\d+:\d{12}:[A-Za-z0-9_-]{1,80}$/.test(endpoint)) {
      return { protocol: "sqs", endpoint };
    }
    throw new StackConfigError(
      "notify",
      endpoint,
      "expected the ARN of an SQS queue, such as arn:aws:sqs:eu-west-1:123456789012:alerts.",
    );
  }
  if (/^[^\s@,:;<>]+@([^\s@,:;<>.]+\.)+[^\s@,:;<>.]+$/.test(endpoint)) return { protocol: "email", endpoint };
  throw new StackConfigError(
    "notify",
    endpoint,
    "expected an e-mail address, such as security@example.com; an https:// endpoint, or the ARN of an SQS queue.",
  );
}

function checkUrl(endpoint: string): string {
  const url = /\s/.test(endpoint) || !URL.canParse(endpoint) ? undefined : new URL(endpoint);
  if (url === undefined) {
    throw new StackConfigError(
      "notify",
      endpoint,
      "expected a whole URL, such as https://alerts.example.com/aws.",
    );
  }
  if (url.username !== "" || url.password !== "") {
    throw new StackConfigError(
      "notify",
      url.host,
      "expected a URL without user and password: Pulumi's state would show them.",
    );
  }
  return endpoint;
}

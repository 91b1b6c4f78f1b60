import {
  ConfigServiceClient,
  LimitExceededException,
  StartConfigRulesEvaluationCommand,
} from "@aws-sdk/client-config-service";
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { behaviour, once } from "./clients";
import { beforeDeadline } from "./deadline";
import { clip, printable } from "./decision/text";
import { ReportError } from "./errors";
import { explain } from "./look-ups";

const sns = once(() => new SNSClient(behaviour));
/** Without retries: the SDK takes the limit for throttling, and would try again although nothing is amiss. */
const config = once(() => new ConfigServiceClient({ ...behaviour, maxAttempts: 1 }));

/**
 * Tells people.
 *
 * @param subject clipped to the 100 characters that SNS takes
 * @throws ReportError when SNS does not take it
 */
export async function publishAlert(
  topicArn: string,
  subject: string,
  message: string,
  signal: AbortSignal,
): Promise<void> {
  const command = new PublishCommand({
    TopicArn: topicArn,
    Subject: clip(printable(subject), 100),
    Message: message,
  });
  try {
    await beforeDeadline(signal, (options) => sns().send(command, options));
  } catch (cause) {
    signal.throwIfAborted();
    throw new ReportError(
      `Cannot tell people (${explain(cause)}): expected sns:Publish to be allowed to the event detector role, and answered.`,
      { cause },
    );
  }
}

/**
 * Asks AWS Config to evaluate a rule now.
 *
 * @returns false when AWS Config is at it already, was less than a minute ago, or has too much to do: the schedule follows
 * @throws ReportError when AWS Config does not take it for another reason
 */
export async function startEvaluation(ruleName: string, signal: AbortSignal): Promise<boolean> {
  const command = new StartConfigRulesEvaluationCommand({ ConfigRuleNames: [ruleName] });
  try {
    await beforeDeadline(signal, (options) => config().send(command, options));
    return true;
  } catch (cause) {
    signal.throwIfAborted();
    const busy =
      cause instanceof LimitExceededException ||
      (cause instanceof Error && /Throttl|TooMany/.test(cause.name));
    if (busy) return false;
    throw new ReportError(
      `Cannot ask AWS Config to evaluate now (${explain(cause)}): expected config:StartConfigRulesEvaluation to be allowed to the event detector role, and answered.`,
      { cause },
    );
  }
}

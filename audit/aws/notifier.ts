import { GetFunctionConfigurationCommand } from "@aws-sdk/client-lambda";
import { callAws } from "./aws-call";
import type { Clients } from "./clients";
import type { JudgingRule } from "./rule";

/** The notifier of a Region, and whom it tells. */
export interface FoundNotifier {
  arn: string;
  /** The topic for people. */
  topicArn: string;
  /** The ARNs of the topics that are told beside it. */
  notifyTopics: string[];
  /** What people call the account; undefined where the notifier has no word for it. */
  label: string | undefined;
}

/**
 * The notifier, found as AWS Config finds the evaluator: the rule names that, and its environment the notifier.
 *
 * @returns undefined where the rule's function has none
 * @throws AuditError when AWS does not answer
 */
export async function findNotifier(
  clients: Clients,
  rule: JudgingRule | undefined,
): Promise<FoundNotifier | undefined> {
  if (rule?.functionArn === undefined) return undefined;
  const { NOTIFIER_ARN: arn } = await environmentOf(clients, rule.functionArn);
  if (arn === undefined) return undefined;
  const {
    ALERT_TOPIC_ARN: topicArn = "",
    NOTIFY_TOPICS,
    ACCOUNT_LABEL: label,
  } = await environmentOf(clients, arn);
  return { arn, topicArn, notifyTopics: notifyTopicArns(NOTIFY_TOPICS), label };
}

/** The ARNs in the variable NOTIFY_TOPICS of a notifier's environment. */
export function notifyTopicArns(variable = "[]"): string[] {
  return (JSON.parse(variable) as { arn: string }[]).map(({ arn }) => arn);
}

async function environmentOf(
  { lambda, region }: Clients,
  FunctionName: string,
): Promise<Record<string, string>> {
  const { Environment } = await callAws(
    { what: "a function's environment", action: "lambda:GetFunctionConfiguration", region },
    () => lambda.send(new GetFunctionConfigurationCommand({ FunctionName })),
  );
  return Environment?.Variables ?? {};
}

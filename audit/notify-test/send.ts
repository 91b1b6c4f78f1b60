import { GetFunctionConfigurationCommand, InvokeCommand } from "@aws-sdk/client-lambda";
import { callAws } from "../aws/aws-call";
import type { Caller, Clients } from "../aws/clients";
import { findRule } from "../aws/rule";
import { type Check, checker } from "../preflight/check";
import { notifyTopicArns } from "../preflight/graph";

/** A test message as far as it came. */
export interface Sent {
  check: Check;
  /** Undefined where it was not found. */
  notifier: FoundNotifier | undefined;
}

/** The notifier of a Region, and whom it tells. */
export interface FoundNotifier {
  arn: string;
  /** The topic for people. */
  topicArn: string;
  /** The ARNs of the topics that are told beside it. */
  notifyTopics: string[];
}

/**
 * Has the notifier of a Region send a test message to each of its topics. The notifier is found as AWS Config finds it: the
 * rule names the evaluator, and the evaluator's environment the notifier.
 *
 * @throws AuditError when AWS does not answer
 */
export async function sendTest(
  clients: Clients,
  { arn: by }: Caller,
  now: Date,
  ruleName: string | undefined,
): Promise<Sent> {
  const { region, lambda } = clients;
  const { pass, fail } = checker(region, "message");
  const notifierArn = await notifierOf(clients, ruleName);
  if (notifierArn === undefined) {
    const finding = "There is no rule on X-Ray's encryption whose function has a notifier.";
    return { check: fail(finding, "`npx pulumi up`"), notifier: undefined };
  }
  const { ALERT_TOPIC_ARN: topicArn = "", NOTIFY_TOPICS } = await environmentOf(clients, notifierArn);
  const notifier = { arn: notifierArn, topicArn, notifyTopics: notifyTopicArns(NOTIFY_TOPICS) };
  const { FunctionError, Payload } = await callAws(
    { what: "the notifier's answer", action: "lambda:InvokeFunction", region },
    () =>
      lambda.send(
        new InvokeCommand({
          FunctionName: notifierArn,
          Payload: Buffer.from(JSON.stringify({ test: { by, at: now.toISOString() } })),
        }),
      ),
  );
  const answer = JSON.parse(Buffer.from(Payload ?? []).toString("utf8") || "{}") as {
    told?: string[];
    errorMessage?: string;
  };
  const [subject] = answer.told ?? [];
  if (FunctionError !== undefined || subject === undefined) {
    const finding = `The notifier could not send the message: ${answer.errorMessage ?? "it did not say why"}`;
    return { check: fail(finding.replace(/\.?$/, "."), "docs/runbook.md, The notifier fails"), notifier };
  }
  const topics = [topicArn, ...notifier.notifyTopics];
  const whom = `${topics.length === 1 ? "topic" : "topics"} ${topics.join(" and ")}`;
  return { check: pass(`Sent to ${whom}: ${subject}.`), notifier };
}

async function notifierOf(clients: Clients, ruleName: string | undefined): Promise<string | undefined> {
  const rule = await findRule(clients, ruleName);
  return rule?.functionArn && (await environmentOf(clients, rule.functionArn))["NOTIFIER_ARN"];
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

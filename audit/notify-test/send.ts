import { GetFunctionConfigurationCommand, InvokeCommand } from "@aws-sdk/client-lambda";
import { callAws } from "../aws/aws-call";
import type { Caller, Clients } from "../aws/clients";
import { findRule } from "../aws/rule";
import { type Check, checker } from "../preflight/check";

/** A test message as far as it came. */
export interface Sent {
  check: Check;
  /** The topic for people; undefined where it was not found. */
  topicArn: string | undefined;
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
    return { check: fail(finding, "`npx pulumi up`"), topicArn: undefined };
  }
  const topicArn = (await environmentOf(clients, notifierArn))["ALERT_TOPIC_ARN"];
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
    return { check: fail(finding.replace(/\.?$/, "."), "docs/runbook.md, The notifier fails"), topicArn };
  }
  return { check: pass(`Sent to topic ${topicArn ?? "unknown"}: ${subject}.`), topicArn };
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

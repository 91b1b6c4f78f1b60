import { InvokeCommand } from "@aws-sdk/client-lambda";
import { callAws } from "../aws/aws-call";
import type { Caller, Clients } from "../aws/clients";
import { type FoundNotifier, findNotifier } from "../aws/notifier";
import { findRule } from "../aws/rule";
import { type Check, checker } from "../preflight/check";

/** A test message as far as it came. */
export interface Sent {
  check: Check;
  /** Undefined where it was not found. */
  notifier: FoundNotifier | undefined;
}

/**
 * Has the notifier of a Region send a test message to each of its topics.
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
  const notifier = await findNotifier(clients, await findRule(clients, ruleName));
  if (notifier === undefined) {
    const finding = "There is no rule on X-Ray's encryption whose function has a notifier.";
    return { check: fail(finding, "`npx pulumi up`"), notifier: undefined };
  }
  const { FunctionError, Payload } = await callAws(
    { what: "the notifier's answer", action: "lambda:InvokeFunction", region },
    () =>
      lambda.send(
        new InvokeCommand({
          FunctionName: notifier.arn,
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
  const topics = [notifier.topicArn, ...notifier.notifyTopics];
  const whom = `${topics.length === 1 ? "topic" : "topics"} ${topics.join(" and ")}`;
  return { check: pass(`Sent to ${whom}: ${subject}.`), notifier };
}

import type { Evaluation } from "@aws-sdk/client-config-service";
import { clients } from "./clients";
import { type LambdaContext, startDeadline } from "./deadline";
import { InvocationError } from "./errors";
import { evaluate, type EvaluationOutcome } from "./evaluate";
import { parseInvocation } from "./parse/invocation";
import { logInvocation } from "./log";
import { lookUpsBy } from "./look-ups";
import { parseParameters } from "./parse/parameters";
import { report } from "./report";

/**
 * What Lambda calls when AWS Config invokes the rule: parses all of it, looks up, judges, reports, logs one line.
 * An error leaves nothing reported, and goes back to Lambda, which retries twice and then tells the failure destination.
 *
 * @param event as AWS Config sends it
 * @param context Lambda's
 * @returns the evaluations reported
 */
export async function handler(event: unknown, context: LambdaContext): Promise<Evaluation[]> {
  const start = performance.now();
  try {
    const outcome = await answer(event, context);
    logInvocation(event, outcome, performance.now() - start);
    return outcome.evaluations;
  } catch (error) {
    logInvocation(event, { error }, performance.now() - start);
    throw error;
  }
}

async function answer(event: unknown, context: LambdaContext): Promise<EvaluationOutcome> {
  const invocation = parseInvocation(event, process.env["AWS_REGION"]);
  requireOwnAccount(invocation.location.accountId, context);
  const parameters = parseParameters(invocation.ruleParameters);
  const deadline = startDeadline(context);
  try {
    const evaluated = evaluate(invocation, parameters, lookUpsBy(clients, deadline.signal));
    // Made while the look-ups wait for AWS: on a cold start that is milliseconds, and whatever they come to is reported by it.
    clients.config();
    const outcome = await evaluated;
    await report(outcome.evaluations, invocation.resultToken, clients, deadline.signal);
    return outcome;
  } finally {
    deadline.end();
  }
}

/** What is looked at is the function's own account: a rule of another one must not get this one's verdict. */
function requireOwnAccount(accountId: string, { invokedFunctionArn }: LambdaContext): void {
  const own = invokedFunctionArn?.split(":")[4];
  if (own !== undefined && own !== accountId) {
    throw new InvocationError(
      `accountId is "${accountId}", but the function is of account "${own}"; expected a rule of the function's own account.`,
    );
  }
}

import type { Evaluation } from "@aws-sdk/client-config-service";
import { clients } from "./clients";
import { type LambdaContext, startDeadline } from "./deadline";
import { InvocationError } from "./errors";
import { environment } from "./environment";
import { evaluate, type EvaluationOutcome } from "./evaluate";
import { keepCalls } from "./keep-calls";
import { controlObservation } from "./notify/control-story";
import { observationOf } from "./notify/observation";
import { type Invocation, parseInvocation } from "./parse/invocation";
import { logClearing, logInvocation } from "./log";
import { lookUpsBy } from "./look-ups";
import { parseParameters } from "./parse/parameters";
import { report, testToken } from "./report";
import { type News, tellNotifier } from "./tell-notifier";

/**
 * The handler that AWS Config invokes: parses the whole event, looks up keys, judges, reports, hands the verdict to
 * the notifier, and logs one line. A run on schedule then keeps who called; nothing that becomes of it changes the verdict or
 * fails the invocation. After an error nothing has been reported, or the notifier was not reached; both may be
 * repeated. Lambda retries twice, then sends the event to the failure destination.
 *
 * @param event the event as AWS Config sends it
 * @param context Lambda's context
 * @returns the reported evaluations
 */
export async function handler(event: unknown, context: LambdaContext): Promise<Evaluation[]> {
  const start = performance.now();
  let answered: { invocation: Invocation; outcome: EvaluationOutcome };
  try {
    answered = await answer(event, context);
  } catch (error) {
    logInvocation(event, { error }, performance.now() - start);
    throw error;
  }
  const { invocation, outcome } = answered;
  logInvocation(event, outcome, performance.now() - start);
  await followUp(invocation, outcome, context);
  return outcome.evaluations;
}

async function answer(
  event: unknown,
  context: LambdaContext,
): Promise<{ invocation: Invocation; outcome: EvaluationOutcome }> {
  const invocation = parseInvocation(event, process.env["AWS_REGION"]);
  requireOwnAccount(invocation.location.accountId, context);
  const parameters = parseParameters(invocation.ruleParameters);
  const notifierArn = environment("NOTIFIER_ARN");
  const deadline = startDeadline(context);
  try {
    const evaluated = evaluate(invocation, parameters, lookUpsBy(clients, deadline.signal));
    // Every outcome is reported by this client. Creating it takes milliseconds on a cold start, here while AWS answers.
    clients.config();
    const outcome = await evaluated;
    await report(outcome.evaluations, invocation.resultToken, clients, deadline.signal);
    await tellNotifier(notifierArn, newsOf(invocation, outcome), clients, deadline.signal);
    return { invocation, outcome };
  } finally {
    deadline.end();
  }
}

/**
 * What a run on schedule does besides, within the time that is left; the verdict stands whatever becomes of it. A change is
 * followed by no more than its verdict: a run on schedule keeps its caller.
 */
async function followUp(
  { message, ruleName, resultToken }: Invocation,
  { clearing }: EvaluationOutcome,
  context: LambdaContext,
): Promise<void> {
  if (message.kind !== "account") return;
  const deadline = startDeadline(context);
  try {
    // In a call of its own, so that no refusal of it takes the verdict down. The next run tries again.
    if (clearing !== undefined) {
      await report([clearing], resultToken, clients, deadline.signal).catch(logClearing);
    }
    await keepCalls(message.creationTime, ruleName, clients, deadline.signal);
  } finally {
    deadline.end();
  }
}

/** The look-ups read the function's own account, so a rule of another account must not get their verdict. */
function requireOwnAccount(accountId: string, { invokedFunctionArn }: LambdaContext): void {
  const own = invokedFunctionArn?.split(":")[4];
  if (own !== undefined && own !== accountId) {
    throw new InvocationError(
      `accountId is "${accountId}", but the function is in account "${own}"; expected a rule in the function's own account.`,
    );
  }
}

/**
 * What people are to be told, if it is new: a verdict on an item or on the live setting, and what AWS Config does not do. Test
 * invocations are no news.
 */
function newsOf(invocation: Invocation, { judged, control }: EvaluationOutcome): News {
  const { message, ruleName, resultToken } = invocation;
  if (judged === undefined || resultToken === testToken) return {};
  return {
    observation: observationOf(message.kind === "account" ? "schedule" : "recorder", judged, ruleName),
    control: control && controlObservation(control, { asOf: judged.asOf, ruleName }),
  };
}

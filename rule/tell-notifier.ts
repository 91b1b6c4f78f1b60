import { InvokeCommand } from "@aws-sdk/client-lambda";
import type { Clients } from "./clients";
import { beforeDeadline } from "./deadline";
import { NotifyError } from "./errors";
import { explain } from "./look-ups";
import type { Observation } from "./notify/observation";

/**
 * Hands an observation to the notifier, asynchronously: Lambda keeps it, invokes the notifier, and retries that.
 *
 * @param notifierArn the notifier function's ARN
 * @throws NotifyError when Lambda does not take it
 */
export async function tellNotifier(
  notifierArn: string,
  observation: Observation,
  clients: Clients,
  signal: AbortSignal,
): Promise<void> {
  const command = new InvokeCommand({
    FunctionName: notifierArn,
    InvocationType: "Event",
    Payload: Buffer.from(JSON.stringify({ observation })),
  });
  try {
    await beforeDeadline(signal, (options) => clients.lambda().send(command, options));
  } catch (cause) {
    signal.throwIfAborted();
    throw new NotifyError(
      `Cannot hand the verdict to the notifier (${explain(cause)}): expected the function's role to be allowed lambda:InvokeFunction, and Lambda to answer.`,
      { cause },
    );
  }
}

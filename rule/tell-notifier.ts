import { InvokeCommand } from "@aws-sdk/client-lambda";
import type { Clients } from "./clients";
import { beforeDeadline } from "./deadline";
import { NotifyError } from "./errors";
import { explain } from "./look-ups";
import type { ControlObservation } from "./notify/control-story";
import type { Notice } from "./notify/notice";
import type { Observation } from "./notify/observation";

/** What the notifier is handed. A member that is undefined is left out. */
export interface News {
  observation?: Observation | undefined;
  control?: ControlObservation | undefined;
  notice?: Notice | undefined;
}

/**
 * Hands what was seen to the notifier, if anything was, asynchronously: Lambda keeps it, invokes the notifier, and retries that.
 *
 * @param notifierArn the notifier function's ARN
 * @throws NotifyError when Lambda does not take it
 */
export async function tellNotifier(
  notifierArn: string,
  news: News,
  clients: Clients,
  signal: AbortSignal,
): Promise<void> {
  if (Object.values(news).every((one) => one === undefined)) return;
  const command = new InvokeCommand({
    FunctionName: notifierArn,
    InvocationType: "Event",
    Payload: Buffer.from(JSON.stringify(news)),
  });
  try {
    const { StatusCode } = await beforeDeadline(signal, (options) => clients.lambda().send(command, options));
    // Lambda's word that it keeps the event (Lambda API reference, Invoke). Another answer is not Lambda's.
    if (StatusCode !== 202) throw new TypeError(`the answer has status ${StatusCode}`);
  } catch (cause) {
    signal.throwIfAborted();
    throw new NotifyError(
      `Cannot hand the verdict to the notifier (${explain(cause)}): expected the function's role to be allowed lambda:InvokeFunction, and Lambda to answer.`,
      { cause },
    );
  }
}

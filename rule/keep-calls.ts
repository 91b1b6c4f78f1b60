import { type Event, LookupEventsCommand } from "@aws-sdk/client-cloudtrail";
import type { Clients } from "./clients";
import { beforeDeadline } from "./deadline";
import { evidenceCalls } from "./decision/evidence-calls";
import { LookUpError } from "./errors";
import { keptCallLine, keptWindowLine, logLine } from "./log";
import { keptCall } from "./parse/kept-call";

/** In milliseconds, three days: longer than the longest schedule, so that windows overlap although a run or two failed. */
const lookedBack = 3 * 86_400_000;

/** The calls that a run keeps at most. */
const limit = 200;

/**
 * Keeps in the function's log who made the calls that evidence is made from, while CloudTrail still knows: its event history
 * ends after 90 days. A line for each call of the last three days, and one that says of which time these are all. Never
 * fails: what could not be looked up is logged, and then no line says "all".
 *
 * @param until when AWS Config asked for the run. CloudTrail is asked later, so it knows no less of the time until then
 * @param ruleName the rule whose calls are kept
 */
export async function keepCalls(
  until: Date,
  ruleName: string | undefined,
  clients: Clients,
  signal: AbortSignal,
): Promise<void> {
  const from = new Date(until.getTime() - lookedBack);
  const window = { rule: ruleName, from, to: until };
  const eventIds: string[] = [];
  try {
    for (const name of evidenceCalls.keys()) {
      for await (const event of eventsOf(name, from, clients, signal)) {
        const kept = keptCall(event, ruleName);
        if (kept === undefined) continue;
        if (eventIds.length === limit) {
          throw new LookUpError(
            `CloudTrail has more than ${limit} calls to keep; expected fewer in three days.`,
          );
        }
        logLine(keptCallLine(kept));
        eventIds.push(kept.eventId);
      }
    }
    logLine(keptWindowLine({ ...window, eventIds }));
  } catch (error) {
    logLine(keptWindowLine({ ...window, error }));
  }
}

/** The events of a name, page after page. */
async function* eventsOf(
  name: string,
  from: Date,
  clients: Clients,
  signal: AbortSignal,
): AsyncGenerator<Event> {
  let token: string | undefined;
  do {
    const input = {
      LookupAttributes: [{ AttributeKey: "EventName" as const, AttributeValue: name }],
      StartTime: from,
      NextToken: token,
    };
    const { Events, NextToken } = await beforeDeadline(signal, (options) =>
      clients.cloudTrail().send(new LookupEventsCommand(input), options),
    );
    // Taken for "none", an answer without a list would say that nobody called.
    if (!Array.isArray(Events)) throw new LookUpError("CloudTrail answered without a list of events.");
    yield* Events;
    if (NextToken !== undefined && NextToken === token)
      throw new LookUpError("CloudTrail answered the same page token twice.");
    token = NextToken;
  } while (token !== undefined && token !== "");
}

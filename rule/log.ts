import type { Evaluation } from "@aws-sdk/client-config-service";
import { version } from "../package.json";
import { clip, printable } from "./decision/text";
import type { Verdict } from "./decision/verdict";
import { callerOf } from "./parse/api-call";

/** The result of an invocation. */
export type LogRecord =
  { evaluations: readonly Evaluation[]; recordingProblem?: string } | { error: unknown };

/**
 * Writes one line of JSON about an invocation, for CloudWatch Logs Insights. It contains neither the result token nor
 * credentials, and is shorter than 8 kB for any event.
 *
 * @param event as AWS Config sent it, even if malformed
 * @param outcome the reported evaluations, or the error
 * @param durationMs since the handler's start, in milliseconds
 */
export function logInvocation(event: unknown, outcome: LogRecord, durationMs: number): void {
  process.stdout.write(`${invocationLine(event, outcome, durationMs)}\n`);
}

/** The line that `logInvocation` writes, without the line break. */
export function invocationLine(event: unknown, outcome: LogRecord, durationMs: number): string {
  const head = {
    version,
    rule: text(memberOf(event, "configRuleName"), 128),
    messageType: messageTypeOf(event),
  };
  const duration = { durationMs: Math.round(durationMs * 10) / 10 };
  return JSON.stringify(
    "error" in outcome
      ? { level: "ERROR", ...head, error: errorIn(outcome.error), ...duration }
      : {
          level: "INFO",
          ...head,
          ...verdictsIn(outcome.evaluations),
          recordingProblem: text(outcome.recordingProblem, 100),
          ...duration,
        },
  );
}

/**
 * Writes one line about an API call that the event detector handled; short and without secrets, like `logInvocation`. It keeps
 * who called, when, and CloudTrail's ID of the call: CloudTrail's event history forgets after 90 days.
 */
export function logCall(
  event: unknown,
  outcome: { detection: { call: string; verdict?: Verdict; evaluation?: boolean } } | { error: unknown },
  durationMs: number,
): void {
  const detail = memberOf(event, "detail");
  const identity = memberOf(detail, "userIdentity");
  const head = {
    version,
    call: text(memberOf(detail, "eventName"), 80),
    caller: identity === undefined ? undefined : text(callerOf(identity), 300),
    calledAt: text(memberOf(detail, "eventTime"), 40),
    eventId: text(memberOf(detail, "eventID"), 80),
  };
  const duration = { durationMs: Math.round(durationMs * 10) / 10 };
  const line =
    "error" in outcome
      ? { level: "ERROR", ...head, error: errorIn(outcome.error), ...duration }
      : {
          level: "INFO",
          ...head,
          affected: outcome.detection.verdict !== undefined,
          complianceType: outcome.detection.verdict?.complianceType,
          annotation: text(outcome.detection.verdict?.annotation, 256),
          evaluationStarted: outcome.detection.evaluation,
          ...duration,
        };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

function errorIn(error: unknown): object {
  const { name, message } = error instanceof Error ? error : { name: "Error", message: String(error) };
  return { name: text(name, 80), message: text(message, 1000) };
}

/** The maximum number of logged verdicts; `evaluated` counts all of them. */
const verdictsLogged = 8;

function verdictsIn(evaluations: readonly Evaluation[]): object {
  const verdicts = evaluations.slice(0, verdictsLogged).map((evaluation) => ({
    resourceType: text(evaluation.ComplianceResourceType, 80),
    resourceId: text(evaluation.ComplianceResourceId, 100),
    complianceType: text(evaluation.ComplianceType, 40),
    annotation: text(evaluation.Annotation, 256),
  }));
  return { evaluated: evaluations.length, verdicts };
}

/** Never fails: the log line matters most when the event was malformed. */
function messageTypeOf(event: unknown): string | undefined {
  const invokingEvent = memberOf(event, "invokingEvent");
  try {
    return typeof invokingEvent === "string"
      ? text(memberOf(JSON.parse(invokingEvent), "messageType"), 80)
      : undefined;
  } catch {
    return undefined;
  }
}

function memberOf(value: unknown, member: string): unknown {
  return typeof value === "object" && value !== null
    ? Object.getOwnPropertyDescriptor(value, member)?.value
    : undefined;
}

function text(value: unknown, limit: number): string | undefined {
  return typeof value === "string" ? clip(printable(value), limit) : undefined;
}

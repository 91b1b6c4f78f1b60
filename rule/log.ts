import type { Evaluation } from "@aws-sdk/client-config-service";
import { clip, printable } from "./decision/text";
import type { Verdict } from "./decision/verdict";

/** How an invocation ended. */
export type LogRecord =
  { evaluations: readonly Evaluation[]; recordingProblem?: string } | { error: unknown };

/**
 * Writes the invocation's one line, JSON, for CloudWatch Logs Insights. It holds neither the result token nor
 * credentials, and stays under 8 kB whatever the event was.
 *
 * @param event as AWS Config sent it, well-formed or not
 * @param outcome what was reported, or what went wrong
 * @param durationMs from the handler's start, in milliseconds
 */
export function logInvocation(event: unknown, outcome: LogRecord, durationMs: number): void {
  process.stdout.write(`${invocationLine(event, outcome, durationMs)}\n`);
}

/** The line that `logInvocation` writes, without its end. */
export function invocationLine(event: unknown, outcome: LogRecord, durationMs: number): string {
  const head = { rule: text(memberOf(event, "configRuleName"), 128), messageType: messageTypeOf(event) };
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

/** Writes the one line of a call that the event detector looked at; bounded and without secrets, as `logInvocation`'s. */
export function logCall(
  event: unknown,
  outcome: { detection: { call: string; verdict?: Verdict; evaluation?: boolean } } | { error: unknown },
  durationMs: number,
): void {
  const head = { call: text(memberOf(memberOf(event, "detail"), "eventName"), 80) };
  const duration = { durationMs: Math.round(durationMs * 10) / 10 };
  const line =
    "error" in outcome
      ? { level: "ERROR", ...head, error: errorIn(outcome.error), ...duration }
      : {
          level: "INFO",
          ...head,
          concerned: outcome.detection.verdict !== undefined,
          complianceType: outcome.detection.verdict?.complianceType,
          annotation: text(outcome.detection.verdict?.annotation, 256),
          evaluationAsked: outcome.detection.evaluation,
          ...duration,
        };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

function errorIn(error: unknown): object {
  const { name, message } = error instanceof Error ? error : { name: "Error", message: String(error) };
  return { name: text(name, 80), message: text(message, 1000) };
}

/** At most so many verdicts are logged; `evaluated` says how many there were. */
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

/** Read leniently: the line is wanted most when the event was malformed. */
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

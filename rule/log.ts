import type { Evaluation } from "@aws-sdk/client-config-service";
import { version } from "../package.json";
import { clip, printable } from "./decision/text";
import type { ControlFinding } from "./decision/control";
import type { Verdict } from "./decision/verdict";
import { LookUpError } from "./errors";
import { callerOf } from "./parse/api-call";
import { memberOf } from "./parse/json-fields";
import type { KeptCall } from "./parse/kept-call";

/** The result of an invocation. */
export type LogRecord =
  { evaluations: readonly Evaluation[]; control?: Pick<ControlFinding, "problems"> } | { error: unknown };

/**
 * Writes one line of JSON about an invocation, for CloudWatch Logs Insights. It contains neither the result token nor
 * credentials, and is shorter than 8 kB for any event.
 *
 * @param event as AWS Config sent it, even if malformed
 * @param outcome the reported evaluations, or the error
 * @param durationMs since the handler's start, in milliseconds
 */
export function logInvocation(event: unknown, outcome: LogRecord, durationMs: number): void {
  logLine(invocationLine(event, outcome, durationMs));
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
          recordingProblem: problemsIn(outcome.control),
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
  outcome:
    | { detection: { call: string; verdict?: Verdict; problems?: string[]; evaluation?: boolean } }
    | { error: unknown },
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
          affected: outcome.detection.verdict !== undefined || (outcome.detection.problems ?? []).length > 0,
          complianceType: outcome.detection.verdict?.complianceType,
          annotation: text(outcome.detection.verdict?.annotation, 256),
          recordingProblem: text(outcome.detection.problems?.join(" ") || undefined, 256),
          evaluationStarted: outcome.detection.evaluation,
          ...duration,
        };
  logLine(JSON.stringify(line));
}

/** The longest line of a kept call, in characters. AWS's own limits on names and parameters leave room below it. */
const longestKept = 8192;

/** Writes a line that stands for itself. */
export function logLine(line: string): void {
  process.stdout.write(`${line}\n`);
}

/**
 * The line about a call that is kept for evidence. Nothing in it is shortened or replaced: what the audit reads back
 * must be what CloudTrail said.
 *
 * @throws LookUpError for a call that takes more room than a line has
 */
export function keptCallLine(call: KeptCall): string {
  const line = exactLine({ level: "INFO", kept: "call", ...call });
  if (line.length > longestKept) {
    throw new LookUpError(
      `Call ${clip(printable(call.eventId), 80)} takes ${line.length} characters; expected at most ${longestKept}.`,
    );
  }
  return line;
}

/**
 * The line about a time whose calls were looked up: the IDs of all of them, by which a reader sees whether each line is
 * there; or why not all could be kept. Of the calls that put or delete a rule these are the given rule's.
 */
export function keptWindowLine({
  rule,
  from,
  to,
  ...outcome
}: { rule: string | undefined; from: Date; to: Date } & (
  { eventIds: readonly string[] } | { error: unknown }
)): string {
  const line =
    "error" in outcome
      ? { level: "WARN", kept: "part of a window", rule, from, to, error: errorIn(outcome.error) }
      : { level: "INFO", kept: "window", rule, from, to, eventIds: outcome.eventIds };
  return exactLine(line);
}

/** JSON of printable ASCII, which is read as what was written. */
function exactLine(value: object): string {
  return JSON.stringify(value).replace(
    /[^\x20-\x7e]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** Writes a line about a result on the account that could not be taken back. */
export function logClearing(error: unknown): void {
  process.stdout.write(
    `${JSON.stringify({ level: "WARN", version, clearing: "failed", error: errorIn(error) })}\n`,
  );
}

/** Writes one line about what the notifier told people; without the messages, which name callers. */
export function logTelling(
  outcome: { notification: { by: string; told: readonly string[] } } | { error: unknown },
  durationMs: number,
): void {
  const duration = { durationMs: Math.round(durationMs * 10) / 10 };
  const line =
    "error" in outcome
      ? { level: "ERROR", version, error: errorIn(outcome.error), ...duration }
      : { level: "INFO", version, ...outcome.notification, ...duration };
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

/** Undefined where AWS Config does its part, or nobody looked. */
function problemsIn(control: Pick<ControlFinding, "problems"> | undefined): string | undefined {
  const { problems = [] } = control ?? {};
  return problems.length === 0 ? undefined : text(problems.map(({ sentence }) => sentence).join(" "), 256);
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

function text(value: unknown, limit: number): string | undefined {
  return typeof value === "string" ? clip(printable(value), limit) : undefined;
}

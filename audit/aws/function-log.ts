import { type FilteredLogEvent, paginateFilterLogEvents } from "@aws-sdk/client-cloudwatch-logs";
import { GetFunctionConfigurationCommand } from "@aws-sdk/client-lambda";
import { evidenceCalls } from "../../rule/decision/evidence-calls";
import { callAws } from "./aws-call";
import { type Clients, type Read, readOf } from "./clients";
import { deliveryLag, eventIn, record, text, type TrailEvent } from "./cloudtrail";
import { daysAfter } from "./days";
import { listAll } from "./pages";

/** What the log of a rule's function has of calls, as the evaluator kept them. */
export interface FunctionLog {
  /** Of `evidenceCalls`, oldest first, each once. */
  events: TrailEvent[];
  /** The times of which all calls are there; they may overlap. */
  windows: { from: Date; to: Date }[];
}

/** More than the days of which a run looks up calls: a line is written that much later than the oldest of them. */
const keptDays = 4;

/**
 * Reads what the function of a rule kept of a period: where it logs, and there the lines that its runs on schedule wrote.
 *
 * @throws AuditError
 */
export async function readFunctionLog(
  clients: Clients,
  { name, functionArn }: { name: string; functionArn: string },
  { from, to }: { from: Date | undefined; to: Date | undefined },
): Promise<FunctionLog> {
  const lines = await listAll(
    { what: "the log of the rule's function", action: "logs:FilterLogEvents", region: clients.region },
    paginateFilterLogEvents,
    clients.logs,
    {
      logGroupName: await logGroupOf(clients, functionArn),
      filterPattern: '{ $.kept = "*" }',
      // A run's lines may be on both sides of a moment.
      ...(from !== undefined && { startTime: daysAfter(from, -1).getTime() }),
      ...(to !== undefined && { endTime: daysAfter(to, keptDays).getTime() }),
    },
    (page) => page.events?.map((line) => ({ ...line, read: readOf(page) })),
  );
  return keptIn(lines, name);
}

async function logGroupOf({ lambda, region }: Clients, FunctionName: string): Promise<string> {
  const { LoggingConfig } = await callAws(
    { what: "where the rule's function logs", action: "lambda:GetFunctionConfiguration", region },
    () => lambda.send(new GetFunctionConfigurationCommand({ FunctionName })),
  );
  // Lambda's default (Lambda Developer Guide, "Sending Lambda function logs to CloudWatch Logs").
  return LoggingConfig?.LogGroup ?? `/aws/lambda/${FunctionName.split(":")[6] ?? FunctionName}`;
}

/**
 * What lines that were kept for a rule prove. A window counts only if each call that it names is there, and only up to where CloudTrail had
 * delivered all when it was asked: no later than its line was written, by the clock of CloudWatch Logs.
 */
export function keptIn(
  lines: readonly (Pick<FilteredLogEvent, "message" | "ingestionTime"> & { read?: Read })[],
  rule: string,
): FunctionLog {
  const events = new Map<string, TrailEvent>();
  const claimed: { from: Date; to: Date; eventIds: unknown[] }[] = [];
  for (const { message, ingestionTime = 0, read } of lines) {
    const line = parse(message);
    if (line["kept"] === "call") {
      for (const event of eventOf(line, read)) events.set(event.eventId, event);
    } else if (line["kept"] === "window" && line["rule"] === rule && Array.isArray(line["eventIds"])) {
      const [from, asked] = [new Date(text(line["from"]) ?? ""), new Date(text(line["to"]) ?? "")];
      const to = new Date(Math.min(asked.getTime(), ingestionTime) - deliveryLag);
      // A time that cannot be read is before none.
      if (from < to) claimed.push({ from, to, eventIds: line["eventIds"] });
    }
  }
  return {
    events: [...events.values()].sort((a, b) => a.at.getTime() - b.at.getTime()),
    windows: claimed
      .filter(({ eventIds }) => eventIds.every((id) => events.has(String(id))))
      .map(({ from, to }) => ({ from, to })),
  };
}

/** A kept call as CloudTrail would tell it, with what was kept. */
function eventOf(line: Record<string, unknown>, read: Read | undefined): TrailEvent[] {
  const [name, caller, eventID] = [text(line["call"]), text(line["caller"]), text(line["eventId"])];
  if (name === undefined || caller === undefined || eventID === undefined) return [];
  const detail = {
    eventName: name,
    eventSource: evidenceCalls.get(name),
    eventTime: line["calledAt"],
    eventID,
    userIdentity: { arn: caller },
    requestParameters: line["requested"],
    responseElements: line["answered"],
  };
  return evidenceCalls.has(name) ? eventIn(detail, { source: "function log", read }) : [];
}

function parse(message = ""): Record<string, unknown> {
  try {
    return record(JSON.parse(message));
  } catch {
    return {};
  }
}

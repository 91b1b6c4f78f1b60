import { beforeDeadline, type LambdaContext, startDeadline } from "./deadline";
import { environment } from "./environment";
import { NotifyError } from "./errors";
import { logTelling } from "./log";
import { tellAlarm } from "./notify/alarm";
import { MemoryTable, type Pending } from "./notify/memory";
import { type Message, type MessageContext, tell } from "./notify/message";
import {
  type Observation,
  parseObservation,
  parseRecordedChange,
  type RecordedChange,
} from "./notify/observation";
import { publish, refusalError, type Refusal, type Topic } from "./notify/publish";
import { continueStory, type Story } from "./notify/story";
import { tellTest } from "./notify/test-message";
import { readObject } from "./parse/json-fields";

/** Longer than a run may take: whoever wrote a pending message by then has ended. Milliseconds. */
const pendingLease = 90_000;

/** How long to wait before looking again whether another run has published its message. Milliseconds. */
const lookAgainAfter = 500;

/** The time that looking again and telling may take. Milliseconds. */
const timeToTell = 10_000;

/** What the notifier was told, and what it told people. */
export interface Notification {
  /** `recorder`, `schedule`, `call`, `event`, `alarm` or `test`. */
  by: string;
  /** The messages' subjects; empty when people knew it already. */
  told: string[];
}

/**
 * The handler that tells people, alone in its Region. The functions that judge invoke it with what they observed,
 * CloudWatch with an alarm's change of state, and, where nothing judges on change, EventBridge with what AWS Config recorded.
 *
 * What was told last is one item in a table. A message is written there before it is published and marked as told
 * afterwards, so that a crash in between makes the next try publish it again, with the same incident ID.
 *
 * @throws NotifyError when it is not certain that people were told. Lambda tries again.
 */
export async function handler(event: unknown, context: LambdaContext): Promise<Notification> {
  const start = performance.now();
  try {
    const notification = await answer(event, context);
    logTelling({ notification }, performance.now() - start);
    return notification;
  } catch (error) {
    logTelling({ error }, performance.now() - start);
    throw error;
  }
}

async function answer(event: unknown, context: LambdaContext): Promise<Notification> {
  const topicArn = environment("ALERT_TOPIC_ARN");
  const topics: Topic[] = [
    { arn: topicArn, format: "mail" },
    ...(JSON.parse(process.env["NOTIFY_TOPICS"] ?? "[]") as Topic[]),
  ];
  const [, , , region = "", accountId = ""] = topicArn.split(":");
  const messageContext: MessageContext = {
    accountId,
    region,
    label: process.env["ACCOUNT_LABEL"],
    desiredKey: environment("DESIRED_KEY"),
    consoleUrl: process.env["CONSOLE_URL"],
  };
  const members = readObject(event, "the event");
  const deadline = startDeadline(context);
  const { signal } = deadline;
  try {
    if (members.get("source") === "aws.cloudwatch") {
      const message = tellAlarm(members, messageContext);
      return { by: "alarm", told: message === undefined ? [] : await tellAll(topics, message, signal) };
    }
    if (members.has("test")) {
      const message = tellTest(members.get("test"), messageContext);
      return { by: "test", told: await tellAll(topics, message, signal) };
    }
    const seen =
      members.get("source") === "aws.config"
        ? parseRecordedChange(members, messageContext)
        : parseObservation(members.get("observation"));
    if (seen === undefined) return { by: "event", told: [] };
    const table = new MemoryTable(environment("TABLE_NAME"), signal);
    return {
      by: seen.by,
      told: await tellOnce(seen, messageContext, {
        table,
        requestId: context.awsRequestId ?? "",
        hasTime: () => context.getRemainingTimeInMillis() > timeToTell,
        topics,
        signal,
      }),
    };
  } finally {
    deadline.end();
  }
}

/** Tells what is not remembered: each try tells all topics. @throws NotifyError when one of them refuses */
async function tellAll(topics: readonly Topic[], message: Message, signal: AbortSignal): Promise<string[]> {
  const refusals = await publish(topics, message, signal);
  if (refusals.length > 0) throw refusalError(refusals);
  return [message.subject];
}

/** What a run needs to tell people once. */
interface Run {
  table: MemoryTable;
  requestId: string;
  /** Whether there is time to wait for another run, and to tell then. */
  hasTime: () => boolean;
  topics: readonly Topic[];
  signal: AbortSignal;
}

/** Of runs at the same time one writes, and the others begin anew from what it wrote. */
async function tellOnce(
  seen: Observation | RecordedChange,
  messageContext: MessageContext,
  { table, requestId, hasTime, topics, signal }: Run,
): Promise<string[]> {
  const location = `${messageContext.accountId}/${messageContext.region}`;
  const told: string[] = [];
  let givenUp: Refusal[] = [];
  const finish = async (earlier: Story, pending: Pending) => {
    const { message, story, refusedBy } = pending;
    const open = topics.filter(({ arn }) => refusedBy?.includes(arn) ?? true);
    const refusals = await publish(open, message, signal);
    if (refusals.length > 0) {
      // Whoever left it behind tried three times. A topic that never takes it must not keep the others from what is newer; a
      // message that nobody took stays.
      if (refusedBy === undefined || pending.requestId === requestId || refusals.length === topics.length) {
        const stillRefusedBy = refusals.map(({ arn }) => arn);
        await table.write({ story: earlier, pending: { ...pending, refusedBy: stillRefusedBy } });
        throw refusalError(refusals);
      }
      givenUp = refusals;
    }
    told.push(message.subject);
    return await table.write({ story });
  };
  for (;;) {
    const { story: earlier, pending } = await table.read();
    if (pending !== undefined) {
      if (mayFinish(pending, requestId)) await finish(earlier, pending);
      // One that was refused waits for Lambda's next try, and nobody is at it.
      else if (pending.refusedBy === undefined && hasTime()) await pause(signal);
      else throw isBusy(pending);
      continue;
    }
    const { story, telling } = continueStory(earlier, seen, location);
    if (telling === undefined) {
      if (story === earlier || (await table.write({ story }))) break;
      continue;
    }
    const own = { requestId, at: new Date().toISOString(), message: tell(telling, messageContext), story };
    const isOurs = await table.write({ story: earlier, pending: own });
    if (isOurs && (await finish(earlier, own))) break;
  }
  if (givenUp.length > 0) throw refusalError(givenUp);
  return told;
}

/** Only one run publishes a pending message, until it has certainly ended. Lambda's own retry has its request ID. */
function mayFinish(pending: Pending, requestId: string): boolean {
  return pending.requestId === requestId || Date.now() - Date.parse(pending.at) >= pendingLease;
}

async function pause(signal: AbortSignal): Promise<void> {
  await beforeDeadline(signal, () => new Promise((resolve) => setTimeout(resolve, lookAgainAfter)));
}

function isBusy({ at, refusedBy }: Pending): NotifyError {
  return new NotifyError(
    refusedBy === undefined
      ? `Another run has been publishing a message since ${at}; expected it to end, after which Lambda's next try tells the rest.`
      : `A message of ${at} waits for its next try, because ${refusedBy.join(" and ")} refused it; expected it to be taken, after which Lambda's next try tells the rest.`,
  );
}

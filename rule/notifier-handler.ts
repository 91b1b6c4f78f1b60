import { beforeDeadline, type LambdaContext, startDeadline } from "./deadline";
import { environment } from "./environment";
import { NotifyError } from "./errors";
import { logTelling } from "./log";
import { tellAlarm } from "./notify/alarm";
import { continueControl, newControlStory, parseControl } from "./notify/control-story";
import { MemoryTable, type Pending } from "./notify/memory";
import { type Message, type MessageContext, tell } from "./notify/message";
import {
  type Observation,
  parseObservation,
  parseRecordedChange,
  type RecordedChange,
} from "./notify/observation";
import { publish, refusalError, type Refusal, type Topic } from "./notify/publish";
import { continueNotices, nothingNoticed, parseNotice } from "./notify/notice";
import { continueStory, newStory } from "./notify/story";
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
  /** `recorder`, `schedule`, `call`, `event`, `alarm` or `test`; `control` where nothing was judged. */
  by: string;
  /** The messages' subjects; empty when people knew it already. */
  told: string[];
}

/**
 * The handler that tells people, alone in its Region. The functions that judge invoke it with what they observed,
 * CloudWatch with an alarm's change of state, and, where nothing judges on change, EventBridge with what AWS Config recorded.
 *
 * What was told last is an item in a table for each story: that of the setting, that of AWS Config's part in the control, and
 * the calls that somebody has to look at. A message is written there before it is published and marked as told
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
    const run: Run = {
      tableName: environment("TABLE_NAME"),
      requestId: context.awsRequestId ?? "",
      hasTime: () => context.getRemainingTimeInMillis() > timeToTell,
      topics,
      signal,
    };
    const isRecorded = members.get("source") === "aws.config";
    const hasObservation = members.has("observation") || !(members.has("control") || members.has("notice"));
    const seen = isRecorded
      ? parseRecordedChange(members, messageContext)
      : hasObservation
        ? parseObservation(members.get("observation"))
        : undefined;
    const told = await tellEach([
      ...(seen === undefined ? [] : [() => tellOnce(settingTale(seen, messageContext), run)]),
      ...(members.has("control")
        ? [() => tellOnce(controlTale(members.get("control"), messageContext), run)]
        : []),
      ...(members.has("notice")
        ? [() => tellOnce(noticeTale(members.get("notice"), messageContext), run)]
        : []),
    ]);
    return { by: seen?.by ?? (isRecorded ? "event" : "control"), told };
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

/** A story that is told once, where it is remembered, and how it goes on with what was seen. */
interface Tale<S> {
  itemId: string;
  newStory: S;
  goOn: (earlier: S) => { story: S; message?: Message };
}

function settingTale(seen: Observation | RecordedChange, context: MessageContext) {
  return {
    itemId: "xray-encryption",
    newStory,
    goOn: (earlier: typeof newStory) => {
      const { story, telling } = continueStory(earlier, seen, `${context.accountId}/${context.region}`);
      return { story, ...(telling && { message: tell(telling, context) }) };
    },
  };
}

function controlTale(value: unknown, context: MessageContext) {
  const seen = parseControl(value);
  return {
    itemId: "control",
    newStory: newControlStory,
    goOn: (earlier: typeof newControlStory) => continueControl(earlier, seen, context),
  };
}

function noticeTale(value: unknown, context: MessageContext) {
  const seen = parseNotice(value);
  return {
    itemId: "notices",
    newStory: nothingNoticed,
    goOn: (earlier: typeof nothingNoticed) => continueNotices(earlier, seen, context),
  };
}

/** Tells one after the other, each also where one before it could not be told. @throws the first error */
async function tellEach(tellings: readonly (() => Promise<string[]>)[]): Promise<string[]> {
  const told: string[] = [];
  const errors: unknown[] = [];
  for (const telling of tellings) {
    await telling().then(
      (subjects) => told.push(...subjects),
      (error: unknown) => errors.push(error),
    );
  }
  if (errors.length > 0) throw errors[0];
  return told;
}

/** What a run needs to tell people once. */
interface Run {
  tableName: string;
  requestId: string;
  /** Whether there is time to wait for another run, and to tell then. */
  hasTime: () => boolean;
  topics: readonly Topic[];
  signal: AbortSignal;
}

/** Of runs at the same time one writes, and the others begin anew from what it wrote. */
async function tellOnce<S>(
  { itemId, newStory: nothingTold, goOn }: Tale<S>,
  { tableName, requestId, hasTime, topics, signal }: Run,
): Promise<string[]> {
  const table = new MemoryTable(tableName, itemId, nothingTold, signal);
  const told: string[] = [];
  let givenUp: Refusal[] = [];
  const finish = async (earlier: S, pending: Pending<S>) => {
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
    const { story, message } = goOn(earlier);
    if (message === undefined) {
      if (story === earlier || (await table.write({ story }))) break;
      continue;
    }
    const own = { requestId, at: new Date().toISOString(), message, story };
    const isOurs = await table.write({ story: earlier, pending: own });
    if (isOurs && (await finish(earlier, own))) break;
  }
  if (givenUp.length > 0) throw refusalError(givenUp);
  return told;
}

/** Only one run publishes a pending message, until it has certainly ended. Lambda's own retry has its request ID. */
function mayFinish(pending: Pending<unknown>, requestId: string): boolean {
  return pending.requestId === requestId || Date.now() - Date.parse(pending.at) >= pendingLease;
}

async function pause(signal: AbortSignal): Promise<void> {
  await beforeDeadline(signal, () => new Promise((resolve) => setTimeout(resolve, lookAgainAfter)));
}

function isBusy({ at, refusedBy }: Pending<unknown>): NotifyError {
  return new NotifyError(
    refusedBy === undefined
      ? `Another run has been publishing a message since ${at}; expected it to end, after which Lambda's next try tells the rest.`
      : `A message of ${at} waits for its next try, because ${refusedBy.join(" and ")} refused it; expected it to be taken, after which Lambda's next try tells the rest.`,
  );
}

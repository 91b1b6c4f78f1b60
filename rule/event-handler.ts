import { clients } from "./clients";
import { lookAtControl } from "./control";
import { type LambdaContext, startDeadline } from "./deadline";
import { ruleProblem } from "./decision/control";
import { type KeyReference, parseKeyReference } from "./decision/key";
import { encryptionConfigType } from "./decision/setting";
import type { Verdict } from "./decision/verdict";
import { type Concern, concernOf, meaningOf } from "./decision/watched-calls";
import { environment } from "./environment";
import { judgeLive } from "./evaluate";
import { logCall } from "./log";
import { type LookUps, lookUpsBy, spansLogGroupName } from "./look-ups";
import { controlObservation } from "./notify/control-story";
import type { Notice } from "./notify/notice";
import { type ObservedCall, observationOf } from "./notify/observation";
import { type ApiCall, namesKey, namesLogGroup, parseApiCall } from "./parse/api-call";
import { type Parameters, parseParameters } from "./parse/parameters";
import { startEvaluation } from "./start-evaluation";
import { type News, tellNotifier } from "./tell-notifier";

/** The result of handling one API call. */
export interface Detection {
  call: string;
  /** Undefined when the call affects neither the setting nor its keys. */
  verdict?: Verdict;
  /** What AWS Config no longer does, as sentences, after a call on its recorder, channel or rule. */
  problems?: string[];
  /** Whether AWS Config started an evaluation; false when it is too soon after the last one. */
  evaluation?: boolean;
}

/**
 * The handler that EventBridge invokes for an API call that may make X-Ray's encryption wrong, or keep AWS Config from seeing
 * it. It judges the live setting with the rule's own decision and hands the verdict to the notifier at once. It also makes AWS
 * Config evaluate the rule: only that result is the record. After a call on AWS Config itself it looks at what is left.
 *
 * @param event an event of detail type `AWS API Call via CloudTrail`
 * @param context Lambda's context
 */
export async function handler(event: unknown, context: LambdaContext): Promise<Detection> {
  const start = performance.now();
  try {
    const detection = await answer(event, context);
    logCall(event, { detection }, performance.now() - start);
    return detection;
  } catch (error) {
    logCall(event, { error }, performance.now() - start);
    throw error;
  }
}

async function answer(event: unknown, context: LambdaContext): Promise<Detection> {
  const parameters = parseParameters(environment("RULE_PARAMETERS"));
  const notifierArn = environment("NOTIFIER_ARN");
  const [, , , region = "", accountId = ""] = notifierArn.split(":");
  const call = parseApiCall(event, { region, accountId });
  const deadline = startDeadline(context);
  const { signal } = deadline;
  const given: Given = {
    call,
    parameters,
    ruleName: environment("RULE_NAME"),
    recorderNames: environment("RECORDER_NAMES"),
    aws: lookUpsBy(clients, signal),
  };
  try {
    const concern = concernOf(call.name);
    if (concern === "recorder" || concern === "rule") {
      const news = await newsOfControl(concern, given);
      await tellNotifier(notifierArn, news, clients, signal);
      return { call: call.name, problems: (news.control?.problems ?? []).map(({ sentence }) => sentence) };
    }
    const seen = await newsOfEncryption(concern, given);
    if (seen === undefined) return { call: call.name };
    await tellNotifier(notifierArn, seen.news, clients, signal);
    return {
      call: call.name,
      verdict: seen.verdict,
      evaluation: await startEvaluation(given.ruleName, signal),
    };
  } finally {
    deadline.end();
  }
}

interface Given {
  call: ApiCall;
  parameters: Parameters;
  ruleName: string;
  /** Names in JSON, empty where the account's own recorder is used. */
  recorderNames: string;
  aws: LookUps;
}

/** What became of AWS Config's part. Where no run on schedule looks at it, only of the rule, without which there is none. */
async function newsOfControl(concern: "recorder" | "rule", given: Given): Promise<News> {
  const { call, parameters, ruleName, aws } = given;
  if (!namesOwn(concern, given)) return {};
  const asOf = new Date();
  if (parameters.checksRecorder) {
    const finding = await lookAtControl(aws, ruleName, asOf);
    // That a trouble is over the next run on schedule says: it sees more.
    if (finding.problems.length === 0) return {};
    return { control: controlObservation(finding, { asOf, ruleName, call: observed(call) }) };
  }
  const rule = concern === "rule" ? await aws.rule(ruleName) : undefined;
  const isBroken = rule !== undefined && ruleProblem(rule, encryptionConfigType) !== undefined;
  return isBroken ? { notice: noticeOf(call, asOf) } : {};
}

/** Whether a call is on this control's rule, recorder or delivery channel: on any, where the recorder is the account's. */
function namesOwn(
  concern: "recorder" | "rule",
  { call: { resources }, ruleName, recorderNames }: Given,
): boolean {
  if (concern === "rule") return resources.includes(ruleName);
  const names = JSON.parse(recorderNames) as string[];
  return names.length === 0 || resources.some((text) => names.includes(text));
}

/** What became of the encryption; undefined when the call affects neither the setting nor its keys. */
async function newsOfEncryption(
  concern: Concern | undefined,
  { call, parameters, ruleName, aws }: Given,
): Promise<{ news: News; verdict: Verdict } | undefined> {
  if (concern === undefined) return undefined;
  if (concern === "spans" && !namesLogGroup(call, spansLogGroupName)) return undefined;
  // KMS calls arrive for every key in the account. A call for another key must not repeat an old alert.
  const isOnKey = concern === "key" || concern === "keyAccess";
  const keysInUse = isOnKey ? await keysUsed(parameters, aws) : [];
  if (isOnKey && !namesKey(call, [...keysInUse, ...desiredKeys(parameters)])) return undefined;
  const judged = await judgeLive(parameters, call.location, aws);
  const isUnseen =
    concern === "keyAccess"
      ? namesKey(call, keysInUse)
      : (concern === "destination" || concern === "spans") &&
        !parameters.judgesSpans &&
        (await aws.spanDestination()) === "CloudWatchLogs";
  return {
    news: {
      observation: observationOf("call", judged, ruleName, observed(call)),
      ...(isUnseen && { notice: noticeOf(call, judged.asOf) }),
    },
    verdict: judged.verdict,
  };
}

function observed({ name, caller, calledAt, eventId }: ApiCall): ObservedCall {
  return { name, caller, calledAt, eventId };
}

function noticeOf(call: ApiCall, asOf: Date): Notice | undefined {
  const meaning = meaningOf(call.name);
  return meaning === undefined ? undefined : { meaning, asOf: asOf.toISOString(), call: observed(call) };
}

/** The key that X-Ray encrypts with, and that of the spans' log group, if it is judged too. */
async function keysUsed(parameters: Parameters, aws: LookUps): Promise<KeyReference[]> {
  const { setting } = await aws.liveSetting();
  const key = setting.type === "KMS" ? parseKeyReference(setting.keyId) : undefined;
  return [...(key ? [key] : []), ...(await keysOfSpans(parameters, aws))];
}

/** The key of the spans' log group, if it is judged too. */
async function keysOfSpans({ judgesSpans }: Parameters, aws: LookUps): Promise<KeyReference[]> {
  if (!judgesSpans || (await aws.spanDestination()) !== "CloudWatchLogs") return [];
  const setting = await aws.spansSetting();
  const key = setting.type === "KMS" ? parseKeyReference(setting.keyId) : undefined;
  return key === undefined ? [] : [key];
}

function desiredKeys({ desired }: Parameters): readonly KeyReference[] {
  return desired.kind === "keys" ? desired.keys : [];
}

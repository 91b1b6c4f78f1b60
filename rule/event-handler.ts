import { affects, parseApiCall } from "./parse/api-call";
import { clients } from "./clients";
import { type LambdaContext, startDeadline } from "./deadline";
import { type KeyReference, parseKeyReference } from "./decision/key";
import type { Verdict } from "./decision/verdict";
import { environment } from "./environment";
import { judgeLive } from "./evaluate";
import { logCall } from "./log";
import { type LookUps, lookUpsBy } from "./look-ups";
import { type Parameters, parseParameters } from "./parse/parameters";
import { observationOf } from "./notify/observation";
import { startEvaluation } from "./start-evaluation";
import { tellNotifier } from "./tell-notifier";

/** The result of handling one API call. */
export interface Detection {
  call: string;
  /** Undefined when the call affects neither the setting nor its keys. */
  verdict?: Verdict;
  /** Whether AWS Config started an evaluation; false when it is too soon after the last one. */
  evaluation?: boolean;
}

/**
 * The handler that EventBridge invokes for an API call that may make X-Ray's encryption wrong. It judges the live setting
 * with the rule's own decision and hands the verdict to the notifier at once. It also makes AWS Config evaluate the rule:
 * only that result is the record.
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
  const ruleName = environment("RULE_NAME");
  const notifierArn = environment("NOTIFIER_ARN");
  const [, , , region = "", accountId = ""] = notifierArn.split(":");
  const call = parseApiCall(event, { region, accountId });
  const deadline = startDeadline(context);
  const { signal } = deadline;
  try {
    const aws = lookUpsBy(clients, signal);
    const { setting } = await aws.liveSetting();
    const inUse = setting.type === "KMS" ? parseKeyReference(setting.keyId) : undefined;
    // KMS calls arrive for every key in the account. A call for another key must not repeat an old alert.
    const keys = [
      ...(inUse ? [inUse] : []),
      ...desiredKeys(parameters),
      ...(await keysOfSpans(parameters, aws)),
    ];
    if (!affects(call, keys)) return { call: call.name };
    const judged = await judgeLive(parameters, call.location, aws);
    const { name, caller, calledAt, eventId } = call;
    const observation = observationOf("call", judged, ruleName, { name, caller, calledAt, eventId });
    if (observation !== undefined) await tellNotifier(notifierArn, observation, clients, signal);
    const { verdict } = judged;
    return { call: call.name, verdict, evaluation: await startEvaluation(ruleName, signal) };
  } finally {
    deadline.end();
  }
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

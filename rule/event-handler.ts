import { type ApiCall, affects, parseApiCall } from "./parse/api-call";
import { clients } from "./clients";
import { type LambdaContext, startDeadline } from "./deadline";
import { type KeyReference, parseKeyReference } from "./decision/key";
import type { Verdict } from "./decision/verdict";
import { InvocationError } from "./errors";
import { judgeLive } from "./evaluate";
import { logCall } from "./log";
import { type LookUps, lookUpsBy } from "./look-ups";
import { type Parameters, parseParameters } from "./parse/parameters";
import { startEvaluation, publishAlert } from "./notify";

/** What came of one API call. */
export interface Detection {
  call: string;
  /** Undefined when the call was about another key. */
  verdict?: Verdict;
  /** Whether AWS Config was asked to evaluate now; false when it would not be asked again so soon. */
  evaluation?: boolean;
}

/**
 * What Lambda calls when EventBridge tells of a call after which X-Ray may be wrong: judges the live setting by the rule's
 * own decision, tells people at once when it is wrong, and asks AWS Config to evaluate the rule now, which stays the record.
 *
 * @param event of detail type `AWS API Call via CloudTrail`
 * @param context Lambda's
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
  const topicArn = environment("PEOPLE_TOPIC_ARN");
  const link = environment("RULE_CONSOLE_URL");
  const [, , , region = "", accountId = ""] = topicArn.split(":");
  const call = parseApiCall(event, { region, accountId });
  const deadline = startDeadline(context);
  const { signal } = deadline;
  try {
    const aws = lookUpsBy(clients, signal);
    const { setting } = await aws.liveSetting();
    const inUse = setting.type === "KMS" ? parseKeyReference(setting.keyId) : undefined;
    // KMS calls come for every key of the account; those about other keys change nothing here, and would repeat old news.
    const keys = [...(inUse ? [inUse] : []), ...wanted(parameters), ...(await keysOfSpans(parameters, aws))];
    if (!affects(call, keys)) return { call: call.name };
    const verdict = await judgeLive(parameters, call.location, aws);
    if (verdict.complianceType === "NON_COMPLIANT") {
      await publishAlert(topicArn, subject(call), `${sentence(call, verdict)}\n${link}`, signal);
    }
    return { call: call.name, verdict, evaluation: await startEvaluation(ruleName, signal) };
  } finally {
    deadline.end();
  }
}

/** The key of the spans' log group, where that is judged too. */
async function keysOfSpans({ judgesSpans }: Parameters, aws: LookUps): Promise<KeyReference[]> {
  if (!judgesSpans || (await aws.spanDestination()) !== "CloudWatchLogs") return [];
  const setting = await aws.spansSetting();
  const key = setting.type === "KMS" ? parseKeyReference(setting.keyId) : undefined;
  return key === undefined ? [] : [key];
}

function wanted({ desired }: Parameters): readonly KeyReference[] {
  return desired.kind === "keys" ? desired.keys : [];
}

function subject({ location }: ApiCall): string {
  return `X-Ray encryption is wrong in ${location.region}`;
}

function sentence({ name, caller, location }: ApiCall, { complianceType, annotation }: Verdict): string {
  return `X-Ray encryption of account ${location.accountId} in ${location.region} is ${complianceType} after ${name} by ${caller}. ${annotation}`;
}

/** @throws InvocationError when the stack did not set it */
function environment(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === "") {
    throw new InvocationError(
      `${name} is not set; expected it in the function's environment, as the stack sets it.`,
    );
  }
  return value;
}

import type { ConfigurationItem, Evaluation } from "@aws-sdk/client-config-service";
import { decide } from "./decision/decide";
import type { DesiredEncryption } from "./decision/desired";
import type { KnownKeys } from "./decision/facts";
import type { Home } from "./decision/key";
import { type EncryptionSetting, parseSetting } from "./decision/setting";
import { quoted } from "./decision/text";
import { type Verdict, notes } from "./decision/verdict";
import { LookUpError } from "./errors";
import type { Invocation } from "./invocation";
import { type ItemHead, isJudgedStatus, judgedType, notJudged } from "./item";
import type { LookUps, SpanDestination } from "./look-ups";
import { readJsonObject } from "./shape";

/**
 * Comes to the evaluations that an invocation is to report. Look-ups that do not need one another run at once.
 *
 * @throws LookUpError, SettingError, UndecidableError, DeadlineError when there is no verdict
 */
export async function evaluate(
  invocation: Invocation,
  desired: DesiredEncryption,
  aws: LookUps,
): Promise<Evaluation[]> {
  const { home, message } = invocation;
  switch (message.kind) {
    case "notApplicable":
      return [evaluationOf(message.item, notApplicable(message.why))];
    case "item": {
      const [known, spans] = await Promise.all([
        learn(message.setting, desired, home, aws),
        aws.spanDestination(),
      ]);
      return [evaluationOf(message.item, judge(message.setting, desired, home, known, remarksOn(spans)))];
    }
    case "summary":
      return [evaluationOf(message.item, await judgeSummary(message.item, desired, home, aws))];
    case "account":
      return evaluateAccount(message.creationTime, desired, home, aws);
  }
}

async function judgeSummary(
  summary: ItemHead,
  desired: DesiredEncryption,
  home: Home,
  aws: LookUps,
): Promise<Verdict> {
  const fetch = async () => {
    const item = await aws.recordedItem(summary);
    requireAnnounced(item, summary, home);
    if (!isJudgedStatus(item.configurationItemStatus, "the recorded item's configurationItemStatus")) {
      return { status: item.configurationItemStatus ?? "" };
    }
    const configuration = readJsonObject(item.configuration ?? "", "the recorded item's configuration");
    const setting = parseSetting(Object.fromEntries(configuration));
    return { setting, known: await learn(setting, desired, home, aws) };
  };
  const [fetched, spans] = await Promise.all([fetch(), aws.spanDestination()]);
  return fetched.setting === undefined
    ? notApplicable(notJudged(fetched.status))
    : judge(fetched.setting, desired, home, fetched.known, remarksOn(spans));
}

/** The live setting's verdict: on each discovered resource, and as long as there is none, on the account. */
async function evaluateAccount(
  creationTime: Date,
  desired: DesiredEncryption,
  home: Home,
  aws: LookUps,
): Promise<Evaluation[]> {
  const look = async () => {
    const live = await aws.liveSetting();
    return { ...live, known: await learn(live.setting, desired, home, aws) };
  };
  const [{ setting, updating, known }, discovered, spans] = await Promise.all([
    look(),
    aws.discovered(),
    aws.spanDestination(),
  ]);
  const verdict = judge(setting, desired, home, known, remarksOn(spans, updating));
  const account = { resourceType: "AWS::::Account", resourceId: home.accountId, captureTime: creationTime };
  if (discovered.length === 0) {
    return [evaluationOf(account, verdict)];
  }
  // A result stays on whatever a later run does not mention: the account's row is cleared once there is a resource.
  const elsewhere = notApplicable("The verdict stands on the resource that AWS Config discovered.");
  return [
    ...[...new Set(discovered)].map((resourceId) =>
      evaluationOf({ resourceType: judgedType, resourceId, captureTime: creationTime }, verdict),
    ),
    evaluationOf(account, elsewhere),
  ];
}

/** Asks KMS for what the decision wants to know, until it knows enough. */
async function learn(
  setting: EncryptionSetting,
  desired: DesiredEncryption,
  home: Home,
  aws: LookUps,
): Promise<KnownKeys> {
  let known: KnownKeys = {};
  for (;;) {
    const answer = decide(setting, desired, home, known);
    if (!("lookUp" in answer)) {
      return known;
    }
    known = { ...known, [answer.lookUp]: await aws.keyFact(answer.lookUp) };
  }
}

function judge(
  setting: EncryptionSetting,
  desired: DesiredEncryption,
  home: Home,
  known: KnownKeys,
  remarks: readonly string[],
): Verdict {
  const answer = decide(setting, desired, home, known, remarks);
  if ("lookUp" in answer) {
    throw new LookUpError(
      `Nobody looked up ${quoted(answer.lookUp)}; expected that to be done before judging.`,
    );
  }
  return answer;
}

function remarksOn(spans: SpanDestination, updating = false): string[] {
  return [
    ...(spans === "CloudWatchLogs" ? [notes.spansInCloudWatchLogs] : []),
    ...(spans === "unreadable" ? [notes.spansUnknown] : []),
    ...(updating ? [notes.updating] : []),
  ];
}

/** An oversized item is only announced; what AWS Config's history holds may lag behind, or be another's. */
function requireAnnounced(item: ConfigurationItem, summary: ItemHead, home: Home): void {
  const captured = item.configurationItemCaptureTime;
  if (captured === undefined || captured < summary.captureTime) {
    throw new LookUpError(
      `AWS Config's newest item is from ${captured?.toISOString() ?? "an unknown time"}, older than the one announced; expected configurationItemCaptureTime ${summary.captureTime.toISOString()}.`,
    );
  }
  const same = [
    ["resourceType", item.resourceType, summary.resourceType],
    ["resourceId", item.resourceId, summary.resourceId],
    ["accountId", item.accountId, home.accountId],
    ["awsRegion", item.awsRegion, home.region],
  ] as const;
  for (const [member, value, expected] of same) {
    if (value !== undefined && value !== expected) {
      throw new LookUpError(
        `The recorded item's ${member} is ${quoted(value)}; expected ${quoted(expected)}.`,
      );
    }
  }
}

function notApplicable(why: string): Verdict {
  return { complianceType: "NOT_APPLICABLE", annotation: why };
}

function evaluationOf(
  on: { resourceType: string; resourceId: string; captureTime: Date },
  { complianceType, annotation }: Verdict,
): Evaluation {
  return {
    ComplianceResourceType: on.resourceType,
    ComplianceResourceId: on.resourceId,
    ComplianceType: complianceType,
    Annotation: annotation,
    OrderingTimestamp: on.captureTime,
  };
}

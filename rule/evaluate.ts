import type { ConfigurationItem, Evaluation } from "@aws-sdk/client-config-service";
import { lookAtControl } from "./control";
import type { ControlFinding } from "./decision/control";
import type { AccountRegion } from "./decision/key";
import { encryptionConfigType, type EncryptionSetting, parseSetting } from "./decision/setting";
import { withSpans } from "./decision/spans";
import { spansLogGroup } from "./decision/protected-resource";
import { quoted } from "./decision/text";
import { annotate, notes, type Verdict } from "./decision/verdict";
import { decideByKms } from "./decide-by-kms";
import { LookUpError, UndecidableError } from "./errors";
import type { Invocation } from "./parse/invocation";
import { type ItemHead, isJudgedStatus, notJudged } from "./parse/item";
import type { LookUps, SpanDestination } from "./look-ups";
import type { Parameters } from "./parse/parameters";
import { readJsonObject } from "./parse/json-fields";

/** A setting and the verdict on it. */
export interface Judged {
  setting: EncryptionSetting;
  verdict: Verdict;
  /** When the setting was so: an item's capture time, or when the live setting was read. */
  asOf: Date;
}

/** The result of an invocation. */
export interface EvaluationOutcome {
  evaluations: Evaluation[];
  /** Takes back what stood on the account before the resource was discovered. Not worth a verdict: it may fail. */
  clearing?: Evaluation;
  /** What the verdict is on; undefined when nothing was judged. */
  judged?: Judged;
  /** What a scheduled run found of AWS Config's recorder, delivery channel and rule, if it looked. */
  control?: ControlFinding;
}

/**
 * Computes the evaluations that an invocation reports. Independent look-ups run at the same time.
 *
 * @throws LookUpError, InvalidEncryptionSettingError, UndecidableError, DeadlineError when there is no verdict
 */
export async function evaluate(
  invocation: Invocation,
  parameters: Parameters,
  aws: LookUps,
): Promise<EvaluationOutcome> {
  const { location, message } = invocation;
  switch (message.kind) {
    case "notApplicable":
      return { evaluations: [evaluationOf(message.item, notApplicable(message.why))] };
    case "item": {
      const read = async () => ({ setting: message.setting });
      return outcomeOf(message.item, await judge(read, parameters, location, aws));
    }
    case "summary": {
      const read = () => fetchAnnounced(message.item, location, aws);
      return outcomeOf(message.item, await judge(read, parameters, location, aws));
    }
    case "account":
      return evaluateAccount(invocation, message.creationTime, parameters, aws);
  }
}

/**
 * Judges X-Ray's live setting.
 *
 * @param remarks reads further sentences for the annotation
 */
export async function judgeLive(
  parameters: Parameters,
  location: AccountRegion,
  aws: LookUps,
  remarks: () => Promise<string[]> = async () => [],
): Promise<Judged> {
  const asOf = new Date();
  const read = async () => {
    const [live, sentences] = await Promise.all([aws.liveSetting(), remarks()]);
    return { setting: live.setting, remarks: [...sentences, ...(live.updating ? [notes.updating] : [])] };
  };
  const { setting, verdict } = await judge(read, parameters, location, aws);
  if (setting === undefined) throw new LookUpError("The live setting was not judged; expected a verdict.");
  return { setting, verdict, asOf };
}

function outcomeOf(item: ItemHead, { setting, verdict }: JudgedSetting): EvaluationOutcome {
  return {
    evaluations: [evaluationOf(item, verdict)],
    ...(setting !== undefined && { judged: { setting, verdict, asOf: item.captureTime } }),
  };
}

/** A verdict, and the setting that it is on; no setting where nothing was to be judged. */
interface JudgedSetting {
  setting?: EncryptionSetting;
  verdict: Verdict;
}

/** A setting to judge, with sentences for the annotation; or the reason why an item is not judged. */
type SettingToJudge = { setting: EncryptionSetting; remarks?: string[] } | { notJudged: string };

async function judge(
  read: () => Promise<SettingToJudge>,
  parameters: Parameters,
  location: AccountRegion,
  aws: LookUps,
): Promise<JudgedSetting> {
  const { desired } = parameters;
  const readAndDecide = async () => {
    const own = await read();
    return "notJudged" in own
      ? own
      : { ...own, finding: await decideByKms(own.setting, desired, location, aws) };
  };
  const [own, spans] = await Promise.all([readAndDecide(), evaluateSpans(parameters, location, aws)]);
  if ("notJudged" in own) {
    return { verdict: notApplicable(own.notJudged) };
  }
  const { setting, finding } = own;
  const remarks = [...(own.remarks ?? []), ...spans.remarks];
  return {
    setting,
    verdict:
      spans.verdict === undefined
        ? annotate(finding, remarks)
        : withSpans(annotate(finding), spans.verdict, remarks),
  };
}

/** A remark on where spans go; or the verdict on the log group that stores them, if it is judged too. */
async function evaluateSpans(
  { desired, judgesSpans }: Parameters,
  location: AccountRegion,
  aws: LookUps,
): Promise<{ remarks: string[]; verdict?: Verdict }> {
  const destination = await aws.spanDestination();
  if (!judgesSpans) {
    return { remarks: remarksOn(destination) };
  }
  if (destination === "unreadable") {
    throw new LookUpError(
      "Cannot read where X-Ray sends spans: let the evaluator's role call xray:GetTraceSegmentDestination, or set transactionSearch to note.",
    );
  }
  if (destination === "XRay") {
    return { remarks: [] };
  }
  try {
    const setting = await aws.spansSetting();
    const finding = await decideByKms(setting, desired, location, aws, spansLogGroup);
    return { remarks: [], verdict: annotate(finding) };
  } catch (cause) {
    throw cause instanceof UndecidableError
      ? new LookUpError(`Cannot judge log group aws/spans: ${cause.message}`, { cause })
      : cause;
  }
}

async function fetchAnnounced(
  summary: ItemHead,
  location: AccountRegion,
  aws: LookUps,
): Promise<SettingToJudge> {
  const item = await aws.recordedItem(summary);
  requireAnnounced(item, summary, location);
  if (!isJudgedStatus(item.configurationItemStatus, "the recorded item's configurationItemStatus")) {
    return { notJudged: notJudged(item.configurationItemStatus ?? "") };
  }
  const configuration = readJsonObject(item.configuration ?? "", "the recorded item's configuration");
  return { setting: parseSetting(Object.fromEntries(configuration)) };
}

/** Reports the live setting's verdict on each discovered resource; on the account, if none is discovered yet. */
async function evaluateAccount(
  { location, ruleName }: Invocation,
  creationTime: Date,
  parameters: Parameters,
  aws: LookUps,
): Promise<EvaluationOutcome> {
  const discovering = aws.discovered();
  const looking = parameters.checksRecorder
    ? lookAtControl(
        aws,
        ruleName,
        creationTime,
        discovering.then((ids) => ids.length),
      )
    : undefined;
  const remarks = async () => {
    const { problems = [], unread = [] } = (await looking) ?? {};
    return [...problems.map(({ sentence }) => sentence), ...unread];
  };
  const [judged, discovered, control] = await Promise.all([
    judgeLive(parameters, location, aws, remarks),
    discovering,
    looking,
  ]);
  const { verdict } = judged;
  const account = {
    resourceType: "AWS::::Account",
    resourceId: location.accountId,
    captureTime: creationTime,
  };
  // AWS Config keeps a result until a later run replaces it. So the account's result is cleared once a resource exists.
  const elsewhere = notApplicable("The verdict stands on the resource that AWS Config discovered.");
  const found = [...new Set(discovered)].map((resourceId) =>
    evaluationOf({ resourceType: encryptionConfigType, resourceId, captureTime: creationTime }, verdict),
  );
  return {
    ...(found.length === 0
      ? { evaluations: [evaluationOf(account, verdict)] }
      : { evaluations: found, clearing: evaluationOf(account, elsewhere) }),
    judged,
    ...(control && { control }),
  };
}

function remarksOn(spans: SpanDestination): string[] {
  return [
    ...(spans === "CloudWatchLogs" ? [notes.spansInCloudWatchLogs] : []),
    ...(spans === "unreadable" ? [notes.spansUnknown] : []),
  ];
}

/** Checks that an item from the history is the announced one: the history may lag behind the announcement. */
function requireAnnounced(item: ConfigurationItem, summary: ItemHead, location: AccountRegion): void {
  const time: unknown = item.configurationItemCaptureTime;
  const captured = time instanceof Date ? time : undefined;
  if (captured === undefined || captured < summary.captureTime) {
    throw new LookUpError(
      `AWS Config's newest item is from ${captured?.toISOString() ?? "an unknown time"}, older than the announced item; expected configurationItemCaptureTime ${summary.captureTime.toISOString()}.`,
    );
  }
  const same = [
    ["resourceType", item.resourceType, summary.resourceType],
    ["resourceId", item.resourceId, summary.resourceId],
    ["accountId", item.accountId, location.accountId],
    ["awsRegion", item.awsRegion, location.region],
  ] as const;
  for (const [member, value, expected] of same) {
    const mayBeMissing = member === "accountId" || member === "awsRegion";
    if (value !== expected && !(value === undefined && mayBeMissing)) {
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

import { gzipSync } from "node:zlib";
import type { Item, RegionState } from "./loopback-aws";

export const account = "123456789012";
export const key = `arn:aws:kms:eu-west-1:${account}:key/11111111-1111-1111-1111-111111111111`;
export const otherKey = `arn:aws:kms:eu-west-1:${account}:key/22222222-2222-2222-2222-222222222222`;
export const rule = "xray-encryption-guard-eu-west-1-7ac4623";

const settingType = "AWS::XRay::EncryptionConfig";
const verdictType = "AWS::Config::ResourceCompliance";

/** An item of the setting; without a key of default encryption. */
export function setting(at: string, keyId?: string): Item {
  const configuration = keyId === undefined ? { type: "NONE" } : { type: "KMS", keyId };
  return { resourceType: settingType, resourceId: "default", at, configuration };
}

/** An item of the verdict, as AWS Config records one. */
export function verdict(at: string, complianceType: string, ruleName = rule): Item {
  const configuration = {
    complianceType,
    targetResourceId: "default",
    targetResourceType: settingType,
    configRuleList: [{ configRuleName: ruleName, complianceType }],
  };
  return { resourceType: verdictType, resourceId: `${settingType}/default`, at, configuration };
}

/** An event of CloudTrail, as `LookupEvents` answers it. */
export function call(
  at: string,
  who: string,
  parameters: Record<string, string>,
  more: Record<string, unknown> = {},
): Record<string, unknown> {
  return {
    EventId: `event-${at}`,
    EventName: "PutEncryptionConfig",
    EventSource: "xray.amazonaws.com",
    EventTime: Date.parse(at) / 1000,
    Username: who,
    CloudTrailEvent: JSON.stringify({
      eventSource: "xray.amazonaws.com",
      userIdentity: { type: "AssumedRole", arn: `arn:aws:sts::${account}:assumed-role/${who}` },
      requestParameters: parameters,
      ...more,
    }),
  };
}

export function result(at: string, complianceType: string, annotation: string): Record<string, unknown> {
  return {
    EvaluationResultIdentifier: {
      EvaluationResultQualifier: {
        ConfigRuleName: rule,
        ResourceType: settingType,
        ResourceId: "default",
      },
    },
    ComplianceType: complianceType,
    ResultRecordedTime: Date.parse(at) / 1000,
    Annotation: annotation,
  };
}

export const guardRule = {
  ConfigRuleName: rule,
  Source: { Owner: "CUSTOM_LAMBDA", SourceIdentifier: "arn:aws:lambda:eu-west-1:123456789012:function:f" },
  Scope: { ComplianceResourceTypes: [settingType] },
  InputParameters: JSON.stringify({ desiredKey: "alias/xray-traces" }),
};

export const recorder = {
  name: "xray-encryption-guard-eu-west-1-0a1b2c3",
  roleARN: `arn:aws:iam::${account}:role/recorder`,
  recordingGroup: {
    allSupported: false,
    resourceTypes: [settingType, verdictType],
    recordingStrategy: { useOnly: "INCLUSION_BY_RESOURCE_TYPES" },
  },
};

/**
 * A Region with a history: default encryption, the desired key, another one, default again, the desired key again, which
 * then is disabled. From one wrong setting to the next AWS Config records no verdict, because it is the same.
 */
export function guardedRegion(more: Partial<RegionState> = {}): RegionState {
  return {
    xray: { Type: "KMS", KeyId: key, Status: "ACTIVE" },
    keys: { [key]: { KeyState: "Disabled" }, [otherKey]: {} },
    aliases: { "alias/xray-traces": key, "alias/other": otherKey, "alias/also-traces": key },
    recorder,
    recording: true,
    channel: {
      name: recorder.name,
      s3BucketName: "history",
      snsTopicARN: "arn:aws:sns:eu-west-1:123456789012:t",
    },
    rules: [
      {
        ConfigRuleName: "something-else",
        Source: { Owner: "AWS", SourceIdentifier: "S3_BUCKET_VERSIONING_ENABLED" },
      },
      guardRule,
    ],
    results: [
      result(
        "2026-01-11T09:02:00Z",
        "NON_COMPLIANT",
        "X-Ray stops storing traces: its key is Disabled, but should be Enabled.",
      ),
    ],
    evaluation: { LastSuccessfulEvaluationTime: Date.parse("2026-01-11T09:02:00Z") / 1000 },
    items: [
      { ...setting("2026-01-05T09:01:00.000Z"), status: "ResourceDiscovered" },
      setting("2026-01-06T10:01:00.250Z", key),
      // AWS Config sometimes records the same again.
      setting("2026-01-06T12:00:00.000Z", key),
      setting("2026-01-07T10:01:00.000Z", otherKey),
      setting("2026-01-08T10:01:00.000Z"),
      setting("2026-01-09T10:01:00.000Z", key),
      { ...verdict("2026-01-05T09:01:05.000Z", "NON_COMPLIANT"), status: "ResourceDiscovered" },
      verdict("2026-01-06T10:01:05.000Z", "COMPLIANT"),
      verdict("2026-01-07T10:01:05.000Z", "NON_COMPLIANT"),
      verdict("2026-01-09T10:01:05.000Z", "COMPLIANT"),
      verdict("2026-01-10T09:02:00.000Z", "NON_COMPLIANT"),
    ],
    events: [
      call("2026-01-06T10:00:00Z", "Admin/bob", { type: "KMS", keyId: "alias/xray-traces" }),
      call("2026-01-07T09:59:00Z", "Admin/carol", { type: "KMS", keyId: otherKey }),
      call("2026-01-07T10:00:30Z", "Nobody/eve", { type: "KMS", keyId: "x" }, { errorCode: "AccessDenied" }),
      call("2026-01-08T10:00:00Z", "Admin/carol", { type: "NONE" }),
    ],
    ...more,
  };
}

/** Some time after the history above. */
export const now = new Date("2026-01-11T12:02:00Z");

/** A history file as AWS Config writes it. */
export function historyFile(items: readonly Item[], gzip = true): Buffer {
  const text = JSON.stringify({
    fileVersion: "1.0",
    configurationItems: items.map(({ resourceType, resourceId, at, status, configuration }) => ({
      configurationItemVersion: "1.3",
      awsAccountId: account,
      awsRegion: "eu-west-1",
      resourceType,
      resourceId,
      configurationItemCaptureTime: at,
      configurationItemStatus: status ?? "OK",
      configuration,
    })),
  });
  return gzip ? gzipSync(text) : Buffer.from(text);
}

/** The history files of all items before a time, by their keys: one for each Region, type and day. */
export function delivered(regions: Record<string, RegionState>, until: string): Record<string, Buffer> {
  const files: Record<string, Buffer> = {};
  for (const [region, { items = [] }] of Object.entries(regions)) {
    const byFile = Map.groupBy(
      items.filter(({ at }) => Date.parse(at) < Date.parse(until)),
      ({ at, resourceType }) => {
        const day = at.slice(0, 10);
        const compact = day.replaceAll("-", "");
        const folder = `AWSLogs/${account}/Config/${region}/${day.split("-").map(Number).join("/")}/ConfigHistory`;
        return `${folder}/${account}_Config_${region}_ConfigHistory_${resourceType}_${compact}T060000Z_${compact}T120000Z_1.json.gz`;
      },
    );
    for (const [key, ofFile] of byFile) files[key] = historyFile(ofFile);
  }
  return files;
}

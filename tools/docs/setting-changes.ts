import type { PlainArgs } from "../../infra/settings/guard-args";

const base: PlainArgs = { desiredKey: "alias/xray-traces" };
const keyArn = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";

/** For each setting a change of it, from the first to the second: over the config of the dev stack. */
export const settingChanges: Record<keyof PlainArgs, [from: PlainArgs, to: PlainArgs]> = {
  desiredKey: [base, { desiredKey: keyArn }],
  desiredKeyByRegion: [base, { ...base, desiredKeyByRegion: { "eu-west-1": keyArn } }],
  acceptedKeys: [base, { ...base, acceptedKeys: ["alias/xray-traces-old"] }],
  trigger: [base, { ...base, trigger: "change" }],
  frequency: [base, { ...base, frequency: "One_Hour" }],
  recorder: [base, { ...base, recorder: "existing" }],
  regions: [base, { ...base, regions: ["eu-west-1", "us-east-1"] }],
  supportedRegions: [
    { ...base, regions: ["eu-west-1", "ca-west-1"] },
    { ...base, regions: ["eu-west-1", "ca-west-1"], supportedRegions: ["ca-west-1"] },
  ],
  deliveryFrequency: [base, { ...base, deliveryFrequency: "One_Hour" }],
  notify: [base, { ...base, notify: ["security@example.com", "operations@example.com"] }],
  notifyTopics: [
    base,
    { ...base, notifyTopics: [{ arn: "arn:aws:sns:eu-west-1:123456789012:told", format: "json" }] },
  ],
  topicKey: [base, { ...base, topicKey: "alias/xray-traces" }],
  storageKey: [base, { ...base, storageKey: "alias/evidence" }],
  label: [base, { ...base, label: "prod" }],
  retentionDays: [base, { ...base, retentionDays: 365 }],
  logRetentionDays: [base, { ...base, logRetentionDays: 365 }],
  traceReads: [base, { ...base, traceReads: true }],
  historyBucket: [base, { ...base, historyBucket: "example-log-archive" }],
  forceDestroyBucket: [base, { ...base, forceDestroyBucket: true }],
  enforcement: [base, { ...base, enforcement: "remediate" }],
  remediation: [
    { ...base, enforcement: "remediate" },
    { ...base, enforcement: "remediate", remediation: "approval" },
  ],
  remediationAttempts: [
    { ...base, enforcement: "remediate" },
    { ...base, enforcement: "remediate", remediationAttempts: 3 },
  ],
  remediationIntervalSeconds: [
    { ...base, enforcement: "remediate" },
    { ...base, enforcement: "remediate", remediationIntervalSeconds: 600 },
  ],
  fastDetection: [base, { ...base, fastDetection: true }],
  trail: [base, { ...base, trail: "create" }],
  transactionSearch: [base, { ...base, transactionSearch: "judge" }],
  alarmOnRecorder: [base, { ...base, alarmOnRecorder: false }],
  aggregators: [base, { ...base, aggregators: [{ accountId: "210987654321", region: "eu-west-1" }] }],
  permissionsBoundary: [
    base,
    { ...base, permissionsBoundary: "arn:aws:iam::123456789012:policy/workload-boundary" },
  ],
  iamPath: [base, { ...base, iamPath: "/platform/" }],
};

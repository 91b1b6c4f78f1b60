import * as pulumi from "@pulumi/pulumi";
import type { GuardArgs } from "../../infra/guard";
import type { Registration } from "../../stack-runner/run";
import { declaredGuard } from "../declared-guard";
import { page, table } from "./markdown";

/**
 * Inputs whose change makes the provider replace the resource, beside `region`, for every type that the guard declares
 * (pulumi-aws 7, "Forces new resource" in its documentation). A type that is not here is a failure.
 */
export const replacedBy: Record<string, string[]> = {
  Bucket: ["bucket", "bucketPrefix", "objectLockEnabled"],
  BucketLifecycleConfiguration: ["bucket"],
  BucketOwnershipControls: ["bucket"],
  BucketPolicy: ["bucket"],
  BucketPublicAccessBlock: ["bucket"],
  BucketServerSideEncryptionConfiguration: ["bucket"],
  BucketVersioning: ["bucket"],
  Role: ["name", "namePrefix", "path"],
  RolePolicy: ["name", "role"],
  RolePolicyAttachment: ["role", "policyArn"],
  Recorder: ["name"],
  DeliveryChannel: ["name"],
  RecorderStatus: ["name"],
  RetentionConfiguration: [],
  Rule: ["name"],
  RemediationConfiguration: ["configRuleName"],
  Topic: ["name", "namePrefix", "fifoTopic"],
  TopicPolicy: ["arn"],
  TopicSubscription: ["topic", "protocol", "endpoint"],
  EventRule: ["name", "eventBusName"],
  EventTarget: ["rule", "targetId", "eventBusName"],
  LogGroup: ["name", "namePrefix", "logGroupClass"],
  LogMetricFilter: ["name", "logGroupName"],
  MetricAlarm: ["name"],
  Function: ["name", "packageType"],
  FunctionEventInvokeConfig: ["functionName", "qualifier"],
  Permission: ["action", "function", "principal", "sourceAccount", "sourceArn", "statementId"],
  EncryptionConfig: [],
  Resource: ["typeName"],
  Trail: ["name"],
};

const base: GuardArgs = { desiredKey: "alias/xray-traces" };
const keyArn = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";

/** For each setting a change of it, from the first to the second. */
const changes: Record<keyof GuardArgs, [from: GuardArgs, to: GuardArgs]> = {
  desiredKey: [base, { desiredKey: keyArn }],
  desiredKeyByRegion: [base, { ...base, desiredKeyByRegion: { "eu-west-1": keyArn } }],
  acceptedKeys: [base, { ...base, acceptedKeys: ["alias/xray-traces-old"] }],
  trigger: [base, { ...base, trigger: "change" }],
  frequency: [base, { ...base, frequency: "One_Hour" }],
  recorder: [base, { ...base, recorder: "existing" }],
  regions: [base, { ...base, regions: ["eu-west-1", "us-east-1"] }],
  deliveryFrequency: [base, { ...base, deliveryFrequency: "One_Hour" }],
  notify: [base, { ...base, notify: ["security@example.com"] }],
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
  alarmOnRecorder: [base, { ...base, alarmOnRecorder: true }],
  aggregators: [base, { ...base, aggregators: [{ accountId: "210987654321", region: "eu-west-1" }] }],
};

/** What changing a setting does to what is deployed: names of types, each with how many. */
export interface Effect {
  setting: string;
  replaces: string[];
  updates: string[];
  adds: string[];
  removes: string[];
  /** What leaves the stack and stays in the account. */
  leaves: string[];
}

/** Compares the two graphs of each setting. */
export async function effects(): Promise<Effect[]> {
  // Most changes begin with the same arguments.
  const declared = new Map<string, ReturnType<typeof declare>>();
  const resources = (args: GuardArgs) => {
    const key = JSON.stringify(args);
    const known = declared.get(key) ?? declare(args);
    declared.set(key, known);
    return known;
  };
  return Promise.all(
    Object.entries(changes).map(async ([setting, [from, to]]) => {
      const [before, after] = await Promise.all([resources(from), resources(to)]);
      const both = [...after].filter(([urn]) => before.has(urn));
      const changed = both.map(
        ([urn, { inputs }]) => [urn, changedInputs(before.get(urn)?.inputs ?? {}, inputs)] as const,
      );
      const replaced = changed.filter(([urn, inputs]) => inputs.some((input) => isReplacedBy(urn, input)));
      const updated = changed.filter(
        ([urn, inputs]) => inputs.length > 0 && !replaced.some(([other]) => other === urn),
      );
      const gone = [...before].filter(([urn]) => !after.has(urn));
      return {
        setting,
        replaces: counted(replaced.map(([urn]) => urn)),
        updates: counted(updated.map(([urn]) => urn)),
        adds: counted([...after.keys()].filter((urn) => !before.has(urn))),
        removes: counted(gone.filter(([, { options }]) => !options.retainOnDelete).map(([urn]) => urn)),
        leaves: counted(gone.filter(([, { options }]) => options.retainOnDelete).map(([urn]) => urn)),
      };
    }),
  );
}

export async function changingSettingsPage(): Promise<string> {
  return page(
    "What happens when I change a setting?",
    `Nothing is ever replaced, and no bucket is deleted unless \`forceDestroyBucket\` was true before. \`recorder: existing\` and
\`historyBucket\` let go of the bucket that the stack made: it stays in the account, as hardened as it was, and \`up\` prints its
name. See [what stays when a stack goes](runbook.md#what-stays-when-a-stack-goes).`,
    `The table compares what the program declares before and after a change of one setting. Names are those of Pulumi's
resource types; a number says how many.`,
    table(
      ["setting", "replaces", "updates", "adds", "removes", "leaves in the account"],
      (await effects()).map(({ setting, replaces, updates, adds, removes, leaves }) => [
        `\`${setting}\``,
        ...[replaces, updates, adds, removes, leaves].map((types) => types.join(", ") || "-"),
      ]),
    ),
  );
}

async function declare(args: GuardArgs): Promise<Map<string, Registration>> {
  const declared = await declaredGuard(args);
  return new Map(
    declared.filter(({ custom }) => custom).map((registration) => [registration.urn, registration]),
  );
}

function changedInputs(before: Record<string, unknown>, after: Record<string, unknown>): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => comparable(before[name]) !== comparable(after[name]));
}

/** The functions' code is the same whatever the settings: they reach it as parameters and environment variables. */
function comparable(value: unknown): string | undefined {
  return value instanceof pulumi.asset.AssetArchive ? "code" : JSON.stringify(value);
}

function isReplacedBy(urn: string, input: string): boolean {
  const inputs = replacedBy[shortType(urn)];
  if (inputs === undefined) throw new Error(`What replaces a ${shortType(urn)} is not known.`);
  return input === "region" || inputs.includes(input);
}

function shortType(urn: string): string {
  return urn.split("::").at(-2)?.split(":").at(-1) ?? "";
}

function counted(urns: string[]): string[] {
  const counts = new Map<string, number>();
  for (const type of urns.map(shortType).toSorted()) counts.set(type, (counts.get(type) ?? 0) + 1);
  return [...counts].map(([type, count]) => (count === 1 ? type : `${count} ${type}`));
}

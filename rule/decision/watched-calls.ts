/**
 * What a call may break: X-Ray's setting; where spans go; a key, or an alias; the right to use a key, which no look-up shows;
 * the key of the spans' log group; or AWS Config's part in the control, its recorder with the delivery channel, or the rule.
 */
export type Concern = "setting" | "destination" | "key" | "keyAccess" | "spans" | "recorder" | "rule";

/** The API calls after which X-Ray's encryption may be wrong, or no longer seen, by the source of their EventBridge event. */
export const watchedCalls: Readonly<Record<string, Readonly<Record<string, Concern>>>> = {
  "aws.xray": { PutEncryptionConfig: "setting", UpdateTraceSegmentDestination: "destination" },
  "aws.kms": {
    DisableKey: "key",
    ScheduleKeyDeletion: "key",
    CreateAlias: "key",
    UpdateAlias: "key",
    DeleteAlias: "key",
    PutKeyPolicy: "keyAccess",
    RevokeGrant: "keyAccess",
    RetireGrant: "keyAccess",
  },
  "aws.logs": { AssociateKmsKey: "spans", DisassociateKmsKey: "spans" },
  "aws.config": {
    StopConfigurationRecorder: "recorder",
    PutConfigurationRecorder: "recorder",
    DeleteConfigurationRecorder: "recorder",
    DeleteDeliveryChannel: "recorder",
    DeleteConfigRule: "rule",
  },
};

/**
 * Calls that AWS's services make all the time, on the keys of disks and the like. Of these only what somebody called
 * directly is heard.
 */
export const oftenMadeByServices = ["RevokeGrant", "RetireGrant"];

const concerns = new Map(Object.values(watchedCalls).flatMap((calls) => Object.entries(calls)));

/** What a call concerns; undefined for one that is not watched. */
export function concernOf(call: string): Concern | undefined {
  return concerns.get(call);
}

const unseen =
  "No look-up shows whether X-Ray may still use it: where it may not, X-Ray stops storing traces.";

/** What a call may have come to that no verdict tells, as sentences; undefined where a verdict tells all. */
export function meaningOf(call: string): string | undefined {
  switch (call) {
    case "PutKeyPolicy":
      return `The policy of the key that X-Ray's data are encrypted with was changed. ${unseen}`;
    case "RevokeGrant":
    case "RetireGrant":
      return `A grant on the key that X-Ray's data are encrypted with was taken back. ${unseen}`;
    case "UpdateTraceSegmentDestination":
      return "X-Ray sends spans to CloudWatch Logs, to log group aws/spans, which X-Ray's setting does not encrypt. With transactionSearch judge that log group's key is judged too.";
    case "AssociateKmsKey":
    case "DisassociateKmsKey":
      return "The key of log group aws/spans was changed, where X-Ray sends spans. With transactionSearch judge it is judged too.";
    case "DeleteConfigRule":
      return "AWS Config's rule on X-Ray's encryption was deleted: nothing is judged any more.";
    default:
      return undefined;
  }
}

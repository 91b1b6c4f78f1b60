import type { Region } from "../account/account";
import { AwsError } from "../account/aws-error";
import { uuid } from "../account/ids";
import type { Fault } from "../endpoint/fault-injection";
import type { ScenarioStep } from "./file";

/** A step that does something to the account: neither lets time pass nor looks at what came of it. */
export type ActionStep = Exclude<ScenarioStep, { word: "advance" | "expect" }>;

/**
 * Does in one Region what a step says, as the account's administrator.
 *
 * @throws AwsError for what AWS refuses
 */
export async function doStep(region: Region, step: ActionStep): Promise<void> {
  const { xray, kms, config, lambda, logs, sns, sqs, account } = region;
  switch (step.word) {
    case "put-encryption":
      await xray.putEncryptionConfig(
        account.administrator,
        step.value === "NONE" ? { Type: "NONE" } : { Type: "KMS", KeyId: step.value },
      );
      return;
    case "create-key": {
      const key = kms.createKey({ id: uuid("key", region.name, account.id, step.value) });
      kms.createAlias(step.value, key.arn);
      return;
    }
    case "move-alias": {
      const target = kms.find(step.value.to);
      if (target === undefined) throw new AwsError("NotFoundException", `There is no key ${step.value.to}.`);
      const request = { AliasName: step.value.alias, TargetKeyId: target.arn };
      await (kms.find(step.value.alias) === undefined
        ? kms.aliases.createAlias(account.administrator, request)
        : kms.aliases.updateAlias(account.administrator, request));
      return;
    }
    case "disable-key":
      await kms.lifecycle.disableKey(account.administrator, keyId(region, step.value));
      return;
    case "enable-key":
      await kms.lifecycle.enableKey(account.administrator, keyId(region, step.value));
      return;
    case "schedule-key-deletion":
      await kms.lifecycle.scheduleKeyDeletion(account.administrator, keyId(region, step.value));
      return;
    case "cancel-key-deletion":
      await kms.lifecycle.cancelKeyDeletion(account.administrator, keyId(region, step.value));
      return;
    case "stop-recorder":
      await config.recording.switch(account.administrator, config.recording.name, false);
      return;
    case "start-recorder":
      await config.recording.switch(account.administrator, config.recording.name, true);
      return;
    case "record-only": {
      const { name, roleArn = "" } = config.recording;
      const recordingGroup = { resourceTypes: [step.value], strategy: "INCLUSION_BY_RESOURCE_TYPES" };
      await config.recording.putRecorderAs(account.administrator, { name, roleArn, recordingGroup });
      return;
    }
    case "delete-recorder":
      await config.recording.deleteRecorder(account.administrator, config.recording.name);
      return;
    case "delete-channel":
      await config.delivery.deleteDeliveryChannel(account.administrator, {
        DeliveryChannelName: config.delivery.name,
      });
      return;
    case "delete-bucket": {
      const { objects } = account.s3.bucket(config.delivery.bucketName);
      objects.clear();
      account.s3.deleteBucket(config.delivery.bucketName);
      return;
    }
    case "put-key-policy": {
      const key = kms.key(step.value);
      const request = { KeyId: key.arn, Policy: JSON.stringify(key.policy) };
      await kms.putKeyPolicy(account.administrator, request);
      return;
    }
    case "revoke-grant":
      await kms.grants.revokeGrant(account.administrator, grantOn(region, step.value));
      return;
    case "retire-grant":
      await kms.grants.retireGrant(account.administrator, grantOn(region, step.value));
      return;
    case "fail-function":
      lambda.failNext(step.value === "until repaired" ? Infinity : step.value);
      return;
    case "repair-function":
      lambda.failNext(0);
      return;
    case "break-call": {
      const { call, how, times } = step.value;
      region.faultInjection.inject(call, how, times);
      return;
    }
    case "mend-calls":
      region.faultInjection.clear();
      return;
    case "purge-queues":
      for (const { arn } of sqs.list()) sqs.purge(arn);
      return;
    case "delete-queues":
      for (const { url } of sqs.list()) sqs.deleteQueue(url);
      return;
    case "delete-rules":
      for (const { name } of config.rules.list()) await config.rules.deleteRule(account.administrator, name);
      return;
    case "restore-rules":
      await config.rules.restoreRules(account.administrator);
      return;
    case "delete-topics":
      for (const { arn } of sns.listTopics()) if (arn !== config.delivery.topicArn) sns.deleteTopic(arn);
      return;
    case "restore-topics":
      sns.restoreTopics();
      return;
    case "send-spans-to":
      await xray.updateTraceSegmentDestination(account.administrator, { Destination: step.value });
      return;
    case "encrypt-spans": {
      logs.provideSpansGroup();
      const group = { logGroupName: "aws/spans" };
      await (step.value === "NONE"
        ? logs.disassociateKmsKey(account.administrator, group)
        : logs.associateKmsKey(account.administrator, { ...group, kmsKeyId: kms.key(step.value).arn }));
      return;
    }
    case "approve-remediation":
      await config.remediation.approve(account.administrator);
      return;
    case "oversized":
      config.rules.announceNextAsOversized();
  }
}

/** Those operations take a key's ID or ARN and no alias; a scenario takes any form. */
function keyId({ kms }: Region, name: string): { KeyId: string } {
  return { KeyId: kms.find(name)?.arn ?? name };
}

/** The grant that X-Ray has on a key. */
function grantOn({ kms }: Region, name: string): { KeyId: string; GrantId: string } {
  const key = kms.key(name);
  const [grant] = kms.grants.on(key);
  if (grant === undefined) throw new AwsError("NotFoundException", `There is no grant on ${key.arn}.`);
  return { KeyId: key.arn, GrantId: grant.id };
}

const faultClauses: Record<Fault, string> = {
  throttled: "is throttled",
  "internal-error": "ends in an error of AWS's own",
  "no-answer": "gets no answer",
  stalls: "gets half an answer",
  "connection-reset": "loses its connection",
  "expired-token": "is refused for an expired token",
  malformed: "is answered by something that is no JSON",
};

/** What a step does, as a heading for what follows from it. */
export function titleOf(step: ActionStep): string {
  switch (step.word) {
    case "put-encryption":
      return step.value === "NONE"
        ? "X-Ray goes back to its default encryption"
        : `X-Ray is given the key ${step.value}`;
    case "create-key":
      return `A key is created, with ${step.value}`;
    case "move-alias":
      return `${step.value.alias} is moved to the key of ${step.value.to}`;
    case "disable-key":
      return `The key ${step.value} is disabled`;
    case "enable-key":
      return `The key ${step.value} is enabled`;
    case "schedule-key-deletion":
      return `The key ${step.value} is scheduled for deletion`;
    case "cancel-key-deletion":
      return `The deletion of the key ${step.value} is cancelled: it stays, disabled`;
    case "stop-recorder":
      return "The recorder is stopped";
    case "start-recorder":
      return "The recorder is started";
    case "record-only":
      return `The recorder is set to record ${step.value} alone`;
    case "delete-recorder":
      return "Somebody deletes the recorder";
    case "delete-channel":
      return "Somebody deletes the delivery channel";
    case "delete-bucket":
      return "Somebody empties and deletes the bucket with the history";
    case "put-key-policy":
      return `Somebody puts a policy on the key ${step.value}`;
    case "revoke-grant":
      return `Somebody revokes X-Ray's grant on the key ${step.value}`;
    case "retire-grant":
      return `Somebody retires X-Ray's grant on the key ${step.value}`;
    case "fail-function":
      return typeof step.value === "number"
        ? `The evaluator is broken for ${step.value} ${step.value === 1 ? "attempt" : "attempts"}`
        : "The evaluator is broken until it is repaired";
    case "repair-function":
      return "The evaluator is repaired";
    case "break-call": {
      const { call, how, times } = step.value;
      const often = times === undefined ? "from now on" : times === 1 ? "once" : `${times} times`;
      return `${call} ${faultClauses[how]}, ${often}`;
    }
    case "mend-calls":
      return "AWS answers again";
    case "purge-queues":
      return "Somebody has looked at the dead letters, and purges the queue";
    case "delete-queues":
      return "Somebody deletes the dead-letter queue";
    case "delete-rules":
      return "Somebody deletes the rule";
    case "restore-rules":
      return "The rule is brought back";
    case "delete-topics":
      return "Somebody deletes the topics that people are told by";
    case "restore-topics":
      return "The topics are brought back";
    case "send-spans-to":
      return step.value === "XRay" ? "Spans go to X-Ray" : "Spans go to CloudWatch Logs";
    case "encrypt-spans":
      return step.value === "NONE"
        ? "The log group aws/spans goes back to CloudWatch Logs' own encryption"
        : `The log group aws/spans is given the key ${step.value}`;
    case "approve-remediation":
      return "Somebody has AWS Config put right what is wrong";
    case "oversized":
      return "The next change is announced as oversized";
  }
}

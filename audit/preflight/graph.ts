import { placeholderCloud } from "../../stack-runner/placeholder-cloud";
import { type Registration, runProgram, StackError } from "../../stack-runner/run";
import { AuditError } from "../aws/aws-call";
import { notifyTopicArns } from "../aws/notifier";
import { hoursOf } from "../cost/compute";
import { encryptionConfigType } from "../history/recorded-items";

/** What the stack would deploy, as its own program says. */
export interface Graph {
  registrations: Registration[];
  regions: RegionPlan[];
}

/** What the stack would do in one Region. */
export interface RegionPlan {
  region: string;
  /** The logical name of the recorder it makes; undefined where it relies on the account's own. */
  recorder: string | undefined;
  /** How its role says whose that recorder is; undefined where it makes none. */
  recorderRole: string | undefined;
  /** The bucket that its delivery channel is given, where the stack does not make it. */
  existingBucket: string | undefined;
  /** The rule's parameters, by name. */
  parameters: Record<string, string>;
  desiredKey: string;
  acceptedKeys: string[];
  /** The key of the alert topic, as configured; undefined where it has none. */
  topicKey: string | undefined;
  /** The ARNs of topics that are told beside the stack's own. */
  notifyTopics: string[];
  /** The key of the functions' logs, as configured; undefined where they have none. */
  logKey: string | undefined;
  /** Whom it subscribes to the topic that alerts are published to. */
  subscribers: Subscriber[];
  /** Hours between evaluations on schedule, which work without a recorder; undefined where there are none. */
  everyHours: number | undefined;
  /** The code of its functions, which is one; a `pulumi.asset.Archive`. */
  code: unknown;
  /** Whether the stack goes by it that AWS Config records the setting there; undefined where the program does not say. */
  recorded: boolean | undefined;
}

/** Somebody who is told by SNS. */
export interface Subscriber {
  protocol: string;
  endpoint: string;
}

const ruleType = "aws:cfg/rule:Rule";
const topicType = "aws:sns/topic:Topic";
const subscriptionType = "aws:sns/topicSubscription:TopicSubscription";
const functionType = "aws:lambda/function:Function";
const logGroupType = "aws:cloudwatch/logGroup:LogGroup";
const roleType = "aws:iam/role:Role";
const recorderType = "aws:cfg/recorder:Recorder";
const channelType = "aws:cfg/deliveryChannel:DeliveryChannel";

/**
 * Runs the stack's program without deploying anything, and reads from it what would be deployed.
 *
 * @param stack the stack's name, as in `Pulumi.<stack>.yaml`
 * @param options the Regions, if not those of the stack's configuration
 * @throws AuditError `usage` for a mistake in the stack's files or configuration
 */
export async function readGraph(
  stack: string,
  options: { regions?: string[]; directory?: string } = {},
): Promise<Graph> {
  const { regions, directory } = options;
  // By the ARN that a program is answered, because only AWS knows which key an alias points to.
  const keys = new Map<unknown, string>();
  // A name ends in `*` where AWS will complete it, as in a policy: `xray-encryption-guard-history*`.
  const cloud = placeholderCloud({ region: regions?.[0], completeName: (name) => `${name}*` });
  const invoke: typeof cloud.invoke = async (call) => {
    const answer = await cloud.invoke(call);
    if (call.token === "aws:kms/getKey:getKey") keys.set(answer["arn"], String(call.inputs["keyId"]));
    return answer;
  };
  try {
    const { registrations, outputs } = await runProgram({
      stack,
      cloud: { ...cloud, invoke },
      ...(directory !== undefined && { directory }),
      ...(regions && { config: { regions } }),
    });
    return { registrations, regions: plansOf(registrations, keys, outputs) };
  } catch (cause) {
    if (cause instanceof StackError || (cause instanceof Error && isRunError(cause))) {
      throw new AuditError("usage", cause.message, { cause });
    }
    throw cause;
  }
}

/** Pulumi's class for a user's mistake in a program. Pulumi does not export it. */
function isRunError(error: Error): boolean {
  return "__pulumiRunError" in error;
}

function plansOf(
  registrations: Registration[],
  keys: ReadonlyMap<unknown, string>,
  outputs: Record<string, unknown>,
): RegionPlan[] {
  // The stack's own program leaves the list out where it is empty, and has a version. Another program has neither.
  const { judgedOnScheduleOnly = "version" in outputs ? [] : undefined } = outputs;
  return registrations
    .filter(({ type, inputs }) => type === ruleType && judgesTheSetting(inputs))
    .map(({ inputs }) => {
      const region = textOf(inputs["region"]) ?? "";
      const parameters = JSON.parse(textOf(inputs["inputParameters"]) ?? "{}") as Record<string, string>;
      const recorder = registrations.find(
        (other) => other.type === recorderType && other.inputs["region"] === region,
      );
      const topic = registrations.find(
        ({ type, inputs: { region: of, kmsMasterKeyId } }) =>
          type === topicType && of === region && kmsMasterKeyId !== undefined,
      );
      const functions = registrations.filter(
        (other) => other.type === functionType && other.inputs["region"] === region,
      );
      return {
        region,
        parameters,
        code: functions[0]?.inputs["code"],
        recorderRole: recorder && roleOf(recorder, registrations),
        logKey: keys.get(
          registrations.find((one) => one.type === logGroupType && one.inputs["region"] === region)?.inputs[
            "kmsKeyId"
          ],
        ),
        topicKey: keys.get(topic?.inputs["kmsMasterKeyId"]),
        notifyTopics: notifyTopicsOf(functions),
        recorder: recorder?.name,
        existingBucket: existingBucketOf(registrations, region),
        desiredKey: parameters["desiredKey"] ?? "any",
        acceptedKeys: parameters["acceptedKeys"]?.split(",") ?? [],
        subscribers: registrations
          .filter((one) => one.type === subscriptionType && one.inputs["region"] === region)
          .map(({ inputs: { protocol, endpoint } }) => ({
            protocol: String(protocol),
            endpoint: String(endpoint),
          })),
        everyHours: hoursOf(inputs),
        recorded: Array.isArray(judgedOnScheduleOnly) ? !judgedOnScheduleOnly.includes(region) : undefined,
      };
    });
}

/** What the notifier's environment names. */
function notifyTopicsOf(functions: readonly Registration[]): string[] {
  return functions.flatMap(({ inputs }) => {
    const environment = inputs["environment"] as { variables?: Record<string, unknown> } | undefined;
    return notifyTopicArns(textOf(environment?.variables?.["NOTIFY_TOPICS"]));
  });
}

/** A name that AWS will complete is of a bucket that the stack makes. */
function existingBucketOf(registrations: readonly Registration[], region: string): string | undefined {
  const channel = registrations.find(
    ({ type, inputs }) => type === channelType && inputs["region"] === region,
  );
  const bucket = textOf(channel?.inputs["s3BucketName"]);
  return bucket?.endsWith("*") === true ? undefined : bucket;
}

/** The description of the role that a recorder is given: it names the stack. */
function roleOf({ inputs }: Registration, registrations: readonly Registration[]): string | undefined {
  const name = textOf(inputs["roleArn"])?.split("/").at(-1);
  const role = registrations.find((one) => one.type === roleType && `${one.name}*` === name);
  return textOf(role?.inputs["description"]);
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function judgesTheSetting({ scope, inputParameters }: Record<string, unknown>): boolean {
  const types = (scope as { complianceResourceTypes?: string[] } | undefined)?.complianceResourceTypes;
  return types?.includes(encryptionConfigType) ?? (textOf(inputParameters) ?? "").includes("desiredKey");
}

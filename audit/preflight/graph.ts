import { placeholderCloud } from "../../stack-runner/placeholder-cloud";
import { type Registration, runProgram, StackError } from "../../stack-runner/run";
import { AuditError } from "../aws/aws-call";
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
  /** The rule's parameters. */
  desiredKey: string;
  acceptedKeys: string[];
  /** The key of the alert topic, as configured; undefined where it has none. */
  topicKey: string | undefined;
  /** The ARNs of topics that are told beside the stack's own. */
  notifyTopics: string[];
  /** The key of the functions' logs, as configured; undefined where they have none. */
  logKey: string | undefined;
  /** The ARNs of the queues that it subscribes to the topic that alerts are published to. */
  queues: string[];
  /** Whether it subscribes anybody to the topic that alerts are published to. */
  tellsSomebody: boolean;
  /** Whether the rule is also evaluated on schedule, which works without a recorder. */
  scheduled: boolean;
  /** Whether the stack goes by it that AWS Config records the setting there; undefined where the program does not say. */
  recorded: boolean | undefined;
}

const ruleType = "aws:cfg/rule:Rule";
const topicType = "aws:sns/topic:Topic";
const subscriptionType = "aws:sns/topicSubscription:TopicSubscription";
const functionType = "aws:lambda/function:Function";
const logGroupType = "aws:cloudwatch/logGroup:LogGroup";
const recorderType = "aws:cfg/recorder:Recorder";

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
      return {
        region,
        logKey: keys.get(
          registrations.find((one) => one.type === logGroupType && one.inputs["region"] === region)?.inputs[
            "kmsKeyId"
          ],
        ),
        topicKey: keys.get(topic?.inputs["kmsMasterKeyId"]),
        notifyTopics: notifyTopicsIn(registrations, region),
        recorder: recorder?.name,
        desiredKey: parameters["desiredKey"] ?? "any",
        acceptedKeys: parameters["acceptedKeys"]?.split(",") ?? [],
        queues: registrations
          .filter((one) => one.type === subscriptionType && one.inputs["region"] === region)
          .flatMap(({ inputs: { protocol, endpoint } }) => (protocol === "sqs" ? [String(endpoint)] : [])),
        tellsSomebody: registrations.some(
          (other) => other.type === subscriptionType && other.inputs["region"] === region,
        ),
        scheduled: JSON.stringify(inputs["source"]).includes("ScheduledNotification"),
        recorded: Array.isArray(judgedOnScheduleOnly) ? !judgedOnScheduleOnly.includes(region) : undefined,
      };
    });
}

/** What the notifier's environment names. */
function notifyTopicsIn(registrations: Registration[], region: string): string[] {
  const environments = registrations
    .filter(({ type, inputs }) => type === functionType && inputs["region"] === region)
    .map(({ inputs }) => inputs["environment"] as { variables?: Record<string, unknown> } | undefined);
  return environments.flatMap((environment) =>
    notifyTopicArns(textOf(environment?.variables?.["NOTIFY_TOPICS"])),
  );
}

/** The ARNs in the variable NOTIFY_TOPICS of a notifier's environment. */
export function notifyTopicArns(variable = "[]"): string[] {
  return (JSON.parse(variable) as { arn: string }[]).map(({ arn }) => arn);
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function judgesTheSetting({ scope, inputParameters }: Record<string, unknown>): boolean {
  const types = (scope as { complianceResourceTypes?: string[] } | undefined)?.complianceResourceTypes;
  return types?.includes(encryptionConfigType) ?? (textOf(inputParameters) ?? "").includes("desiredKey");
}

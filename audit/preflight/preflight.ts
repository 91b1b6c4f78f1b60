import type { Caller, Clients } from "../aws/clients";
import { spanDestination } from "../aws/span-destination";
import { encryptionConfigType } from "../history/recorded-items";
import { type Check, checker } from "./check";
import type { RegionPlan } from "./graph";
import { checkKey } from "./key-check";
import type { Permission } from "./permissions";
import { checkQueues } from "./queue-check";
import { checkDeliveryChannel, checkRecorder } from "./recorder-checks";
import { checkStorageKey, checkTopicKey } from "./customer-key-check";
import { missingPermissions } from "./simulate-permissions";

/** Whether the stack can be deployed into a Region. Never fails: what cannot be read is a warning. */
export async function preflightRegion(
  clients: Clients,
  plan: RegionPlan,
  { account }: Caller,
): Promise<Check[]> {
  const keys = [plan.desiredKey, ...plan.acceptedKeys];
  const about = (what: string) => checker(plan.region, what);
  const checks = await Promise.all([
    about("recorder").orUnread(checkRecorder(clients, plan)),
    about("delivery channel").orUnread(checkDeliveryChannel(clients, plan)),
    ...keys.map((key) => about("key").orUnread(checkKey(clients, key).then((check) => [check]))),
    about("spans").orUnread(checkSpans(clients)),
    ...(plan.topicKey === undefined
      ? []
      : [about("topic key").orUnread(checkTopicKey(clients, plan.topicKey))]),
    ...(plan.logKey === undefined
      ? []
      : [about("storage key").orUnread(checkStorageKey(clients, plan.logKey))]),
  ]);
  return [
    ...checkSupport(plan.region),
    ...checkAudience(plan),
    ...checkQueues(plan, account),
    ...checks.flat(),
  ];
}

/** Whether the caller may make the calls that the deployment needs. */
export async function preflightPermissions(
  clients: Clients,
  caller: Caller,
  permissions: readonly Permission[],
): Promise<Check[]> {
  const { orUnread } = checker(undefined, "permissions");
  return orUnread(
    checkPermissions(clients, caller, permissions),
    "compare with what `preflight --permissions` prints, or allow iam:SimulatePrincipalPolicy and iam:GetRole",
  );
}

async function checkPermissions(
  clients: Clients,
  caller: Caller,
  permissions: readonly Permission[],
): Promise<Check[]> {
  const { pass, fail } = checker(undefined, "permissions");
  const missing = await missingPermissions(clients, caller, permissions);
  if (missing.length === 0) {
    return [pass(`${caller.arn} may make all ${permissions.length} calls that the deployment needs.`)];
  }
  return missing.map(({ action, resource }) =>
    fail(
      `${caller.arn} may not ${action} on ${resource}.`,
      "allow it; `preflight --permissions` prints all that is needed",
    ),
  );
}

/** Regions where AWS Config did not record the type in 2023. Only a deployment shows whether it does now. */
const perhapsUnsupported = /^(cn-|us-gov-|me-south-1$)/;

function checkSupport(region: string): Check[] {
  if (!perhapsUnsupported.test(region)) return [];
  const { warn } = checker(region, "recording");
  return [
    warn(
      `AWS Config did not record ${encryptionConfigType} in ${region} when last documented (2023).`,
      "set `trigger: both` or `periodic`, so that the live setting is judged on schedule",
    ),
  ];
}

/** The notifier's own alarm goes to the alert topic of its Region alone: an alarm acts on no topic elsewhere. */
function checkAudience({ region, tellsSomebody, notifyTopics }: RegionPlan): Check[] {
  if (tellsSomebody) return [];
  const { warn } = checker(region, "alerts");
  return [
    warn(
      notifyTopics.length === 0
        ? "The stack subscribes nobody to its alert topic, so nobody hears it if the notifier fails."
        : "The stack subscribes nobody to its alert topic, so nobody hears it if the notifier fails; the topics of `notifyTopics` are told of all else.",
      "set `notify`, or subscribe somebody to the topic yourself",
    ),
  ];
}

async function checkSpans(clients: Clients): Promise<Check[]> {
  const { pass, warn } = checker(clients.region, "spans");
  return (await spanDestination(clients)) === "CloudWatchLogs"
    ? [
        warn(
          "Spans go to CloudWatch Logs, to log group aws/spans, which X-Ray's setting does not encrypt.",
          "look at that log group's own key",
        ),
      ]
    : [pass("Spans go to X-Ray, which this setting encrypts.")];
}

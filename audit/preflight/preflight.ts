import { notRecordedIn, regionSources, regionSupport } from "../../rule/decision/region-support";
import type { Caller, Clients } from "../aws/clients";
import { spanDestination } from "../aws/span-destination";
import { discoveredIds, encryptionConfigType } from "../history/recorded-items";
import { checkBucket } from "./bucket-check";
import { type Check, checker } from "./check";
import type { RegionPlan } from "./graph";
import { checkKey } from "./key-check";
import type { ContextKey, Permission } from "./permissions";
import { checkQueues } from "./queue-check";
import { checkDeliveryChannel, checkRecorder } from "./recorder-checks";
import { checkStorageKey, checkTopicKey } from "./customer-key-check";
import { missingPermissions } from "./simulate-permissions";

/**
 * Whether the stack can be deployed into a Region, and records there once it is. Never fails: what cannot be read is a
 * warning.
 */
export async function preflightRegion(
  clients: Clients,
  plan: RegionPlan,
  { account }: Caller,
  now: Date,
): Promise<Check[]> {
  const keys = [plan.desiredKey, ...plan.acceptedKeys];
  const about = (what: string) => checker(plan.region, what);
  const checks = await Promise.all([
    about("recording").orUnread(checkSupport(clients, plan)),
    about("recorder").orUnread(checkRecorder(clients, plan, now)),
    about("delivery channel").orUnread(checkDeliveryChannel(clients, plan)),
    about("bucket").orUnread(checkBucket(clients, plan)),
    ...keys.map((key) => about("key").orUnread(checkKey(clients, key).then((check) => [check]))),
    about("spans").orUnread(checkSpans(clients)),
    ...(plan.topicKey === undefined
      ? []
      : [about("topic key").orUnread(checkTopicKey(clients, plan.topicKey))]),
    ...(plan.logKey === undefined
      ? []
      : [about("storage key").orUnread(checkStorageKey(clients, plan.logKey))]),
  ]);
  return [...checkAudience(plan), ...checkQueues(plan, account), ...checks.flat()];
}

/** Whether the caller may make the calls that the deployment needs. */
export async function preflightPermissions(
  clients: Clients,
  caller: Caller,
  permissions: readonly Permission[],
  context: readonly ContextKey[],
): Promise<Check[]> {
  const { orUnread } = checker(undefined, "permissions");
  return orUnread(
    checkPermissions(clients, caller, permissions, context),
    "compare with what `preflight --permissions` prints, or allow iam:SimulatePrincipalPolicy and iam:GetRole",
  );
}

async function checkPermissions(
  clients: Clients,
  caller: Caller,
  permissions: readonly Permission[],
  context: readonly ContextKey[],
): Promise<Check[]> {
  const { pass, fail } = checker(undefined, "permissions");
  const missing = await missingPermissions(clients, caller, permissions, context);
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

/** What the table of Regions says, the stack's owner, and AWS Config itself. */
async function checkSupport(clients: Clients, { region, recorded }: RegionPlan): Promise<Check[]> {
  if (regionSupport(region).records === "yes") return [];
  const { pass, warn } = checker(region, "recording");
  const asOf = `as of ${regionSources.date}`;
  const not = notRecordedIn(region).replace(/^w/, "W");
  const isSupported = recorded === true;
  const override = `name ${region} under \`supportedRegions\``;
  if ((await discoveredIds(clients, encryptionConfigType)).length > 0) {
    const finding = `AWS Config has recorded ${encryptionConfigType} in ${region}, though the table of ${regionSources.date} does not know of it`;
    return isSupported
      ? [pass(`${finding}.`)]
      : [warn(`${finding}, and the stack lets only the schedule judge.`, override)];
  }
  return isSupported
    ? [
        warn(
          `${not} (${asOf}), and it has recorded nothing yet, but the stack relies on it.`,
          `take ${region} out of \`supportedRegions\``,
        ),
      ]
    : [
        warn(
          `${not} (${asOf}): only the schedule judges it there, and there is no history.`,
          `${override} if AWS Config records it there now`,
        ),
      ];
}

/** The notifier's own alarm goes to the alert topic of its Region alone: an alarm acts on no topic elsewhere. */
function checkAudience({ region, subscribers, notifyTopics }: RegionPlan): Check[] {
  if (subscribers.length > 0) return [];
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

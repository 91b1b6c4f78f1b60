import * as pulumi from "@pulumi/pulumi";
import type { AwsAccount } from "../aws-account";
import { streamTo } from "../config/recording";
import { useDesiredKey } from "../config/remediation";
import { evaluatorRole } from "../iam/evaluator-role";
import { eventDetectorRole } from "../iam/event-detector-role";
import { policyLength, type Statement } from "../iam/policy-document";
import { recorderRole } from "../iam/recorder-role";
import { remediationRole } from "../iam/remediation-role";
import { askForAnEvaluation } from "../lambda/event-detector";
import { functionStatements } from "../lambda/rule-function";
import { partitionOf } from "../settings/partitions";
import type { PlainSettings } from "../settings/plain-settings";
import { existingBucket } from "../storage/history-destination";

/** The most characters of all inline policies of one role together (IAM User Guide, "IAM and AWS STS quotas"). */
const most = 10_240;

/** What a role that all Regions share may do: everywhere, and in one Region. */
interface SharedRole {
  suffix: string;
  everywhere: Statement[];
  inRegion: (region: string) => Statement[];
}

/**
 * Checks that what each shared role may do fits on it. A notifier's role is of one Region, and fits with the most topics that
 * `notifyTopics` may list.
 *
 * @param name the guard's
 * @throws RunError with the role and what to shorten
 */
export function checkRolePolicies(name: string, settings: PlainSettings): void {
  for (const [role, length] of rolePolicyLengths(name, settings)) {
    if (length <= most) continue;
    const aliases = role.endsWith("-remediation") ? " or the names of aliases" : "";
    throw new pulumi.RunError(
      `The inline policies of role ${role} would have ${length} characters with ${settings.regions.length} Regions, and IAM takes ${most}: guard some of the Regions with a second stack, or shorten the guard's name${aliases}.`,
    );
  }
}

/** Characters of all inline policies of each shared role, by the role's logical name. */
export function rolePolicyLengths(name: string, settings: PlainSettings): [role: string, length: number][] {
  return sharedRoles(name, settings).map(({ suffix, everywhere, inRegion }) => {
    const policies = [everywhere, ...settings.regions.map(inRegion)].filter(({ length }) => length > 0);
    const lengths = policies.map((statements) => policyLength(...statements));
    return [`${name}-${suffix}`, lengths.reduce((sum, length) => sum + length, 0)];
  });
}

/** The roles by what they may do, with names as Pulumi completes them and an account ID of any digits. */
function sharedRoles(name: string, settings: PlainSettings): SharedRole[] {
  const [firstRegion = ""] = settings.regions;
  const { name: partition } = partitionOf(firstRegion);
  const accountId = "000000000000";
  const account: AwsAccount = { accountId, partition };
  const arn = (service: string, region: string, resource: string) =>
    `arn:${partition}:${service}:${region}:${accountId}:${resource}`;
  const made = (region: string, suffix: string) => `${name}-${region}${suffix}-0000000`;
  const ofFunction = (region: string, suffix: string) =>
    functionStatements(
      arn("logs", region, `log-group:${made(region, suffix)}`),
      arn("sqs", region, made(region, "-undelivered")),
    );
  const encrypts = settings.storageKey !== "" && settings.historyBucket === "";
  const history = {
    ...existingBucket(settings.historyBucket || `${name}-history-0000000`, account),
    keyArn: encrypts ? arn("kms", firstRegion, `key/${"0".repeat(36)}`) : undefined,
  };
  const roles: (SharedRole & { isMade: boolean })[] = [
    {
      suffix: "evaluator",
      isMade: true,
      everywhere: evaluatorRole(account, settings).statements,
      inRegion: (region) => ofFunction(region, "-evaluator"),
    },
    {
      suffix: "detector",
      isMade: settings.fastDetection,
      everywhere: eventDetectorRole(account, settings).statements,
      inRegion: (region) => [
        ...ofFunction(region, "-detector"),
        askForAnEvaluation(arn("config", region, "config-rule/config-rule-000000")),
      ],
    },
    {
      suffix: "recorder",
      isMade: settings.recorder === "create",
      everywhere: recorderRole(account, settings.recordedRegions.length > 0 ? history : undefined).statements,
      inRegion: (region) =>
        settings.recordedRegions.includes(region)
          ? [streamTo(arn("sns", region, made(region, "-stream")))]
          : [],
    },
    {
      suffix: "remediation",
      isMade: settings.enforcement === "remediate",
      everywhere: remediationRole(account).statements,
      inRegion: (region) => {
        const desired = settings.desired[region];
        return desired === undefined ? [] : [useDesiredKey({ account, region }, desired)];
      },
    },
  ];
  return roles.filter(({ isMade }) => isMade);
}

import { DescribeKeyCommand } from "@aws-sdk/client-kms";
import { GetTraceSegmentDestinationCommand } from "@aws-sdk/client-xray";
import { parseKeyReference } from "../../rule/decision/key";
import type { Caller, Clients } from "../aws/clients";
import { AuditError, callAws, isNamed } from "../aws/aws-call";
import type { RegionPlan } from "./graph";
import { missingPermissions } from "./simulate-permissions";
import type { Permission } from "./permissions";
import { encryptionConfigType, resourceComplianceType } from "../history/recorded-items";
import { readDeliveryChannel, readRecorder, type Recorder } from "../aws/recorder";

/** One line of a preflight. */
export interface Check {
  /** Undefined for what concerns the account. */
  region: string | undefined;
  outcome: "pass" | "warn" | "fail";
  /** What was looked at: `recorder`, `key`, `permissions` … */
  about: string;
  /** What was found: a sentence. */
  finding: string;
  /** What helps: a config value or a command; undefined where nothing is wrong. */
  cure: string | undefined;
  /** Whether nobody knows, because it could not be looked at. */
  unread: boolean;
}

/** Looks whether the stack can be deployed into a Region. Never fails: what cannot be read is a warning. */
export async function preflightRegion(clients: Clients, plan: RegionPlan): Promise<Check[]> {
  const checks = await Promise.all([
    guarded(plan.region, "recorder", checkRecorder(clients, plan)),
    guarded(plan.region, "delivery channel", checkChannel(clients, plan)),
    ...[plan.desiredKey, ...plan.acceptedKeys].map((key) =>
      guarded(plan.region, "key", checkKey(clients, plan, key)),
    ),
    guarded(plan.region, "spans", checkSpans(clients)),
  ]);
  return [...checkSupport(plan.region), ...checks.flat()];
}

/** Whether the caller may do what the deployment needs. */
export async function preflightPermissions(
  clients: Clients,
  caller: Caller,
  permissions: readonly Permission[],
): Promise<Check[]> {
  const about = "permissions";
  const asked = missingPermissions(clients, caller, permissions).then((missing): Check[] =>
    missing.length === 0
      ? [
          passed(
            undefined,
            about,
            `${caller.arn} may make all ${permissions.length} calls that the deployment needs.`,
          ),
        ]
      : missing.map(({ action, resource }) =>
          failed(
            undefined,
            about,
            `${caller.arn} may not ${action} on ${resource}.`,
            "allow it; `preflight --permissions` prints all that is needed",
          ),
        ),
  );
  return guarded(
    undefined,
    about,
    asked,
    "compare with what `preflight --permissions` prints, or allow iam:SimulatePrincipalPolicy and iam:GetRole",
  );
}

/** Where AWS Config did not record the type in 2023; whether it does now only a deployment shows. */
const perhapsUnsupported = /^(cn-|us-gov-|me-south-1$)/;

function checkSupport(region: string): Check[] {
  return perhapsUnsupported.test(region)
    ? [
        warned(
          region,
          "recording",
          `AWS Config did not record ${encryptionConfigType} in ${region} when last documented (2023).`,
          "set `trigger: both` or `periodic`, so that the live setting is judged on schedule",
        ),
      ]
    : [];
}

async function checkRecorder(clients: Clients, plan: RegionPlan): Promise<Check[]> {
  const { region } = plan;
  const recorder = await readRecorder(clients);
  if (recorder === undefined) {
    return [
      plan.recorder === undefined
        ? failed(
            region,
            "recorder",
            "The Region has no recorder, and the stack makes none.",
            "`recorder: create`",
          )
        : passed(region, "recorder", "The Region has no recorder; the stack makes one."),
    ];
  }
  const isOurs = plan.recorder !== undefined && isNamedAfter(recorder.name, plan.recorder);
  if (plan.recorder !== undefined && !isOurs) {
    return [
      failed(
        region,
        "recorder",
        `The Region has a recorder already, ${recorder.name}, and has room for one only.`,
        "`recorder: existing`",
      ),
      ...checkRecording(region, recorder, plan),
    ];
  }
  const whose = isOurs ? "this stack's own" : "the account's, and stays as it is";
  return [
    passed(region, "recorder", `Recorder ${recorder.name} is ${whose}.`),
    // The stack sets its own recorder right.
    ...(isOurs ? [] : checkRecording(region, recorder, plan)),
  ];
}

function checkRecording(region: string, recorder: Recorder, { scheduled }: RegionPlan): Check[] {
  const about = "recording";
  const { name } = recorder;
  if (!recorder.recording) {
    return [
      failed(
        region,
        about,
        `Recorder ${name} is stopped, so no change is seen.`,
        `\`aws configservice start-configuration-recorder --configuration-recorder-name ${name}\``,
      ),
    ];
  }
  const addType = (type: string): string => `add ${type} to the recording group of ${name}`;
  const checks: Check[] = [];
  if (recorder.records(encryptionConfigType)) {
    checks.push(
      recorder.recordsDaily(encryptionConfigType)
        ? warned(
            region,
            about,
            `Recorder ${name} records ${encryptionConfigType} once a day only.`,
            "record it continuously",
          )
        : passed(region, about, `Recorder ${name} is running and records ${encryptionConfigType}.`),
    );
  } else {
    const finding = `Recorder ${name} does not record ${encryptionConfigType}`;
    checks.push(
      scheduled
        ? warned(
            region,
            about,
            `${finding}: the schedule judges the live setting, but there is no history.`,
            addType(encryptionConfigType),
          )
        : failed(
            region,
            about,
            `${finding}, so the rule is never invoked.`,
            `${addType(encryptionConfigType)}, or set \`trigger: both\``,
          ),
    );
  }
  if (!recorder.records(resourceComplianceType)) {
    checks.push(
      warned(
        region,
        about,
        `Recorder ${name} does not record ${resourceComplianceType}: past verdicts are not kept.`,
        addType(resourceComplianceType),
      ),
    );
  }
  return checks;
}

async function checkChannel(clients: Clients, { region, recorder }: RegionPlan): Promise<Check[]> {
  const channel = await readDeliveryChannel(clients);
  if (channel === undefined) {
    return recorder === undefined
      ? [
          warned(
            region,
            "delivery channel",
            "The account's recorder has no delivery channel: no history is delivered.",
            "give it one with a bucket and a topic",
          ),
        ]
      : [];
  }
  if (recorder !== undefined && !isNamedAfter(channel.name, recorder)) {
    return [
      failed(
        region,
        "delivery channel",
        `The Region has a delivery channel already, ${channel.name}, and has room for one only.`,
        "`recorder: existing`",
      ),
    ];
  }
  return [passed(region, "delivery channel", `History is delivered to bucket ${channel.bucket}.`)];
}

async function checkKey(clients: Clients, { region }: RegionPlan, key: string): Promise<Check[]> {
  const about = "key";
  const reference = parseKeyReference(key);
  if (reference === undefined) {
    return [passed(region, about, `The desired encryption is \`${key}\`, which names no key.`)];
  }
  const missing = failed(
    region,
    about,
    `There is no key ${key} in ${region}.`,
    "create it, or set `desiredKey`, or `desiredKeyByRegion` where Regions differ",
  );
  if ("region" in reference && reference.region !== region) {
    return [
      failed(
        region,
        about,
        `The key ${key} is in ${reference.region}; X-Ray uses keys of its own Region.`,
        `\`desiredKeyByRegion.${region}\``,
      ),
    ];
  }
  const question = { what: `the key ${key}`, action: "kms:DescribeKey", region };
  const metadata = await callAws(question, async () => {
    try {
      return (await clients.kms.send(new DescribeKeyCommand({ KeyId: key }))).KeyMetadata;
    } catch (error) {
      if (isNamed(error, "NotFoundException")) return undefined;
      throw error;
    }
  });
  if (metadata === undefined) return [missing];
  const { KeySpec, KeyUsage, KeyState, KeyManager, Arn = key } = metadata;
  if (KeySpec !== "SYMMETRIC_DEFAULT" || KeyUsage !== "ENCRYPT_DECRYPT") {
    return [
      failed(
        region,
        about,
        `The key ${key} is ${KeySpec ?? "of an unknown kind"}; X-Ray takes symmetric encryption keys only.`,
        "set `desiredKey` to a symmetric key",
      ),
    ];
  }
  if (KeyState !== "Enabled") {
    return [
      failed(
        region,
        about,
        `The key ${key} is ${KeyState ?? "in an unknown state"}; X-Ray would stop storing traces.`,
        KeyState === "Disabled"
          ? `\`aws kms enable-key --key-id ${Arn}\``
          : "set `desiredKey` to an enabled key",
      ),
    ];
  }
  if (KeyManager === "AWS") {
    return [
      warned(
        region,
        about,
        `The key ${key} is managed by AWS: nobody can control it.`,
        "set `desiredKey` to a customer managed key",
      ),
    ];
  }
  const which = Arn === key ? "" : `, which is ${Arn},`;
  return [passed(region, about, `The key ${key}${which} is symmetric and enabled.`)];
}

async function checkSpans({ xray, region }: Clients): Promise<Check[]> {
  const question = { what: "where spans go", action: "xray:GetTraceSegmentDestination", region };
  const { Destination } = await callAws(question, () => xray.send(new GetTraceSegmentDestinationCommand({})));
  return Destination === "CloudWatchLogs"
    ? [
        warned(
          region,
          "spans",
          "Spans go to CloudWatch Logs, to log group aws/spans, which X-Ray's setting does not encrypt.",
          "look at that log group's own key",
        ),
      ]
    : [passed(region, "spans", "Spans go to X-Ray, which this setting encrypts.")];
}

/** A check that could not be made is a warning: nobody knows, and the deployment may still work. */
async function guarded(
  region: string | undefined,
  about: string,
  checks: Promise<Check[]>,
  cure = "run it with credentials that may look",
): Promise<Check[]> {
  try {
    return await checks;
  } catch (error) {
    if (!(error instanceof AuditError)) throw error;
    return [{ ...warned(region, about, error.message, cure), unread: true }];
  }
}

/** The provider adds seven hexadecimal digits to a logical name. */
function isNamedAfter(name: string, logicalName: string): boolean {
  return (
    name === logicalName ||
    (name.startsWith(`${logicalName}-`) && /^[0-9a-f]{7}$/.test(name.slice(logicalName.length + 1)))
  );
}

function passed(region: string | undefined, about: string, finding: string): Check {
  return { region, outcome: "pass", about, finding, cure: undefined, unread: false };
}

function warned(region: string | undefined, about: string, finding: string, cure: string): Check {
  return { region, outcome: "warn", about, finding, cure, unread: false };
}

function failed(region: string | undefined, about: string, finding: string, cure: string): Check {
  return { region, outcome: "fail", about, finding, cure, unread: false };
}

import { GetRoleCommand } from "@aws-sdk/client-iam";
import { regionSupport } from "../../rule/decision/region-support";
import { callAws } from "../aws/aws-call";
import type { Clients } from "../aws/clients";
import { readDeliveryChannel, readRecorder, type Recorder } from "../aws/recorder";
import { discoveredIds, encryptionConfigType, resourceComplianceType } from "../history/recorded-items";
import { type Check, checker } from "./check";
import type { RegionPlan } from "./graph";

/** Whether the Region has room for the stack's recorder, or one that the stack can rely on. @throws AuditError */
export async function checkRecorder(clients: Clients, plan: RegionPlan, now: Date): Promise<Check[]> {
  const { pass, fail } = checker(plan.region, "recorder");
  const recorder = await readRecorder(clients);
  if (recorder === undefined) {
    return plan.recorder === undefined
      ? [fail("The Region has no recorder, and the stack makes none.", "`recorder: create`")]
      : [pass("The Region has no recorder; the stack makes one.")];
  }
  const { name } = recorder;
  if (plan.recorder === undefined) {
    return [
      pass(`Recorder ${name} is the account's, and stays as it is.`),
      ...checkRecording(recorder, plan),
      ...(await checkDiscovery(clients, recorder, now)),
    ];
  }
  // The stack updates its own recorder, so what that is to record does not matter.
  if (isNamedAfter(name, plan.recorder)) {
    return [await checkOwner(clients, recorder, plan), ...(await checkDiscovery(clients, recorder, now))];
  }
  return [
    fail(
      isControlTowers(name)
        ? `The Region has AWS Control Tower's recorder, ${name}, has room for one only, and Control Tower's control lets its own role alone change it.`
        : `The Region has a recorder already, ${name}, and has room for one only.`,
      "`recorder: existing`",
    ),
    ...checkRecording(recorder, plan),
  ];
}

/** Names are the same in every stack of this project: the role of a recorder tells which of them made it. */
async function checkOwner(
  clients: Clients,
  { name, roleArn = "" }: Recorder,
  plan: RegionPlan,
): Promise<Check> {
  const { region } = plan;
  const { pass, warn, fail } = checker(region, "recorder");
  const call = { what: `the role of recorder ${name}`, action: "iam:GetRole", region };
  const { Role } = await callAws(call, () =>
    clients.iam.send(new GetRoleCommand({ RoleName: roleArn.split("/").at(-1) ?? "" })),
  );
  if (Role?.Description === plan.recorderRole) return pass(`Recorder ${name} is this stack's own.`);
  const [stack] = /stack \S+ of project \S+(?=\.$)/.exec(Role?.Description ?? "") ?? [];
  return stack === undefined
    ? warn(
        `Recorder ${name} has the name of this stack's own, and its role does not say whether it is.`,
        "see whether `npx pulumi stack --show-urns` has it; if not, `recorder: existing`",
      )
    : fail(
        `Recorder ${name} is of ${stack}, and the Region has room for one only.`,
        "`recorder: existing`, or deploy that stack",
      );
}

/** Source: AWS Control Tower User Guide, "Resource Considerations for Account Factory". */
function isControlTowers(name: string): boolean {
  return name.startsWith("aws-controltower-");
}

/** Whether the Region has room for the stack's delivery channel, or one of the account's. @throws AuditError */
export async function checkDeliveryChannel(
  clients: Clients,
  { region, recorder }: RegionPlan,
): Promise<Check[]> {
  const { pass, warn, fail } = checker(region, "delivery channel");
  const channel = await readDeliveryChannel(clients);
  if (channel === undefined) {
    if (recorder !== undefined) return [];
    return [
      warn(
        "The account's recorder has no delivery channel: no history is delivered.",
        "give it one with a bucket and a topic",
      ),
    ];
  }
  const { name, bucket } = channel;
  return recorder !== undefined && !isNamedAfter(name, recorder)
    ? [
        fail(
          `The Region has a delivery channel already, ${name}, and has room for one only.`,
          "`recorder: existing`",
        ),
      ]
    : [pass(`History is delivered to bucket ${bucket}.`)];
}

/** AWS Config discovers what exists within minutes of its start. */
const discoveredWithin = 86_400_000;

/**
 * Whether a recorder that has run for a day and lists the type has recorded anything: where AWS Config does not record the
 * type, all else looks well. @throws AuditError
 */
export async function checkDiscovery(
  clients: Clients,
  { name, recording, lastStart, records }: Recorder,
  now: Date,
): Promise<Check[]> {
  // Of a Region where it is known another check speaks.
  if (regionSupport(clients.region).records !== "yes") return [];
  if (!recording || !records(encryptionConfigType)) return [];
  if (lastStart === undefined || now.getTime() - lastStart.getTime() < discoveredWithin) return [];
  if ((await discoveredIds(clients, encryptionConfigType)).length > 0) return [];
  const { warn } = checker(clients.region, "recording");
  return [
    warn(
      `Recorder ${name} has run for a day and lists ${encryptionConfigType}, and has recorded nothing yet.`,
      "see that its role may call xray:GetEncryptionConfig, and whether AWS Config records the type in this Region",
    ),
  ];
}

/** Whether a recorder runs and records what is needed. */
export function checkRecording(recorder: Recorder, plan: RegionPlan): Check[] {
  // Where nothing is recorded, nothing is to run.
  if (!(plan.recorded ?? regionSupport(plan.region).records === "yes")) return [];
  const { name, recording, failure } = recorder;
  const { warn, fail } = checker(plan.region, "recording");
  if (recording && failure !== undefined) {
    return [fail(`Recorder ${name} fails: ${failure.replace(/\.$/, "")}.`, "see what its role may do")];
  }
  if (!recording) {
    const start = "aws configservice start-configuration-recorder --configuration-recorder-name";
    return [fail(`Recorder ${name} is stopped, so no change is seen.`, `\`${start} ${name}\``)];
  }
  const ofVerdicts = warn(
    `Recorder ${name} does not record ${resourceComplianceType}: past verdicts are not kept.`,
    addToGroup(resourceComplianceType, name),
  );
  return [
    checkSettingRecorded(recorder, plan),
    ...(recorder.records(resourceComplianceType) ? [] : [ofVerdicts]),
  ];
}

function checkSettingRecorded(
  { name, records, recordsDaily }: Recorder,
  { region, everyHours }: RegionPlan,
): Check {
  const { pass, warn, fail } = checker(region, "recording");
  if (!records(encryptionConfigType)) {
    const finding = `Recorder ${name} does not record ${encryptionConfigType}`;
    const cure = addToGroup(encryptionConfigType, name);
    return everyHours !== undefined
      ? warn(`${finding}: the schedule judges the live setting, but there is no history.`, cure)
      : fail(`${finding}, so the rule is never invoked.`, `${cure}, or set \`trigger: both\``);
  }
  return recordsDaily(encryptionConfigType)
    ? warn(`Recorder ${name} records ${encryptionConfigType} once a day only.`, "record it continuously")
    : pass(`Recorder ${name} is running and records ${encryptionConfigType}.`);
}

function addToGroup(type: string, recorder: string): string {
  return `add ${type} to the recording group of ${recorder}`;
}

/** The provider adds seven hexadecimal digits to a logical name. */
function isNamedAfter(name: string, logicalName: string): boolean {
  return name.startsWith(logicalName) && /^(-[0-9a-f]{7})?$/.test(name.slice(logicalName.length));
}

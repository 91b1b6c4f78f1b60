import type { PolicyResource, StackValidationPolicy } from "@pulumi/policy";
import { regionSupport } from "../../rule/decision/region-support";
import { configurable } from "../support/config";
import { type Properties, objectOf, objectsOf, stringOf, stringsOf } from "../support/property";
import { isOfType, refersTo, regionOf } from "../support/resource";
import { checkAll } from "../support/unknown-values";

const config = configurable<{ resourceTypes: string[]; requireTopic: boolean }>({
  resourceTypes: {
    type: "array",
    description: "Resource types that a recorder must record. The second one keeps the history of verdicts.",
    default: ["AWS::XRay::EncryptionConfig", "AWS::Config::ResourceCompliance"],
  },
  requireTopic: {
    type: "boolean",
    description: "Whether the delivery channel must stream to an SNS topic.",
    default: true,
  },
});

/**
 * What AWS Config does not record has no history, and no rule is invoked when it changes.
 *
 * A stack without a recorder uses the account's existing one, which this policy cannot see.
 */
export const configRecorderCoversXray: StackValidationPolicy = {
  name: "config-recorder-covers-xray",
  displayName: "AWS Config records X-Ray's setting",
  tags: ["config", "xray", "evidence"],
  description:
    "A declared AWS Config recorder records X-Ray's encryption setting, runs, and delivers to a topic; it need not run where AWS Config does not record the setting.",
  severity: "critical",
  remediationSteps:
    "List the types under recordingGroup.resourceTypes with the strategy INCLUSION_BY_RESOURCE_TYPES, declare a RecorderStatus with isEnabled, and a DeliveryChannel with snsTopicArn in the recorder's Region.",
  configSchema: config.schema,
  validateStack: (args, reportViolation) => {
    const { resourceTypes, requireTopic } = config.read(args);
    const all = (name: string) => args.resources.filter((resource) => isOfType(resource, "cfg", name));
    const report = (recorder: PolicyResource, message: string) => {
      reportViolation(`Recorder ${recorder.name} ${message}`, recorder.urn);
    };
    const checks = all("Recorder").flatMap((recorder) => [
      () => {
        for (const problem of notRecorded(objectOf(recorder.props, "recordingGroup") ?? {}, resourceTypes)) {
          report(recorder, problem);
        }
      },
      () => {
        if (isThereForTheRule(recorder)) return;
        if (!all("RecorderStatus").some((status) => starts(status, recorder))) {
          report(recorder, "is never started: declare an aws.cfg.RecorderStatus for it with isEnabled true.");
        }
      },
      () => {
        if (isThereForTheRule(recorder)) return;
        const channels = all("DeliveryChannel").filter((channel) => regionOf(channel) === regionOf(recorder));
        if (channels.length === 0) {
          report(recorder, "has no delivery channel: declare an aws.cfg.DeliveryChannel in its Region.");
        } else if (requireTopic && !channels.every((channel) => stringOf(channel.props, "snsTopicArn"))) {
          report(recorder, "has a delivery channel without an SNS topic: set its snsTopicArn.");
        }
      },
    ]);
    checkAll(checks, (check) => check());
  },
};

/** AWS Config takes no rule in a Region without a recorder, also where it records nothing of the type. */
function isThereForTheRule(recorder: PolicyResource): boolean {
  const region = regionOf(recorder);
  return region !== undefined && regionSupport(region).records !== "yes";
}

function starts(status: PolicyResource, recorder: PolicyResource): boolean {
  return refersTo(status, "name", recorder, ["name"]) && status.props["isEnabled"] === true;
}

/** The problems of a recording group. An empty group records all types: AWS Config's default. */
function notRecorded(group: Properties, wanted: string[]): string[] {
  const listed = stringsOf(group, "resourceTypes");
  const strategy = objectsOf(group, "recordingStrategies").map((one) => stringOf(one, "useOnly"))[0];
  if (strategy === "EXCLUSION_BY_RESOURCE_TYPES") {
    const excluded = objectsOf(group, "exclusionByResourceTypes").flatMap((one) =>
      stringsOf(one, "resourceTypes"),
    );
    return wanted
      .filter((type) => excluded.includes(type))
      .map((type) => `excludes ${type}: remove it from recordingGroup.exclusionByResourceTypes.`);
  }
  if (strategy !== "INCLUSION_BY_RESOURCE_TYPES" && group["allSupported"] !== false) return [];
  return [
    ...wanted
      .filter((type) => !listed.includes(type))
      .map((type) => `does not record ${type}: add it to recordingGroup.resourceTypes.`),
    ...(strategy === undefined
      ? [
          "lists types without a strategy, which AWS Config has refused: set recordingGroup.recordingStrategies to INCLUSION_BY_RESOURCE_TYPES.",
        ]
      : []),
  ];
}

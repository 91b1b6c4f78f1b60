import type { ResourceValidationPolicy } from "@pulumi/policy";
import { configurable } from "../support/config";
import { type Properties, objectOf, objectsOf, stringOf, stringsOf } from "../support/property";
import { isOfType } from "../support/resource";

const config = configurable<{ unscopedRules: string[] }>({
  unscopedRules: {
    type: "array",
    description: "Logical names of rules that may be invoked for every change of every resource.",
    default: [],
  },
});

/** Messages on schedule. `ConfigurationSnapshotDeliveryCompleted` is the older one. */
const scheduled = ["ScheduledNotification", "ConfigurationSnapshotDeliveryCompleted"];
const changed = ["ConfigurationItemChangeNotification", "OversizedConfigurationItemChangeNotification"];

/**
 * AWS Config refuses some of these rules in the middle of a deployment. It accepts others, and invokes them for every change of
 * every resource.
 *
 * AWS's managed rules are not checked: each has its own triggers, which the program does not declare.
 */
export const configRuleTrigger: ResourceValidationPolicy = {
  name: "config-rule-trigger",
  displayName: "A Config rule has a trigger",
  tags: ["config"],
  description:
    "A custom AWS Config rule has a trigger, and its scope and frequency are where AWS Config accepts them.",
  severity: "high",
  remediationSteps:
    "Give a rule that evaluates changes a scope; remove the scope of a rule that only runs on schedule; set maximumExecutionFrequency on the source detail with ScheduledNotification and nowhere else.",
  configSchema: config.schema,
  validateResource: (args, reportViolation) => {
    if (!isOfType(args, "cfg", "Rule")) return;
    const source = objectOf(args.props, "source");
    if (source === undefined || stringOf(source, "owner") === "AWS") return;
    const details = objectsOf(source, "sourceDetails");
    const has = (messages: string[]) =>
      details.some((detail) => messages.includes(stringOf(detail, "messageType") ?? ""));
    const scoped = isScope(objectOf(args.props, "scope"));

    if (!has(scheduled) && !has(changed)) {
      reportViolation(
        `The rule has no trigger: add source.sourceDetails with ${changed.join(" and ")}, or with ScheduledNotification.`,
      );
    }
    if (has(scheduled) && !has(changed) && scoped) {
      reportViolation(
        "The rule only runs on schedule and has a scope, which AWS Config refuses: remove scope, or add the change messages to source.sourceDetails.",
      );
    }
    if (has(changed) && !scoped && !config.read(args).unscopedRules.includes(args.name)) {
      reportViolation(
        "The rule evaluates changes and has no scope, so every change of every resource invokes it: set scope.complianceResourceTypes.",
      );
    }
    if (args.props["maximumExecutionFrequency"] !== undefined) {
      reportViolation(
        "The frequency of a custom rule does not belong on the rule: move maximumExecutionFrequency to the source detail with ScheduledNotification.",
      );
    }
    for (const detail of details) {
      const message = stringOf(detail, "messageType") ?? "";
      if (detail["maximumExecutionFrequency"] !== undefined && message !== "ScheduledNotification") {
        reportViolation(
          `The source detail with ${message || "no messageType"} has a frequency, but no schedule: move maximumExecutionFrequency to one with ScheduledNotification.`,
        );
      }
    }
  },
};

function isScope(scope: Properties | undefined): boolean {
  return (
    scope !== undefined &&
    (stringsOf(scope, "complianceResourceTypes").length > 0 || stringOf(scope, "tagKey") !== undefined)
  );
}

import type { PolicyResource, StackValidationPolicy } from "@pulumi/policy";
import { configurable } from "../support/config";
import { objectOf, objectsOf, stringOf, stringsOf } from "../support/property";
import { isOfType, refersTo } from "../support/resource";
import { checkAll } from "../support/unknown-values";

const config = configurable<{ minimumLogRetentionDays: number; alarmOnSilence: boolean }>({
  minimumLogRetentionDays: {
    type: "integer",
    minimum: 1,
    description: "Minimum retention of the function's log, in days.",
    default: 1,
  },
  alarmOnSilence: {
    type: "boolean",
    description: "Whether the function of a rule with a schedule needs an alarm on missing invocations.",
    default: true,
  },
});

/** A rule that fails, or is no longer evaluated, still shows its last verdict. Only an alarm reveals it. */
export const evaluatorObserved: StackValidationPolicy = {
  name: "evaluator-observed",
  displayName: "A rule's function is observed",
  tags: ["lambda", "cloudwatch"],
  description:
    "A function that evaluates an AWS Config rule has a log that is kept, a failure destination, and alarms.",
  severity: "medium",
  remediationSteps:
    "Declare a LogGroup with retentionInDays for the function, a FunctionEventInvokeConfig with destinationConfig.onFailure, and MetricAlarms with alarmActions on its Errors and, where a rule has a schedule, on its Invocations.",
  configSchema: config.schema,
  validateStack: (args, reportViolation) => {
    const { minimumLogRetentionDays, alarmOnSilence } = config.read(args);
    const all = (service: string, name: string) =>
      args.resources.filter((resource) => isOfType(resource, service, name));
    const evaluators = all("lambda", "Function").flatMap((evaluator) => {
      const rules = all("cfg", "Rule").filter((rule) => evaluates(evaluator, rule));
      return rules.length === 0 ? [] : [{ evaluator, isScheduled: rules.some(hasSchedule) }];
    });
    const checks = evaluators.flatMap(({ evaluator, isScheduled }) => {
      const report = (message: string) => {
        reportViolation(`Function ${evaluator.name}, which evaluates a rule, ${message}`, evaluator.urn);
      };
      const alarmOn = (metric: string) =>
        all("cloudwatch", "MetricAlarm").some((alarm) => isAlarm(alarm, metric, evaluator));
      return [
        () => {
          const kept = all("cloudwatch", "LogGroup")
            .filter((group) => isLogOf(group, evaluator))
            .map(({ props }) => Number((props as { retentionInDays: unknown }).retentionInDays) || 0);
          const [days] = kept;
          if (days === undefined) {
            report("has no log that the program declares: declare its LogGroup with retentionInDays.");
          } else if (!kept.some((one) => one >= minimumLogRetentionDays)) {
            // Without a number, and with 0, CloudWatch keeps a log for ever, which somebody forgot.
            report(
              `has a log that is kept for ${days === 0 ? "ever" : `${days} days`}: set retentionInDays of its LogGroup to ${minimumLogRetentionDays} or more.`,
            );
          }
        },
        () => {
          if (
            !all("lambda", "FunctionEventInvokeConfig").some((one) => hasFailureDestination(one, evaluator))
          ) {
            report(
              "has no failure destination: declare a FunctionEventInvokeConfig with destinationConfig.onFailure.",
            );
          }
        },
        () => {
          if (!alarmOn("Errors")) {
            report("has no alarm on its Errors: declare a MetricAlarm with alarmActions.");
          }
        },
        () => {
          if (alarmOnSilence && isScheduled && !alarmOn("Invocations")) {
            report(
              "has no alarm on missing invocations: declare a MetricAlarm with alarmActions on Invocations below 1, whose missing data breach or are filled with 0.",
            );
          }
        },
      ];
    });
    checkAll(checks, (check) => check());
  },
};

const functionNames = ["name", "arn", "functionName"];

function evaluates(evaluator: PolicyResource, rule: PolicyResource): boolean {
  return refersTo(rule, "source", evaluator, functionNames, () =>
    stringOf(objectOf(rule.props, "source") ?? {}, "sourceIdentifier"),
  );
}

function hasSchedule(rule: PolicyResource): boolean {
  const details = objectsOf(objectOf(rule.props, "source") ?? {}, "sourceDetails");
  return details.some((detail) => stringOf(detail, "messageType") === "ScheduledNotification");
}

/** A function without a logging configuration writes to /aws/lambda/<its name>. */
function isLogOf(group: PolicyResource, evaluator: PolicyResource): boolean {
  const chosen = refersTo(evaluator, "loggingConfig", group, ["name"], () =>
    stringOf(objectOf(evaluator.props, "loggingConfig") ?? {}, "logGroup"),
  );
  if (chosen) return true;
  const named = stringOf(evaluator.props, "name");
  return named !== undefined && stringOf(group.props, "name") === `/aws/lambda/${named}`;
}

function hasFailureDestination(invokeConfig: PolicyResource, evaluator: PolicyResource): boolean {
  const onFailure = objectOf(objectOf(invokeConfig.props, "destinationConfig") ?? {}, "onFailure");
  return (
    refersTo(invokeConfig, "functionName", evaluator, functionNames) &&
    onFailure !== undefined &&
    stringOf(onFailure, "destination") !== undefined
  );
}

function isAlarm(alarm: PolicyResource, metric: string, evaluator: PolicyResource): boolean {
  const { props } = alarm;
  const queries = objectsOf(props, "metricQueries");
  const metrics = queries.map((query) => objectOf(query, "metric") ?? {});
  const watched = (queries.length === 0 ? [props] : metrics).find(
    (one) => stringOf(one, "namespace") === "AWS/Lambda" && stringOf(one, "metricName") === metric,
  );
  return (
    watched !== undefined &&
    refersTo(alarm, queries.length === 0 ? "dimensions" : "metricQueries", evaluator, functionNames, () =>
      stringOf(objectOf(watched, "dimensions") ?? {}, "FunctionName"),
    ) &&
    props["actionsEnabled"] !== false &&
    stringsOf(props, "alarmActions").length > 0 &&
    (metric !== "Invocations" || ringsInSilence(props, queries))
  );
}

/** A function that is not invoked has no data, unless an expression fills in some. */
function ringsInSilence(props: Record<string, unknown>, queries: Record<string, unknown>[]): boolean {
  const missing = stringOf(props, "treatMissingData");
  const fills = queries.some((query) => stringOf(query, "expression")?.includes("FILL(") === true);
  return missing === "breaching" || (missing === "ignore" && fills);
}

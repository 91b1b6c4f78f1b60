import type { Registration } from "../../stack-runner/run";
import { assumed } from "./assumptions";
import prices from "./prices.json";

/** One thing that is paid for, in a month. */
export interface Item {
  what: string;
  /** How many a month. */
  count: number;
  /** USD for one. */
  each: number;
}

const { each } = prices;

/** Hours between scheduled runs and deliveries, in AWS Config's words. */
const hours: Record<string, number> = {
  One_Hour: 1,
  Three_Hours: 3,
  Six_Hours: 6,
  Twelve_Hours: 12,
  TwentyFour_Hours: 24,
};

/**
 * What a stack costs in a month, by what it declares.
 *
 * @param registrations the stack's graph
 */
export function costOf(registrations: readonly Registration[]): Item[] {
  const of = (type: string) => registrations.filter((one) => one.type.endsWith(`:${type}`));
  const rules = of("Rule");
  const runs = sum(rules.map(scheduledRuns));
  const changeRuns = rules.filter(onChange).length * assumed.changes;
  const recorded = sum(of("Recorder").map(({ inputs }) => recordedTypes(inputs)));
  const detections = of("EventTarget").some(isOfApiCalls) ? assumed.fastCalls : 0;
  const judged = runs + changeRuns + detections;
  const memoryGb = Math.max(0, ...of("Function").map(({ inputs }) => Number(inputs["memorySize"]) / 1024));
  const messages = assumed.changes * rules.length;
  const deliveries = sum(
    of("DeliveryChannel").map(({ inputs }) =>
      perMonth(stringAt(inputs, "snapshotDeliveryProperties", "deliveryFrequency")),
    ),
  );
  return [
    {
      what: "CloudWatch alarms, by metric",
      count: sum(of("MetricAlarm").map(watchedMetrics)),
      each: each.alarm,
    },
    {
      what: "CloudWatch metrics made from logs",
      count: of("LogMetricFilter").length,
      each: each.customMetric,
    },
    // A scheduled run reports on the resource, and clears the account's own row.
    { what: "AWS Config rule evaluations", count: 2 * runs + changeRuns, each: each.ruleEvaluation },
    {
      what: "AWS Config configuration items",
      count: recorded * assumed.changes,
      each: each.configurationItem,
    },
    // Each verdict is handed to the notifier.
    { what: "Lambda requests", count: 2 * judged, each: each.lambdaRequest },
    {
      what: "Lambda GB-seconds",
      count: judged * (assumed.invocationSeconds + assumed.notifierSeconds) * memoryGb,
      each: each.lambdaGbSecondArm,
    },
    {
      what: "logs, GB",
      count: (judged * (assumed.logKilobytes + assumed.notifierLogKilobytes)) / 1e6,
      each: each.logGb,
    },
    { what: "KMS requests", count: judged * assumed.keyLookUps, each: each.kmsRequest },
    { what: "DynamoDB reads", count: judged, each: each.dynamodbRead },
    // What was seen, and of a message before and after.
    { what: "DynamoDB writes", count: judged + messages, each: each.dynamodbWrite },
    { what: "e-mails", count: subscriptions(of, "email") * messages, each: each.email },
    {
      what: "HTTPS notifications",
      count: subscriptions(of, "https") * messages,
      each: each.httpsNotification,
    },
    { what: "S3 puts", count: deliveries + recorded * assumed.changes, each: each.s3Put },
    {
      what: "S3 GB",
      count: of("DeliveryChannel").length * assumed.historyGb + of("Trail").length * assumed.trailGb,
      each: each.s3GbMonth,
    },
  ].filter(({ count }) => count > 0);
}

export function total(items: readonly Item[]): number {
  return sum(items.map(({ count, each: price }) => count * price));
}

function sum(values: readonly number[]): number {
  return values.reduce((all, one) => all + one, 0);
}

/** An alarm on an expression is paid for by the metrics in it. */
function watchedMetrics({ inputs }: Registration): number {
  const queries = inputs["metricQueries"] as { metric?: object }[] | undefined;
  return queries === undefined ? 1 : queries.filter(({ metric }) => metric !== undefined).length;
}

/** Hours between a rule's evaluations on schedule; undefined where there are none. @param inputs the rule's */
export function hoursOf(inputs: Record<string, unknown>): number | undefined {
  const [frequency] = sourceDetails(inputs).flatMap(({ maximumExecutionFrequency: one }) => one ?? []);
  return typeof frequency === "string" ? hours[frequency] : undefined;
}

function scheduledRuns(rule: Registration): number {
  return sum(sourceDetails(rule.inputs).map((detail) => perMonth(detail["maximumExecutionFrequency"])));
}

function onChange(rule: Registration): boolean {
  return sourceDetails(rule.inputs).some(
    ({ messageType }) => messageType === "ConfigurationItemChangeNotification",
  );
}

function sourceDetails(inputs: Record<string, unknown>): Record<string, unknown>[] {
  return (inputs["source"] as { sourceDetails: Record<string, unknown>[] }).sourceDetails;
}

/** How often something with a frequency happens; 0 for something without. */
function perMonth(frequency: unknown): number {
  const every = typeof frequency === "string" ? hours[frequency] : undefined;
  return every === undefined ? 0 : (assumed.days * 24) / every;
}

/** How many configuration items one change of the setting makes: the setting's own, and its verdict's. */
function recordedTypes(inputs: Record<string, unknown>): number {
  const types = (inputs["recordingGroup"] as { resourceTypes?: string[] }).resourceTypes ?? [];
  return types.length;
}

/** The event detector's, and not that of AWS Config's events, which are as few as the changes. */
function isOfApiCalls({ name }: Registration): boolean {
  return name.endsWith("-detector");
}

function subscriptions(of: (type: string) => Registration[], protocol: string): number {
  return of("TopicSubscription").filter(({ inputs }) => inputs["protocol"] === protocol).length;
}

function stringAt(inputs: Record<string, unknown>, outer: string, inner: string): unknown {
  return (inputs[outer] as Record<string, unknown> | undefined)?.[inner];
}

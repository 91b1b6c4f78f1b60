import type {
  DescribeAlarmsInput,
  DescribeAlarmsOutput,
  SetAlarmStateInput,
} from "@aws-sdk/client-cloudwatch";
import type { RegionContext } from "../../account/context";
import { AwsError, notSimulated } from "../../account/aws-error";
import { second } from "../../account/clock";
import { pageOf } from "../../endpoint/paging";
import type { Sns } from "../sns/sns";
import { alarmState, type AlarmState, type Evaluation, evaluationRange } from "./alarm-state";
import { parseExpression, type Series } from "./metric-math";

export interface Metric {
  namespace: string;
  metricName: string;
  dimensions: Record<string, string>;
  statistic: "Sum" | "Maximum";
}

/** What an alarm watches: a metric, or an expression on some by their IDs. */
type Watched = Metric | { expression: string; metrics: Record<string, Metric> };

export type AlarmOptions = Watched &
  Evaluation & {
    name: string;
    description?: string | undefined;
    comparison:
      | "GreaterThanThreshold"
      | "GreaterThanOrEqualToThreshold"
      | "LessThanThreshold"
      | "LessThanOrEqualToThreshold";
    threshold: number;
    /** Seconds. */
    period: number;
    alarmActions: string[];
    okActions: string[];
  };

type Alarm = AlarmOptions & {
  arn: string;
  state: AlarmState;
  /** How often it was to be looked at: what was planned before the last time does not count. */
  turn: number;
  /** Since when it has this state, and why, as CloudWatch says it. */
  since: string;
  reason: string;
};

/** A state of an alarm, as a notification says it. */
interface AlarmChange {
  value: AlarmState;
  reason: string;
  timestamp: string;
}

/** The functions that an alarm may invoke. */
interface Functions {
  invokeAsync(
    principal: string,
    functionArn: string,
    event: unknown,
    context: Record<string, string>,
  ): Promise<void>;
}

/** CloudWatch: the metrics that functions and filters write, and alarms on them. */
export class CloudWatch {
  /** By metric, oldest first. */
  private readonly datapoints = new Map<string, { at: number; value: number }[]>();
  private alarms: Alarm[] = [];

  constructor(private readonly region: RegionContext & { sns: Sns; lambda: Functions }) {}

  /** `PutMetricAlarm`. A changed alarm keeps its state until it is evaluated. */
  putMetricAlarm(options: AlarmOptions): { arn: string } {
    // Source: CloudWatch User Guide, "Alarm evaluation".
    if (options.period * options.evaluationPeriods > (options.period >= 3600 ? 7 * 86_400 : 86_400)) {
      throw new AwsError(
        "ValidationError",
        "Metrics cannot be checked across more than a day, or a week where the period is an hour or longer (EvaluationPeriods * Period).",
      );
    }
    const { datapointsToAlarm = 1 } = options;
    if (datapointsToAlarm < 1 || datapointsToAlarm > options.evaluationPeriods) {
      throw new AwsError(
        "ValidationError",
        `DatapointsToAlarm must be 1 to EvaluationPeriods, which is ${options.evaluationPeriods}, but is ${datapointsToAlarm}.`,
      );
    }
    const arn = this.region.arn("cloudwatch", `alarm:${options.name}`);
    const { state, since, reason } = this.find(options.name) ?? {
      state: "INSUFFICIENT_DATA" as const,
      since: this.region.account.clock.iso(),
      reason: "Unchecked: Initial alarm creation",
    };
    this.deleteAlarm(options.name);
    const alarm: Alarm = { ...options, arn, state, since, reason, turn: 0 };
    this.alarms.push(alarm);
    // CloudWatch looks at a new alarm within a minute, and not only at the end of its first period.
    this.evaluateAfter(0, alarm);
    return { arn };
  }

  /** An alarm of this name; undefined where there is none. */
  find(name: string): Alarm | undefined {
    return this.alarms.find((alarm) => alarm.name === name);
  }

  /** `DeleteAlarms`, with one. One that does not exist is no error. */
  deleteAlarm(name: string): void {
    this.alarms = this.alarms.filter((alarm) => alarm.name !== name);
  }

  listAlarms(): readonly Alarm[] {
    return this.alarms;
  }

  /** `DescribeAlarms`: all, those of some names, or those that act on something. */
  async describeAlarms(principal: string, request: DescribeAlarmsInput): Promise<DescribeAlarmsOutput> {
    const { AlarmNames, ActionPrefix, MaxRecords = 50, NextToken, ...others } = request;
    const [other] = Object.keys(others);
    if (other !== undefined) throw notSimulated(`${other} of DescribeAlarms`);
    const { authorization } = this.region.account;
    const resource = this.region.arn("cloudwatch", "alarm:*");
    await authorization.require({ principal, action: "cloudwatch:DescribeAlarms", resource });
    const found = this.alarms.filter(
      ({ name, alarmActions, okActions }) =>
        (AlarmNames?.includes(name) ?? true) &&
        (ActionPrefix === undefined ||
          [...alarmActions, ...okActions].some((action) => action.startsWith(ActionPrefix))),
    );
    const { page, next } = pageOf(found, MaxRecords, NextToken);
    return {
      MetricAlarms: page.map((alarm) => ({
        AlarmName: alarm.name,
        AlarmArn: alarm.arn,
        AlarmDescription: alarm.description,
        ActionsEnabled: true,
        AlarmActions: alarm.alarmActions,
        OKActions: alarm.okActions,
        InsufficientDataActions: [],
        StateValue: alarm.state,
        StateReason: alarm.reason,
        StateUpdatedTimestamp: new Date(alarm.since),
      })),
      CompositeAlarms: [],
      ...(next === undefined ? {} : { NextToken: next }),
    };
  }

  /** `SetAlarmState`. CloudWatch soon looks at the alarm again, and it gets the state that its data give it. */
  async setAlarmState(principal: string, request: SetAlarmStateInput): Promise<void> {
    const { AlarmName = "", StateValue, StateReason = "" } = request;
    const { authorization } = this.region.account;
    const resource = this.region.arn("cloudwatch", `alarm:${AlarmName}`);
    await authorization.require({ principal, action: "cloudwatch:SetAlarmState", resource });
    const alarm = this.find(AlarmName);
    if (alarm === undefined) throw new AwsError("ResourceNotFound", `Unknown alarm ${AlarmName}`, 404);
    if (StateValue === undefined || !["OK", "ALARM", "INSUFFICIENT_DATA"].includes(StateValue))
      throw new AwsError("ValidationError", "StateValue must be OK, ALARM or INSUFFICIENT_DATA.");
    this.evaluateAfter(reevaluatedAfter, alarm);
    await this.change(alarm, StateValue, StateReason);
  }

  async putMetric(
    namespace: string,
    metricName: string,
    dimensions: Record<string, string>,
    value: number,
  ): Promise<void> {
    const metric = metricId({ namespace, metricName, dimensions });
    const points = this.datapoints.get(metric) ?? [];
    this.datapoints.set(metric, points);
    points.push({ at: this.region.account.clock.now().getTime(), value });
    for (const alarm of this.alarms) {
      if (metricsOf(alarm).some((one) => metricId(one) === metric)) await this.evaluate(alarm);
    }
  }

  private evaluateAfter(milliseconds: number, alarm: Alarm): void {
    const turn = ++alarm.turn;
    this.region.account.clock.after(milliseconds, async () => {
      if (alarm.turn === turn && this.alarms.includes(alarm)) await this.evaluate(alarm);
    });
  }

  /** Gives an alarm its state: when data arrive, and from then on each period, as long as there are any in its range. */
  private async evaluate(alarm: Alarm): Promise<void> {
    const series = this.seriesOf(alarm);
    if (series.some((value) => value !== undefined)) this.evaluateAfter(alarm.period * second, alarm);
    const breaches = series.map((value) => (value === undefined ? undefined : compare(value, alarm)));
    const reason = `Threshold Crossed: ${"expression" in alarm ? alarm.expression : alarm.metricName} was ${alarm.comparison} (${alarm.threshold})`;
    await this.change(alarm, alarmState(breaches, alarm, alarm.state), reason);
  }

  /** Gives an alarm a state, and does what is to be done where it is another. */
  private async change(alarm: Alarm, state: AlarmState, why: string): Promise<void> {
    if (state === alarm.state) return;
    const { state: value, reason, since: timestamp } = alarm;
    alarm.state = state;
    alarm.since = this.region.account.clock.iso();
    alarm.reason = why;
    const actions = state === "ALARM" ? alarm.alarmActions : state === "OK" ? alarm.okActions : [];
    for (const action of actions) {
      try {
        await this.notify(alarm, { value, reason, timestamp }, action);
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        this.region.failure(`CloudWatch alarm ${alarm.name} could not notify ${action}: ${error.message}`);
      }
    }
  }

  /** What an alarm watches, by period of its evaluation range, oldest first. The last period ends now. */
  private seriesOf(alarm: Alarm): Series {
    if (!("expression" in alarm)) return this.valuesOf(alarm, alarm);
    const ids = Object.keys(alarm.metrics);
    const series = ids.map((id) => [id, this.valuesOf(alarm.metrics[id], alarm)] as const);
    return parseExpression(alarm.expression, ids)(Object.fromEntries(series));
  }

  private valuesOf(metric: Metric | undefined, alarm: Alarm): Series {
    if (metric === undefined) return [];
    const now = this.region.account.clock.now().getTime();
    const periods: number[][] = Array.from({ length: evaluationRange(alarm) }, () => []);
    for (const { at, value } of (this.datapoints.get(metricId(metric)) ?? []).toReversed()) {
      const period = periods[Math.floor((now - at) / (alarm.period * second))];
      if (period === undefined) break;
      period.push(value);
    }
    const statistic = statistics[metric.statistic];
    return periods.map((values) => (values.length === 0 ? undefined : statistic(values))).reverse();
  }

  private async notify(alarm: Alarm, previous: AlarmChange, action: string): Promise<void> {
    const { account } = this.region;
    if (/^arn:[^:]+:lambda:/.test(action)) {
      await this.region.lambda.invokeAsync(
        "lambda.alarms.cloudwatch.amazonaws.com",
        action,
        this.eventOf(alarm, previous),
        { "aws:SourceAccount": account.id, "aws:SourceArn": alarm.arn },
      );
      return;
    }
    await this.region.sns.publish("cloudwatch.amazonaws.com", action, this.messageOf(alarm, previous), {
      "aws:SourceAccount": account.id,
      "aws:SourceArn": alarm.arn,
    });
  }

  /** What a topic gets. */
  private messageOf(alarm: Alarm, previous: AlarmChange): { subject: string; message: string } {
    const { account, name } = this.region;
    const message = {
      AlarmName: alarm.name,
      AlarmDescription: alarm.description ?? null,
      AWSAccountId: account.id,
      NewStateValue: alarm.state,
      NewStateReason: alarm.reason,
      StateChangeTime: alarm.since,
      Region: name,
      AlarmArn: alarm.arn,
      OldStateValue: previous.value,
    };
    return { subject: `${alarm.state}: "${alarm.name}" in ${name}`, message: JSON.stringify(message) };
  }

  /** What a function gets (CloudWatch User Guide, "Invoke a Lambda function from an alarm"). */
  private eventOf(alarm: Alarm, previous: AlarmChange): object {
    const { account, name } = this.region;
    const written = ({ value, reason, timestamp }: AlarmChange) => ({
      value,
      reason,
      timestamp: timestamp.replace("Z", "+0000"),
    });
    return {
      source: "aws.cloudwatch",
      alarmArn: alarm.arn,
      accountId: account.id,
      time: alarm.since.replace("Z", "+0000"),
      region: name,
      alarmData: {
        alarmName: alarm.name,
        state: written({ value: alarm.state, reason: alarm.reason, timestamp: alarm.since }),
        previousState: written(previous),
        configuration: { description: alarm.description ?? "", metrics: [] },
      },
    };
  }
}

/** "Metric alarms returns to their actual state quickly, often within seconds" (API reference, `SetAlarmState`). Milliseconds. */
const reevaluatedAfter = 10 * second;

const statistics: Record<Metric["statistic"], (values: number[]) => number> = {
  Sum: (values) => values.reduce((sum, value) => sum + value, 0),
  Maximum: (values) => Math.max(...values),
};

function metricsOf(alarm: AlarmOptions): Metric[] {
  return "expression" in alarm ? Object.values(alarm.metrics) : [alarm];
}

function metricId(metric: {
  namespace: string;
  metricName: string;
  dimensions: Record<string, string>;
}): string {
  const dimensions = Object.entries(metric.dimensions).sort(([a], [b]) => a.localeCompare(b));
  return JSON.stringify([metric.namespace, metric.metricName, dimensions]);
}

function compare(value: number, { comparison, threshold }: AlarmOptions): boolean {
  switch (comparison) {
    case "GreaterThanThreshold":
      return value > threshold;
    case "GreaterThanOrEqualToThreshold":
      return value >= threshold;
    case "LessThanThreshold":
      return value < threshold;
    case "LessThanOrEqualToThreshold":
      return value <= threshold;
  }
}

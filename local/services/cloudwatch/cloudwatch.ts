import type { RegionContext } from "../../account/context";
import { AwsError } from "../../account/aws-error";
import { type Cancel, second } from "../../account/clock";
import type { Sns } from "../sns/sns";

export interface AlarmOptions {
  name: string;
  description?: string | undefined;
  namespace: string;
  metricName: string;
  dimensions: Record<string, string>;
  statistic: "Sum" | "Maximum";
  comparison:
    | "GreaterThanThreshold"
    | "GreaterThanOrEqualToThreshold"
    | "LessThanThreshold"
    | "LessThanOrEqualToThreshold";
  threshold: number;
  /** Seconds. */
  period: number;
  evaluationPeriods: number;
  /** How many of the evaluation periods must breach. Default: all. */
  datapointsToAlarm?: number | undefined;
  treatMissingData: "breaching" | "notBreaching" | "ignore" | "missing";
  alarmActions: string[];
  okActions: string[];
}

type AlarmState = "OK" | "ALARM" | "INSUFFICIENT_DATA";

interface Alarm extends AlarmOptions {
  arn: string;
  state: AlarmState;
  /** Ends its evaluation. */
  end: Cancel;
  /** Since when it has this state, and why, as CloudWatch says it. */
  since: string;
  reason: string;
}

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
  private readonly datapoints: { metric: string; at: number; value: number }[] = [];
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
    // Evaluated at the end of each period and when data arrives. A new alarm must not count the time before it existed.
    const end = this.region.account.clock.every(options.period * second, () => this.evaluate(alarm));
    const alarm: Alarm = { ...options, arn, state, since, reason, end };
    this.alarms.push(alarm);
    return { arn };
  }

  /** An alarm of this name; undefined where there is none. */
  find(name: string): Alarm | undefined {
    return this.alarms.find((alarm) => alarm.name === name);
  }

  /** `DeleteAlarms`, with one. One that does not exist is no error. */
  deleteAlarm(name: string): void {
    this.find(name)?.end();
    this.alarms = this.alarms.filter((alarm) => alarm.name !== name);
  }

  listAlarms(): readonly Alarm[] {
    return this.alarms;
  }

  async putMetric(
    namespace: string,
    metricName: string,
    dimensions: Record<string, string>,
    value: number,
  ): Promise<void> {
    const metric = metricId({ namespace, metricName, dimensions });
    this.datapoints.push({ metric, at: this.region.account.clock.now().getTime(), value });
    for (const alarm of this.alarms) if (metricId(alarm) === metric) await this.evaluate(alarm);
  }

  private async evaluate(alarm: Alarm): Promise<void> {
    const state = this.stateOf(alarm);
    if (state === alarm.state) return;
    const { state: value, reason, since: timestamp } = alarm;
    alarm.state = state;
    alarm.since = this.region.account.clock.iso();
    alarm.reason = `Threshold Crossed: ${alarm.metricName} was ${alarm.comparison} (${alarm.threshold})`;
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

  private stateOf(alarm: Alarm): AlarmState {
    const now = this.region.account.clock.now().getTime();
    const metric = metricId(alarm);
    const breaches = Array.from({ length: alarm.evaluationPeriods }, (_, index) => {
      const end = now - index * alarm.period * second;
      const values = this.datapoints.filter(
        (point) => point.metric === metric && point.at <= end && point.at > end - alarm.period * second,
      );
      if (values.length === 0) return alarm.treatMissingData;
      return compare(statistics[alarm.statistic](values.map(({ value }) => value)), alarm)
        ? "breaching"
        : "notBreaching";
    });
    const { datapointsToAlarm = alarm.evaluationPeriods } = alarm;
    if (breaches.filter((breach) => breach === "breaching").length >= datapointsToAlarm) return "ALARM";
    if (breaches.includes("notBreaching")) return "OK";
    return breaches.includes("ignore") ? alarm.state : "INSUFFICIENT_DATA";
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

const statistics: Record<AlarmOptions["statistic"], (values: number[]) => number> = {
  Sum: (values) => values.reduce((sum, value) => sum + value, 0),
  Maximum: (values) => Math.max(...values),
};

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

import type * as pulumi from "@pulumi/pulumi";
import * as aws from "../aws";

/** What the notifier writes of an alarm, by `rule/notify/alarm.ts`. */
export interface AlarmWords {
  /** Of what the alarm tells, in at most 50 characters: the subject. */
  title: string;
  /** What it means, in a few sentences. */
  meaning: string;
  /** The section of docs/runbook.md. */
  section: string;
}

export type WordedAlarmArgs = Omit<
  aws.cloudwatch.MetricAlarmArgs,
  "alarmDescription" | "alarmActions" | "okActions"
> & {
  words: AlarmWords;
  /** Words that it rings, and that it is over. */
  notifier: aws.lambda.Function;
  /** The topic that is told by the alarm itself, in CloudWatch's words, where the notifier cannot be. */
  topic?: aws.sns.Topic;
};

/** An alarm that people can read: its description has lines that the notifier makes a message of. */
export function wordedAlarm(
  name: string,
  { words, notifier, topic, ...alarm }: WordedAlarmArgs,
  opts: pulumi.CustomResourceOptions,
): aws.cloudwatch.MetricAlarm {
  const { title, meaning, section } = words;
  return new aws.cloudwatch.MetricAlarm(
    name,
    {
      ...alarm,
      alarmDescription: [title, meaning, `What to do: docs/runbook.md, section ${section}`].join("\n"),
      alarmActions: [topic?.arn ?? notifier.arn],
      okActions: [notifier.arn],
    },
    opts,
  );
}

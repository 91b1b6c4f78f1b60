// Apart from what makes them: whoever compiles against the component reads these types, and none of the AWS provider's.

/** What a guard made in one Region. */
export interface GuardedRegionOutputs {
  /** The AWS Config rule. */
  ruleName: string;
  ruleArn: string;
  /** The evaluator, which judges the setting. */
  functionName: string;
  functionArn: string;
  /** As which the evaluator runs: one role for all Regions. */
  functionRoleArn: string;
  /** The function that tells people. */
  notifierArn: string;
  /** The queue of what Lambda and EventBridge gave up on. */
  deadLetterQueueArn: string;
  /** Left out with `recorder: existing`. */
  recorderName?: string;
  /** AWS Config's own stream, JSON. Left out where this stack has nothing recorded. */
  streamTopicArn?: string;
  /** Like `streamTopicArn`. */
  streamTopicName?: string;
  /** Alerts in sentences. */
  alertTopicArn: string;
  alertTopicName: string;
  /** The rule's page in the console. Left out in partitions whose console has no published address. */
  ruleConsoleUrl?: string;
  /** The history of the setting there, like `ruleConsoleUrl`. */
  timelineConsoleUrl?: string;
}

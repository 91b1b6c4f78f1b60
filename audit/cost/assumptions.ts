/** What the computation supposes of a month; everything else is read from the graph. */
export const assumed = {
  days: 30,
  /** Changes of X-Ray's setting, each of which changes the verdict too. */
  changes: 10,
  /** Seconds of an evaluator's invocation: the cold ones are most, so few are there. On schedule six look-ups follow. */
  invocationSeconds: 3,
  /** What one invocation writes to its log: its verdict, and whoever called in the last days. */
  logKilobytes: 3,
  /** The notifier's: what it reads and writes is little. */
  notifierSeconds: 0.5,
  notifierLogKilobytes: 1,
  /** `DescribeKey` calls of one invocation: an alias, and the key in use. */
  keyLookUps: 2,
  /** Calls in a month that make an event detector look, of the KMS calls of the whole account. */
  fastCalls: 100,
  /** Delivered history and snapshots of the setting and its verdicts, kept for seven years. */
  historyGb: 0.01,
  /** A trail's log files in one account, gzipped. */
  trailGb: 1,
  /** Changes of all resources that an account of some life sees in a month, where everything is recorded. */
  everyResourcesChanges: 10_000,
} as const;

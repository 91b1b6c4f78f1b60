/** How a command ends, by reason: the process's exit code, and what it means. The documented table is made from this one. */
export const exitCodes = {
  ok: { code: 0, when: "everything asked for was answered" },
  internal: { code: 1, when: "a defect of this program" },
  partial: {
    code: 2,
    when: "answered, but not whole: a Region, an account or a source failed, and is named",
  },
  usage: { code: 3, when: "a mistake in the arguments or in the stack's files" },
  noCredentials: { code: 4, when: "no AWS credentials, or expired or refused ones" },
  noRecorder: { code: 5, when: "the Region has no AWS Config recorder" },
  accessDenied: { code: 6, when: "the credentials may not make a call that is needed" },
  throttled: { code: 7, when: "AWS kept answering that there were too many requests" },
  unknownRegion: { code: 8, when: "a Region that does not exist" },
  emptyHistory: { code: 9, when: "AWS Config recorded nothing about the setting in the time asked for" },
  different: { code: 10, when: "verify: bucket and AWS Config disagree, or a report's folder was changed" },
  notReady: { code: 11, when: "preflight, health, notify-test: a check failed" },
  unreachable: { code: 12, when: "AWS could not be reached, or answered with an error of its own" },
  notFound: { code: 13, when: "no delivery channel, bucket, aggregator or rule of that name" },
  unreadable: { code: 14, when: "a record that cannot be understood" },
} as const;

/** Why a command did not simply succeed. */
export type Reason = keyof typeof exitCodes;

/**
 * The reason for a whole command, from those of its Regions. Where all failed for one reason that is the reason; where
 * some did not, or they differ, the answer is partial.
 *
 * @param reasons one for each Region, `ok` included
 */
export function overall(reasons: readonly Reason[]): Reason {
  const [first, ...others] = new Set(reasons);
  return others.length > 0 ? "partial" : (first ?? "ok");
}

/** The table of exit codes, for `--help` and for the README. */
export function exitCodeRows(): { code: number; when: string }[] {
  return Object.values(exitCodes).map(({ code, when }) => ({ code, when }));
}

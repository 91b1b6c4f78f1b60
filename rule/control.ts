import { type ControlFinding, deliveryProblem, recorderProblem, ruleProblem } from "./decision/control";
import { encryptionConfigType } from "./decision/setting";
import { notes } from "./decision/verdict";
import type { LookUps } from "./look-ups";

/**
 * Looks at AWS Config's recorder, delivery channel and rule. Never fails but at the deadline: what cannot be read shows
 * nothing, and no verdict depends on it.
 *
 * @param ruleName undefined where nobody named the rule
 * @param discovered how many resources AWS Config has discovered; undefined where that is not to be looked at
 */
export async function lookAtControl(
  aws: LookUps,
  ruleName: string | undefined,
  now: Date,
  discovered?: Promise<number>,
): Promise<ControlFinding> {
  const [recorders, channels, rule, count] = await Promise.all([
    aws.recorders(),
    aws.channels(),
    ruleName === undefined ? undefined : aws.rule(ruleName),
    discovered,
  ]);
  const problems = [
    recorders && recorderProblem(recorders, encryptionConfigType, count, now),
    channels && deliveryProblem(channels, recorders),
    rule && ruleProblem(rule, encryptionConfigType),
  ];
  return {
    problems: problems.filter((problem) => problem !== undefined),
    unread: [
      ...(recorders === undefined ? [notes.recordingUnknown] : []),
      ...(channels === undefined ? [notes.deliveryUnknown] : []),
      ...(ruleName !== undefined && rule === undefined ? [notes.ruleUnknown] : []),
    ],
  };
}

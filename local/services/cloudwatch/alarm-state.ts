export type AlarmState = "OK" | "ALARM" | "INSUFFICIENT_DATA";

export interface Evaluation {
  evaluationPeriods: number;
  /** How many of the evaluation periods must breach. Default: all. */
  datapointsToAlarm?: number | undefined;
  treatMissingData: "breaching" | "notBreaching" | "ignore" | "missing";
}

/**
 * How many periods CloudWatch looks at. AWS says that they are more than the evaluation periods, and gives one example: five,
 * where three are evaluated.
 */
export function evaluationRange({ evaluationPeriods }: Evaluation): number {
  return evaluationPeriods + 2;
}

/**
 * The state of an alarm, by CloudWatch User Guide, "Configuring how CloudWatch alarms treat missing data". A period before
 * the alarm existed is like any other: without data it is missing.
 *
 * @param breaches by period of the evaluation range, oldest first: whether it breaches; undefined where there was no data
 * @param current the state that it has
 */
export function alarmState(
  breaches: readonly (boolean | undefined)[],
  { evaluationPeriods, datapointsToAlarm = evaluationPeriods, treatMissingData }: Evaluation,
  current: AlarmState,
): AlarmState {
  // Real data are taken first, however old, and only what they lack is filled in.
  const real = breaches.filter((breach) => breach !== undefined).slice(-evaluationPeriods);
  const missing = evaluationPeriods - real.length;
  const breaching = real.filter(Boolean).length + (treatMissingData === "breaching" ? missing : 0);
  if (breaching >= datapointsToAlarm) return "ALARM";
  if (treatMissingData === "breaching" || treatMissingData === "notBreaching" || missing === 0) return "OK";
  if (real.includes(false)) return "OK";
  if (treatMissingData === "ignore") return current;
  // The last breach is the oldest of what is looked at: it is still evaluated.
  return breaches[0] === true ? "ALARM" : "INSUFFICIENT_DATA";
}

import type { Account, Region } from "../account/account";
import { second } from "../account/clock";
import type { StepResult } from "./step-result";

/** A way from a change of X-Ray's setting to the people who hear that it is wrong. */
export interface Way {
  name: string;
  /** Who does something on the way, in order. */
  steps: string[];
  /** How many calls of AWS APIs these made. */
  calls: number;
  /** From the change, on the virtual clock. */
  seconds: number;
}

/**
 * Fast detection's way beside the recorder's, after the first change that both found wrong; empty where there is none.
 * What AWS Config comes to when it is asked for an evaluation is left out of the recorder's: it is fast detection's doing.
 */
export function waysToPeople(account: Account, rounds: readonly StepResult[]): Way[] {
  for (const round of rounds) {
    for (const region of account.openRegions()) {
      const ways = [fastWay(region, round), recorderWay(region, round)];
      const found = ways.filter((way) => way !== undefined);
      if (found.length === ways.length) return found;
    }
  }
  return [];
}

function fastWay(region: Region, round: StepResult): Way | undefined {
  const { journal } = region.account;
  const targets = region.lambda.listTargets();
  const told = journal.publications.find(
    (one) => isWithin(region, round, one) && targets.some(({ roleArn }) => roleArn === one.principal),
  );
  const invocation = journal.invocations.findLast(
    (one) =>
      one.region === region.name &&
      told !== undefined &&
      one.at === told.at &&
      targets.some(({ name }) => name === one.functionName),
  );
  if (told === undefined || invocation === undefined) return undefined;
  const published = invocation.calls.findIndex(({ action }) => action === "sns:Publish");
  return {
    name: "fast detection",
    steps: ["CloudTrail", "EventBridge", "fast function", "SNS"],
    calls: invocation.calls.slice(0, published + 1).length,
    seconds: secondsSince(round, told.at),
  };
}

function recorderWay(region: Region, round: StepResult): Way | undefined {
  const { journal } = region.account;
  const evaluation = journal.evaluations.find(
    (one) =>
      isWithin(region, round, one) && one.trigger === "change" && one.complianceType === "NON_COMPLIANT",
  );
  const invocation = journal.invocations.find(
    (one) =>
      evaluation !== undefined &&
      one.region === region.name &&
      one.at === evaluation.at &&
      one.calls.some(({ action }) => action === "config:PutEvaluations"),
  );
  if (evaluation === undefined || invocation === undefined) return undefined;
  return {
    name: "AWS Config's recorder",
    steps: ["recorder", "rule", "evaluator", "verdict", "EventBridge", "SNS"],
    // AWS Config itself reads the setting, and EventBridge publishes what it hears.
    calls: invocation.calls.length + 2,
    seconds: secondsSince(round, evaluation.at),
  };
}

function isWithin(
  region: Region,
  round: StepResult,
  { at, region: name }: { at: string; region: string },
): boolean {
  return name === region.name && at >= round.from && at < round.to;
}

function secondsSince(round: StepResult, at: string): number {
  return (Date.parse(at) - Date.parse(round.from)) / second;
}

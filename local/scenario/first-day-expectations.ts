import type { Region } from "../account/account";
import { minute } from "../account/clock";
import type { StepResult } from "./step-result";
import type { Step } from "./first-day";
import { encryptionConfigType } from "../services/config/items";
import type { ExpectedStack } from "./stack-expectations";

interface Timed {
  at: string;
  region: string;
}

/**
 * What of a step's consequences is missing or wrong in a Region, as sentences, led by the reasons that are known. What is
 * expected follows from the step and the stack's own words, never from what the program made of them.
 */
export function checkRound(
  region: Region,
  expected: ExpectedStack,
  step: Step | undefined,
  round: StepResult,
): string[] {
  if (step === undefined) return [];
  const { journal } = region.account;
  const within = <T extends Timed>(entries: readonly T[]): T[] =>
    entries.filter(({ at, region: name }) => name === region.name && at >= round.from && at < round.to);
  const reasons = [
    ...new Set([
      ...within(journal.skips).map(({ message }) => message),
      ...within(journal.remediations).flatMap(({ outcome, message }) =>
        outcome === "FAILED" ? [message] : [],
      ),
    ]),
  ];
  const where = `After "${step.title}" in ${region.name}`;
  const problems: string[] = [];

  if (step.changes && within(journal.changes).length === 0) {
    problems.push(`${where}, AWS Config recorded no change.`);
  }
  if (step.changes)
    problems.push(...whoWasNotTold(region, within(journal.publications)).map((who) => `${where}, ${who}`));

  if (step.putRight && within(journal.changes).length < 2)
    problems.push(`${where}, AWS Config did not put the setting right.`);
  if (expected.detectsFast && step.action.do !== "nothing" && step.verdict === "NON_COMPLIANT")
    problems.push(
      ...whoWasNotToldFast(region, round, within(journal.publications)).map((it) => `${where}, ${it}`),
    );

  const evaluations = within(journal.evaluations).filter(
    // On demand AWS Config may have what it recorded before judged once more.
    ({ complianceType, trigger }) => complianceType !== "NOT_APPLICABLE" && trigger !== "demand",
  );
  const triggers = [
    { trigger: "change", expected: expected.onChange && step.changes },
    { trigger: "periodic", expected: expected.schedule !== undefined },
  ] as const;
  for (const { trigger, expected } of triggers) {
    if (expected && !evaluations.some((evaluation) => evaluation.trigger === trigger)) {
      problems.push(
        `${where}, no evaluation triggered by ${trigger === "change" ? "the change" : "the schedule"} was reported.`,
      );
    }
  }
  // What is put right is seen by the next evaluation: the change's own, or a scheduled one in another round.
  const [first, ...others] = evaluations;
  const verdicts = step.putRight
    ? [
        { evaluation: first, verdict: step.verdict },
        ...(expected.onChange ? [{ evaluation: others.at(-1), verdict: "COMPLIANT" }] : []),
      ]
    : evaluations.map((evaluation) => ({ evaluation, verdict: step.verdict }));
  for (const { evaluation, verdict } of verdicts) {
    if (evaluation === undefined) {
      if (evaluations.length > 0) problems.push(`${where}, no verdict ${verdict} followed.`);
    } else if (evaluation.complianceType !== verdict) {
      const { complianceType, annotation } = evaluation;
      problems.push(
        `${where}, the verdict was ${complianceType} (${annotation || "no annotation"}), but ${verdict} was expected.`,
      );
    }
  }
  return problems.length === 0 ? [] : [...reasons, ...problems];
}

/** Who should have had a message about a change, and had none: AWS Config's stream, and all who subscribed. */
function whoWasNotTold(region: Region, publications: readonly { topicArn: string }[]): string[] {
  const stream = region.config.delivery.topicArn;
  const fedByEvents = region.events.listRules().flatMap((rule) => rule.targets.map(({ arn }) => arn));
  const topics = region.sns.listTopics().filter(({ arn }) => arn === stream || fedByEvents.includes(arn));
  return topics
    .filter(({ arn }) => !publications.some(({ topicArn }) => topicArn === arn))
    .map(({ name, subscriptions }) => {
      const whom = subscriptions.map(({ endpoint }) => endpoint).join(", ");
      return `nothing was published to topic ${name}${whom === "" ? "" : `, so ${whom} heard nothing`}.`;
    });
}

/** Fast detection tells people itself, and sooner than AWS Config can have recorded anything. */
function whoWasNotToldFast(
  region: Region,
  round: StepResult,
  publications: readonly { at: string; principal: string; message: string }[],
): string[] {
  const roles = region.lambda.listTargets().map(({ roleArn }) => roleArn);
  const soon = new Date(Date.parse(round.from) + minute).toISOString();
  const told = publications.some(
    ({ at, principal, message }) =>
      at < soon && roles.includes(principal) && message.includes("NON_COMPLIANT"),
  );
  return told ? [] : ["fast detection told nobody within a minute."];
}

/** Ways to people that the program declared and that carried nothing in all of the scenario. */
export function checkWays(region: Region): string[] {
  const { name, config, events } = region;
  return [
    ...events
      .listRules()
      .filter(({ enabled, matched }) => enabled && matched === 0)
      .map((rule) => `EventBridge rule ${rule.name} in ${name} never matched an event.`),
    ...(config.rules.list().length === 0
      ? [`There is no AWS Config rule in ${name} that would judge ${encryptionConfigType}.`]
      : []),
  ];
}

import type { Region } from "./account";
import type { Round } from "./run";
import { encryptionConfigType } from "./services/config/items";
import type { StackWords } from "./stack-words";

interface Timed {
  at: string;
  region: string;
}

/**
 * What of a step's consequences is missing or wrong in a Region, as sentences, led by the reasons that are known. What is
 * expected follows from the step and the stack's own words, never from what the program made of them.
 */
export function checkRound(region: Region, words: StackWords, round: Round): string[] {
  const step = round.steps[region.name];
  if (step === undefined) return [];
  const { journal } = region.account;
  const within = <T extends Timed>(entries: readonly T[]): T[] =>
    entries.filter(({ at, region: name }) => name === region.name && at >= round.from && at < round.to);
  const reasons = [...new Set(within(journal.omissions).map(({ message }) => message))];
  const where = `After "${step.title}" in ${region.name}`;
  const problems: string[] = [];

  if (step.changes && within(journal.changes).length === 0) {
    problems.push(`${where}, AWS Config recorded no change.`);
  }
  if (step.changes)
    problems.push(...whoWasNotTold(region, within(journal.publications)).map((who) => `${where}, ${who}`));

  const evaluations = within(journal.evaluations).filter(
    ({ complianceType }) => complianceType !== "NOT_APPLICABLE",
  );
  const triggers = [
    { trigger: "change", expected: words.onChange && step.changes },
    { trigger: "periodic", expected: words.schedule !== undefined },
  ] as const;
  for (const { trigger, expected } of triggers) {
    if (expected && !evaluations.some((evaluation) => evaluation.trigger === trigger)) {
      problems.push(
        `${where}, no evaluation triggered by ${trigger === "change" ? "the change" : "the schedule"} was reported.`,
      );
    }
  }
  for (const { complianceType, annotation } of evaluations) {
    if (complianceType !== step.verdict) {
      problems.push(
        `${where}, the verdict was ${complianceType} (${annotation || "no annotation"}), but ${step.verdict} was expected.`,
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

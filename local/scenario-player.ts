import { clipped } from "../program/clipped";
import type { Account, Region } from "./account";
import { AwsError } from "./aws-error";
import type { Round } from "./round";
import { provideKeys } from "./scenario";
import { checkExpectation, markNow, type Mark } from "./scenario-expect";
import { milliseconds, ScenarioError, type Scenario, type ScenarioStep } from "./scenario-file";
import { doStep, titleOf, type Deed } from "./scenario-step";
import type { StackWords } from "./stack-words";

/** A Region while a scenario is played there. */
interface Stage {
  region: Region;
  mark: Mark;
  /** What failed or was refused, and nobody has expected yet. */
  failures: string[];
}

/**
 * Plays a scenario in all Regions of a stack.
 *
 * @param problems gets what was not as expected, and what failed although nobody expected it
 * @param start when the deployment began, ISO 8601: a stack that sets the encryption itself takes a while
 * @throws ScenarioError for a step in a Region that is not the stack's
 */
export async function playScenario(
  account: Account,
  words: StackWords,
  scenario: Scenario,
  problems: string[],
  progress: (what: string) => void = () => {},
  start = account.clock.iso(),
): Promise<Round[]> {
  const stages = await setStages(account, words);
  account.journal.follow((kind, entry) => {
    if (kind !== "trouble" || !("message" in entry)) return;
    stages.find(({ region }) => region.name === entry.region)?.failures.push(entry.message);
  });
  let round: Round = { from: start, to: start, regions: {} };
  const rounds = [round];
  for (const [index, step] of scenario.steps.entries()) {
    progress(`playing step ${index + 1} of ${scenario.steps.length}`);
    const cast = castOf(step, stages, scenario.file);
    const place = `${scenario.file}:${step.line}`;
    if (step.word === "advance") await account.clock.advanceBy(milliseconds(step.value));
    else if (step.word === "expect") problems.push(...check(step, place, cast, round));
    else {
      const now = account.clock.iso();
      // What is done at one moment has its consequences together.
      if (round.from !== now) {
        round.to = now;
        round = { from: now, to: now, regions: {} };
        rounds.push(round);
      }
      await perform(step, place, cast, round);
    }
  }
  for (const { failures } of stages) problems.push(...failures);
  // What fell on the last moment belongs to the last round too.
  round.to = new Date(account.clock.now().getTime() + 1).toISOString();
  return rounds;
}

async function setStages(account: Account, words: StackWords): Promise<Stage[]> {
  const stages: Stage[] = [];
  for (const name of [...words.regions].sort()) {
    const region = await account.region(name);
    provideKeys(words, region);
    // What failed while the stack was deployed counts as well.
    const failures = account.journal.troubles.filter((one) => one.region === name).map((one) => one.message);
    const mark = { changes: 0, evaluations: 0, notifications: 0, remediations: 0 };
    stages.push({ region, mark, failures });
  }
  return stages;
}

function castOf(step: ScenarioStep, stages: Stage[], file: string): Stage[] {
  if (step.in === undefined) return stages;
  const cast = stages.filter(({ region }) => region.name === step.in);
  if (cast.length > 0) return cast;
  const names = stages.map(({ region }) => region.name).join(", ");
  throw new ScenarioError(
    `${file}:${step.line}: the stack has no Region '${clipped(step.in)}': it guards ${names}; set 'regions' in the scenario's config.`,
  );
}

async function perform(step: Deed, place: string, cast: Stage[], round: Round): Promise<void> {
  for (const { region, failures } of cast) {
    const before = round.regions[region.name];
    const title = titleOf(step);
    round.regions[region.name] = {
      met: [],
      ...before,
      title: before === undefined ? title : `${before.title}; ${title}`,
    };
    try {
      await doStep(region, step);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      failures.push(`${place}: in ${region.name}, ${step.word} was refused: ${error.code}: ${error.message}`);
    }
  }
}

/** Each expectation that was not met, with what was expected and what happened. */
function check(
  step: ScenarioStep & { word: "expect" },
  place: string,
  cast: Stage[],
  round: Round,
): string[] {
  const problems: string[] = [];
  for (const stage of cast) {
    const { region, failures } = stage;
    // An expectation before anything was done is about what the deployment brought about.
    const happening = (round.regions[region.name] ??= { title: "The stack is deployed", met: [] });
    const hint = region.account.clock.iso() === round.from ? `\n${noTimeHasPassed}` : "";
    for (const { expected, actual } of checkExpectation(region, step.value, stage.mark, failures)) {
      if (actual === undefined) happening.met.push(expected);
      else problems.push(`${place}: in ${region.name}\nexpected: ${expected}\nactual:   ${actual}${hint}`);
    }
    stage.mark = markNow(region);
  }
  return problems;
}

const noTimeHasPassed =
  "No time has passed since the last step: nothing can have come of it. Put an `advance` before this one.";

import { clip } from "../../stack-runner/text";
import type { Account, Region } from "../account/account";
import { AwsError } from "../account/aws-error";
import type { StepResult } from "./step-result";
import { provideKeys } from "./first-day";
import { checkExpectation, markNow, type Mark } from "./expectations";
import { milliseconds, ScenarioError, type Scenario, type ScenarioStep } from "./file";
import { doStep, titleOf, type ActionStep } from "./steps";
import type { ExpectedStack } from "./stack-expectations";

/** A Region while a scenario is played there. */
interface RegionRun {
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
  expected: ExpectedStack,
  scenario: Scenario,
  problems: string[],
  progress: (what: string) => void = () => {},
  start = account.clock.iso(),
): Promise<StepResult[]> {
  const stages = await setStages(account, expected);
  account.journal.follow((kind, entry) => {
    if (kind !== "failure" || !("message" in entry)) return;
    stages.find(({ region }) => region.name === entry.region)?.failures.push(entry.message);
  });
  let round: StepResult = { from: start, to: start, regions: {} };
  const rounds = [round];
  for (const [index, step] of scenario.steps.entries()) {
    progress(`playing step ${index + 1} of ${scenario.steps.length}`);
    const cast = regionsFor(step, stages, scenario.file);
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
      await run(step, place, cast, round);
    }
  }
  for (const { failures } of stages) problems.push(...failures);
  // What fell on the last moment belongs to the last round too.
  round.to = new Date(account.clock.now().getTime() + 1).toISOString();
  return rounds;
}

async function setStages(account: Account, expected: ExpectedStack): Promise<RegionRun[]> {
  const stages: RegionRun[] = [];
  for (const name of [...expected.regions].sort()) {
    const region = await account.region(name);
    provideKeys(expected, region);
    // What failed while the stack was deployed counts as well.
    const failures = account.journal.failures.filter((one) => one.region === name).map((one) => one.message);
    const mark = { changes: 0, evaluations: 0, notifications: 0, remediations: 0 };
    stages.push({ region, mark, failures });
  }
  return stages;
}

function regionsFor(step: ScenarioStep, stages: RegionRun[], file: string): RegionRun[] {
  if (step.in === undefined) return stages;
  const cast = stages.filter(({ region }) => region.name === step.in);
  if (cast.length > 0) return cast;
  const names = stages.map(({ region }) => region.name).join(", ");
  throw new ScenarioError(
    `${file}:${step.line}: the stack has no Region '${clip(step.in)}': it guards ${names}; set 'regions' in the scenario's config.`,
  );
}

async function run(step: ActionStep, place: string, cast: RegionRun[], round: StepResult): Promise<void> {
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
  cast: RegionRun[],
  round: StepResult,
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

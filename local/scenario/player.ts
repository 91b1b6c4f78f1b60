import { clip } from "../../stack-runner/text";
import type { Account, Region } from "../account/account";
import { AwsError } from "../account/aws-error";
import { createConfiguredKeys } from "./configured-keys";
import { beforeAll, checkExpectation, markNow, skippedSince, type Mark } from "./expectations";
import { milliseconds, ScenarioError, type Scenario, type ScenarioStep } from "./file";
import type { ExpectedStack } from "./stack-expectations";
import type { StepResult } from "./step-result";
import { doStep, titleOf, type ActionStep } from "./steps";

/** A Region while a scenario is played there. */
interface RegionRun {
  region: Region;
  /** When the last expectation was checked. */
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
  const runs = await openRegions(account, expected);
  // What failed while the stack was deployed counts as well.
  for (const { region, message } of account.journal.failures) failuresIn(region).push(message);
  account.journal.follow((kind, entry) => {
    if (kind === "failure" && "message" in entry) failuresIn(entry.region).push(entry.message);
  });
  function failuresIn(name: string): string[] {
    return runs.find(({ region }) => region.name === name)?.failures ?? problems;
  }
  let result: StepResult = { from: start, to: start, regions: {} };
  const results = [result];
  const unmet: string[] = [];
  for (const [index, step] of scenario.steps.entries()) {
    progress(`playing step ${index + 1} of ${scenario.steps.length}`);
    const regions = regionsFor(step, runs, scenario.file);
    if (step.word === "advance") await account.clock.advanceBy(milliseconds(step.value));
    else if (step.word === "expect") unmet.push(...check(step, scenario.file, regions, result));
    else {
      const now = account.clock.iso();
      // What is done at one moment has its consequences together.
      if (result.from !== now) {
        result.to = now;
        result = { from: now, to: now, regions: {} };
        results.push(result);
      }
      await run(step, scenario.file, regions, result);
    }
  }
  // What failed comes first: it is often why an expectation was not met.
  for (const { failures } of runs) problems.push(...failures);
  problems.push(...unmet);
  // What falls on the last moment belongs to the last result too.
  result.to = new Date(account.clock.now().getTime() + 1).toISOString();
  return results;
}

async function openRegions(account: Account, expected: ExpectedStack): Promise<RegionRun[]> {
  const runs: RegionRun[] = [];
  for (const name of [...expected.regions].sort()) {
    const region = await account.region(name);
    createConfiguredKeys(expected, region);
    runs.push({ region, mark: beforeAll, failures: [] });
  }
  return runs;
}

function regionsFor(step: ScenarioStep, runs: RegionRun[], file: string): RegionRun[] {
  if (step.in === undefined) return runs;
  const found = runs.filter(({ region }) => region.name === step.in);
  if (found.length > 0) return found;
  const names = runs.map(({ region }) => region.name).join(", ");
  throw new ScenarioError(
    `${file}:${step.line ?? 1}: the stack has no Region '${clip(step.in)}': it guards ${names}; set 'regions' in the scenario's config.`,
  );
}

async function run(step: ActionStep, file: string, regions: RegionRun[], result: StepResult): Promise<void> {
  for (const { region, failures } of regions) {
    const before = result.regions[region.name];
    const title = titleOf(step);
    result.regions[region.name] = {
      met: [],
      ...before,
      title: before === undefined ? title : `${before.title}; ${title}`,
    };
    try {
      await doStep(region, step);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      const place = placeOf(step, file, region, title);
      failures.push(`${place}, ${step.word} was refused: ${error.code}: ${error.message}`);
    }
  }
}

/** Each expectation that was not met, with what was expected and what happened. */
function check(
  step: ScenarioStep & { word: "expect" },
  file: string,
  regions: RegionRun[],
  result: StepResult,
): string[] {
  const unmet: string[] = [];
  for (const run of regions) {
    const { region, failures, mark } = run;
    // An expectation before the first action is about what the deployment brought about.
    const here = (result.regions[region.name] ??= { title: "The stack is deployed", met: [] });
    const place = placeOf(step, file, region, here.title);
    const hint = region.account.clock.iso() === result.from ? `\n${noTimeHasPassed}` : "";
    const checks = checkExpectation(region, step.value, mark, failures);
    if (checks.some(({ actual }) => actual !== undefined)) unmet.push(...skippedSince(region, mark));
    for (const { expected, actual } of checks) {
      if (actual === undefined) here.met.push(expected);
      else unmet.push(`${place}\nexpected: ${expected}\nactual:   ${actual}${hint}`);
    }
    run.mark = markNow(region);
  }
  return unmet;
}

/** Where something went wrong: the line of the file, or, where there is none, after which event. */
function placeOf({ line }: ScenarioStep, file: string, region: Region, title: string): string {
  return line === undefined ? `After "${title}" in ${region.name}` : `${file}:${line}: in ${region.name}`;
}

const noTimeHasPassed =
  "No time has passed since the last step: nothing can have come of it. Put an `advance` before this one.";

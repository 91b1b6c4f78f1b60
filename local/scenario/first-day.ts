import { day, hour, minute, second } from "../account/clock";
import { anotherKey, someKey } from "./configured-keys";
import type { Expectation, Scenario, ScenarioStep } from "./file";
import type { DesiredKey, ExpectedStack } from "./stack-expectations";

/** What happens to one Region's setting, and the verdict that the stack's config asks for afterwards. */
interface Event {
  /** Undefined for what the deployment brings about. */
  action: { word: "put-encryption" | "disable-key"; value: string } | undefined;
  /** The key that X-Ray then has, or `NONE`; undefined where the setting stays as it is. */
  setting: string | undefined;
  verdict: "COMPLIANT" | "NON_COMPLIANT";
}

/**
 * The scenario that is played unless another is given. It follows from the stack's config: default encryption at first,
 * the desired key, another key, the default again, and the desired key again, which is then disabled. Where the stack sets
 * the encryption itself the desired key comes first; where AWS Config remediates, nobody else sets the desired key.
 */
export function firstDay(expected: ExpectedStack): Scenario {
  const regions = [...expected.regions].sort();
  const events = new Map(regions.map((region) => [region, eventsIn(region, expected)]));
  const count = Math.max(...[...events.values()].map(({ length }) => length));
  // With a schedule, one scheduled run falls between two events.
  const pause = expected.schedule ?? day;
  const steps: ScenarioStep[] = [];
  for (let index = 0; index < count; index++) {
    const here = regions.flatMap((region) => {
      const event = events.get(region)?.[index];
      return event === undefined ? [] : [{ region, event }];
    });
    for (const { region, event } of here) {
      if (event.action) steps.push({ line: undefined, in: region, ...event.action });
    }
    let left = index === 0 ? Math.min(hour, pause / 2) : pause;
    const alarming = here.filter(({ event }) => event.action && event.verdict === "NON_COMPLIANT");
    if (expected.detectsFast && alarming.length > 0) {
      // AWS Config records nothing in the first minute: whoever is told by then was told by the event detector.
      steps.push(advance(soon));
      left -= soon;
      for (const { region, event } of alarming) {
        const isRemediated = expected.remediates && event.setting !== undefined;
        steps.push(
          expect(region, {
            subjects: isRemediated ? ["NON_COMPLIANT", "COMPLIANT"] : ["NON_COMPLIANT"],
            ...(isRemediated && { remediation: "SUCCEEDED" }),
          }),
        );
      }
    }
    steps.push(advance(left));
    for (const { region, event } of here) {
      const isLast = index + 1 === events.get(region)?.length;
      const before = events.get(region)?.[index - 1];
      const wasTold = expected.detectsFast && alarming.some((one) => one.event === event);
      const subjects = wasTold ? [] : subjectsOf(event, before, expected);
      steps.push(
        expect(region, {
          ...consequences(event, expected, index === 0),
          ...(subjects && { subjects }),
          ...(subjects !== undefined &&
            subjects.length > 0 &&
            event.setting !== undefined && { "published-to-all-topics": true }),
          ...(isLast && { "all-event-rules-matched": true }),
        }),
      );
    }
  }
  return {
    file: "The first day",
    description:
      expected.schedule === undefined
        ? "X-Ray's setting is changed, and then its key is disabled, which only a schedule would see."
        : "X-Ray's setting is changed, and then its key is disabled.",
    config: {},
    configLines: {},
    steps,
  };
}

const soon = minute - 5 * second;

function advance(milliseconds: number): ScenarioStep {
  return { line: undefined, in: undefined, word: "advance", value: `${milliseconds / second} seconds` };
}

function expect(region: string, value: Expectation): ScenarioStep {
  return { line: undefined, in: region, word: "expect", value };
}

function eventsIn(region: string, expected: ExpectedStack): Event[] {
  const desired = expected.desiredKeyIn(region);
  if (desired.kind === "none") {
    return [
      { ...toDefault("COMPLIANT"), action: undefined },
      toKey(someKey, "NON_COMPLIANT"),
      toDefault("COMPLIANT"),
      toKey(anotherKey, "NON_COMPLIANT"),
      toDefault("COMPLIANT"),
    ];
  }
  const key = desired.kind === "key" ? desired.key : someKey;
  const { applies, remediates, acceptedKeys } = expected;
  return [
    { ...(applies ? toKey(key, "COMPLIANT") : toDefault("NON_COMPLIANT")), action: undefined },
    ...(applies || remediates ? [] : [toKey(key, "COMPLIANT")]),
    ...acceptedKeys.map((accepted) => toKey(accepted, "COMPLIANT")),
    anotherThan(desired),
    toDefault("NON_COMPLIANT"),
    ...(remediates ? [] : [toKey(key, "COMPLIANT")]),
    // Nobody can disable the key that AWS manages.
    ...(key.endsWith("alias/aws/xray") ? [] : [disabling(key)]),
  ];
}

function toKey(key: string, verdict: Event["verdict"]): Event {
  return { action: { word: "put-encryption", value: key }, setting: key, verdict };
}

function toDefault(verdict: Event["verdict"]): Event {
  return toKey("NONE", verdict);
}

function anotherThan(desired: DesiredKey): Event {
  if (desired.kind === "customer") return toKey("alias/aws/xray", "NON_COMPLIANT");
  return toKey(anotherKey, desired.kind === "any" ? "COMPLIANT" : "NON_COMPLIANT");
}

function disabling(key: string): Event {
  return { action: { word: "disable-key", value: key }, setting: undefined, verdict: "NON_COMPLIANT" };
}

/** How the subjects begin of what people are told of an event; undefined where that depends on who is first. */
function subjectsOf(
  { setting, verdict }: Event,
  before: Event | undefined,
  { onChange, schedule, remediates, detectsFast }: ExpectedStack,
): string[] | undefined {
  if (remediates && !onChange) return undefined;
  if (setting === undefined) return schedule === undefined && !detectsFast ? [] : [verdict];
  // That all is well at first is no news.
  if (before === undefined && verdict === "COMPLIANT") return [];
  const judged = [verdict, ...(remediates && verdict === "NON_COMPLIANT" ? ["COMPLIANT"] : [])];
  if (onChange || detectsFast || before === undefined) return judged;
  // The change is told when it is recorded, and the verdict by the schedule.
  return ["CHANGED", ...(verdict === "COMPLIANT" && before.verdict === "COMPLIANT" ? [] : judged)];
}

/** What must have come of an event by the time of the next one. */
function consequences(
  { setting, verdict }: Event,
  { onChange, schedule, remediates, detectsFast }: ExpectedStack,
  isFirst: boolean,
): Expectation {
  const scheduled = schedule === undefined ? [] : (["schedule"] as const);
  // The setting did not change: only a schedule sees that its key is disabled.
  if (setting === undefined) {
    return {
      "no-change": true,
      ...(schedule === undefined ? { "no-verdict": true } : { verdict, trigger: "schedule" }),
    };
  }
  const isRemediated = remediates && verdict === "NON_COMPLIANT";
  // With fast detection AWS Config has remediated before the recorder looks.
  if (isRemediated && detectsFast && !isFirst) return { verdict: "COMPLIANT", trigger: "schedule" };
  // Of what the deployment finds, the first scheduled run may come before the remediation or after it.
  const isSeenOnSchedule = !(isRemediated && isFirst && onChange);
  const triggers = [...(onChange ? (["change"] as const) : []), ...(isSeenOnSchedule ? scheduled : [])];
  return {
    change: { to: setting },
    // What is remediated on change is COMPLIANT by the next scheduled run.
    verdict: isRemediated && onChange ? "COMPLIANT" : verdict,
    trigger: triggers,
    ...(isRemediated && { remediation: "SUCCEEDED" }),
  };
}

import { stringify } from "yaml";
import type { Fault as Outage } from "../../local/endpoint/fault-injection";
import { runLocal } from "../../local/run";
import { parseScenario } from "../../local/scenario/file";
import type { Subject } from "./subjects";

/** What may go wrong with a call, in the words of docs/faults.md, and as a scenario says it. */
export const faults = {
  // Those first that take longest, since many are played side by side.
  "slower than the timeout": { how: "no-answer" },
  "half an answer": { how: "stalls" },
  "throttled for good": { how: "throttled" },
  "throttled once": { how: "throttled", times: 1 },
  "answered 500": { how: "internal-error" },
  "connection reset": { how: "connection-reset" },
  "expired token": { how: "expired-token" },
  "malformed body": { how: "malformed" },
} as const satisfies Record<string, { how: Outage; times?: number }>;

export type Fault = keyof typeof faults;

/** What came of a fault, from the moment at which it began. */
export interface Played {
  /** Of the first invocation: how often the call went wrong, and the try that was answered at last. */
  tries: number;
  /** How often Lambda invoked the function, and what it logged each time of the verdict. */
  logs: Record<string, unknown>[];
  /** Whether all lines of the first invocation say that whoever called was kept; also where none had to. */
  keptAll: boolean;
  /** What AWS Config took. */
  reported: { complianceType: string; annotation: string }[];
  /** What people were told of, in order. */
  told: Told[];
}

export type Told = (typeof messages)[number][0];

const messages = [
  ["the change", /^CHANGED: X-Ray encryption, /],
  ["the verdict", /^(NON_)?COMPLIANT: X-Ray encryption, /],
  ["the alarm", /^ALARM: the evaluator of X-Ray encryption fails, /],
  ["the alarm's end", /^OK: the evaluator of X-Ray encryption fails, /],
  ["the notifier's alarm", /^ALARM: "xray-encryption-guard-eu-west-1-notifier-failing/],
  ["the notifier's alarm's end", /^OK: the notifier of X-Ray encryption fails, /],
  ["that an event was given up", /^ALARM: an event on X-Ray encryption was given up, /],
] as const;

/** Plays one fault in a local account of its own: X-Ray is given what is right, or what is wrong, while a call fails. */
export async function play(subject: Subject, fault: Fault, towards: "right" | "wrong"): Promise<Played> {
  const given = { right: subject.right, wrong: subject.wrong };
  // Longer than a schedule's hour, with time for Lambda's retries and the alarm.
  const later = { advance: "70 minutes" };
  const steps = [
    ...(subject.before ?? []),
    ...(towards === "wrong" ? [{ "put-encryption": given.right }] : []),
    later,
    { "break-call": { call: subject.call, ...faults[fault] } },
    ...(subject.oversized === true ? ["oversized"] : []),
    { "put-encryption": given[towards] },
    later,
  ];
  const run = await runLocal({
    stack: "dev",
    scenario: parseScenario(
      `${subject.call}, ${fault}`,
      stringify({
        description: `${subject.purpose}, ${fault}`,
        config: { notify: ["people@example.com"], ...subject.config },
        steps,
      }),
    ),
  });
  const refused = run.problems.filter((problem) => !problem.includes("Lambda gave up"));
  if (refused.length > 0) throw new Error(refused.join("\n"));
  const begin = run.results.at(-1)?.from ?? "";
  const since = <T extends { at: string }>(entries: readonly T[]) => entries.filter(({ at }) => at >= begin);
  // With a schedule there may be another run, which AWS had answered again by then.
  const [first, ...others] = since(run.invocations).filter(({ calls }) =>
    calls.some(({ fault: befell }) => befell !== undefined),
  );
  const invocations = first === undefined ? [] : [first, ...others];
  const calls = first?.calls.filter(({ action }) => action === subject.call) ?? [];
  const wrong = calls.filter(({ fault: befell }) => befell !== undefined);
  const linesOf = (one: typeof first) =>
    (one?.logs ?? []).map((line) => JSON.parse(line) as Record<string, unknown>);
  return {
    tries: wrong.length + (calls.length > wrong.length ? 1 : 0),
    logs: invocations.flatMap(linesOf).filter(({ kept }) => kept === undefined),
    keptAll: linesOf(first).every(({ kept }) => kept !== "part of a window"),
    reported: since(run.evaluations).filter(({ complianceType }) => complianceType !== "NOT_APPLICABLE"),
    told: since(run.notifications).map(({ subject }) => told(subject)),
  };
}

function told(subject: string): Told {
  const kind = messages.find(([, pattern]) => pattern.test(subject))?.[0];
  if (kind === undefined) throw new Error(`People got a message of no known kind: ${subject}`);
  return kind;
}

import * as fs from "node:fs";
import * as path from "node:path";
import { page, table } from "./markdown";

/** What came of one fault of one call: `test/faults` plays it, and writes all of them to `results.json`. */
export interface FaultRow {
  call: string;
  purpose: string;
  fault: string;
  tries: number;
  /** With what the verdict says that it does not know; undefined when nothing was reported. */
  reported: { complianceType: string; notes: string | undefined } | undefined;
  logged: string;
  told: string;
}

export const faultResults = path.resolve(__dirname, "../../test/faults/results.json");

export function faultsPage(): string {
  return page(
    "What happens when AWS fails?",
    `Nothing wrong is ever reported, and nothing fails silently. \`test/faults\` plays every fault of every AWS call that the
evaluator makes, and the notifier, each in a local account of its own (step \`break-call\`): once with X-Ray given what is right, and once with
what is wrong.`,
    `When an invocation fails, Lambda tries it again twice. Then the event goes to the dead-letter queue. People are told
of both, by alarms. The next scheduled run, or the next change, after AWS answers again reports the right verdict. Whoever called is looked up
when the verdict is reported already: where that fails the log says so, and the next run looks up the same days again. For how
long it failed for good the audit has a gap.`,
    `When the notifier cannot be reached, or fails, the verdict is reported all the same. What is to be told stays in the
dead-letter queue; the alarms on the evaluator and on the notifier tell of it, the notifier's own without the notifier. After
AWS answers again, the next scheduled run, or the next change, tells people what is so then.`,
    `The table shows the runs in which X-Ray was given what is right.
"Tries" counts the calls of the first invocation, the SDK's retries included.`,
    table(["call", "fault (tries)", "reported", "logged", "people are told"], faultRows()),
  );
}

/** Faults and calls that came to the same share a row. */
function faultRows(): string[][] {
  const results = JSON.parse(fs.readFileSync(faultResults, "utf8")) as FaultRow[];
  const every = new Set(results.map(callOf)).size;
  const rows = grouped(results, (row) => [callOf(row), outcomeOf(row)]).map(([first, ...others]) => ({
    call: callOf(first),
    faults: [first, ...others].map(({ fault, tries }) => `${fault} (${tries})`).join(", "),
    outcome: outcomeOf(first),
  }));
  return grouped(rows, ({ faults, outcome }) => [faults, outcome]).map(([first, ...others]) => {
    const calls = [first, ...others].map(({ call }) => call);
    return [
      calls.length === every ? "every one of these" : calls.join("<br>"),
      first.faults,
      ...first.outcome,
    ];
  });
}

function callOf({ call, purpose }: FaultRow): string {
  return `\`${call}\`: ${purpose}`;
}

function outcomeOf({ reported, logged, told }: FaultRow): string[] {
  const notes = reported?.notes === undefined ? "" : `, "${reported.notes}"`;
  return [reported === undefined ? "nothing" : `${reported.complianceType}${notes}`, logged, told];
}

/** Those together that have the same key, in the order in which the keys came. */
function grouped<T>(items: readonly T[], keyOf: (item: T) => unknown): [T, ...T[]][] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const key = JSON.stringify(keyOf(item));
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return [...groups.values()];
}

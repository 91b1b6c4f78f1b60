import { visibleIn, visibleLines } from "../cli/visible";
import type { Invocation, JournalEntries } from "./account/journal";
import { painter, type Paint, type PrintOptions } from "./paint";
import { printChange, printEvaluation, printMessage, printRemediation } from "./print-details";

/**
 * What happened, as text for people: when, where and what.
 *
 * @returns undefined for what a reader learns from another entry
 */
export function printEntry<K extends keyof JournalEntries>(
  kind: K,
  entry: JournalEntries[K],
  options: PrintOptions,
): string | undefined {
  const paint = painter(options.color);
  const text = printers(paint, options)[kind](visibleIn(entry, visibleLines));
  if (text === undefined) return undefined;
  const when = entry.at.replace("T", " ").replace(/\.\d+Z$/, "");
  return `${paint("dim", when)}  ${entry.region}  ${text}`;
}

type Printers = { [K in keyof JournalEntries]: (entry: JournalEntries[K]) => string | undefined };

function printers(paint: Paint, options: PrintOptions): Printers {
  return {
    change: (entry) => printChange(entry, options, paint),
    invocation: (entry) => printInvocation(entry, paint),
    evaluation: (entry) => printEvaluation(entry, paint),
    remediation: (entry) => printRemediation(entry, paint),
    notification: (entry) => printMessage(entry, paint),
    // Each subscriber's message is a notification of its own.
    publication: ({ topicArn, subject }) =>
      paint("dim", `published to topic ${topicArn.replace(/^.*:/, "")}: ${subject}`),
    // An invocation has its calls.
    call: () => undefined,
    failure: ({ message }) => `${paint("red", "failed")} ${message}`,
    skipped: ({ message }) => paint("dim", `skipped: ${message}`),
  };
}

function printInvocation({ functionName, attempt, error, logs }: Invocation, paint: Paint): string {
  const again = attempt === 1 ? "" : `, attempt ${attempt}`;
  const head = `${paint("blue", "invoked")} function ${functionName}${again}`;
  const lines = error === undefined ? logs : [...logs, paint("red", error)];
  return [head, ...lines.map((line) => `    ${line.trimEnd()}`)].join("\n");
}

import Table from "cli-table3";
import { stringify } from "yaml";
import type { Change, Evaluation, Notification, Remediation } from "./account/journal";
import { messageLines, together } from "./messages";
import type { Paint, PrintOptions } from "./paint";
import type { LocalRun } from "./run";
import type { StepResult } from "./scenario/step-result";

/** By Region, each resource by the name of its class in a program: `aws.sns.Topic`. */
export function printResources({ resources }: LocalRun, paint: Paint): string {
  const byRegion = Map.groupBy(resources, ({ region }) => region);
  return [...byRegion]
    .map(([region, some]) => {
      const lines = some.map(({ type, name }) => {
        const className = type.replace(/^(\w+):(\w+)\/\w+:(\w+)$/, "$1.$2.$3");
        const line = `  ${className.padEnd(32)}  ${name}`;
        return line.length <= 80 ? line : `  ${className}\n      ${name}`;
      });
      return [paint("bold", region), ...lines].join("\n");
    })
    .join("\n\n");
}

export function printOutputs({ outputs }: LocalRun, paint: Paint): string {
  return `${paint("bold", "Outputs")}\n${stringify(outputs, { lineWidth: 0 })}`;
}

/** Takes what happened in a Region between a step and the next. */
export function within(
  { from, to }: StepResult,
  name: string,
): <T extends { at: string; region: string }>(entries: readonly T[]) => T[] {
  return (entries) => entries.filter(({ at, region }) => region === name && at >= from && at < to);
}

/** What was done in one Region and all that followed from it, in order of time. */
export function printResultDetails(
  run: LocalRun,
  result: StepResult,
  region: string,
  options: PrintOptions,
  paint: Paint,
): string {
  const { title = "", met = [] } = result.regions[region] ?? {};
  const here = within(result, region);
  const entries = [
    ...here(run.changes).map((one) => ({ at: one.at, text: printChange(one, options, paint) })),
    ...here(run.evaluations).map((one) => ({ at: one.at, text: printEvaluation(one, paint) })),
    ...here(run.remediations).map((one) => ({ at: one.at, text: printRemediation(one, paint) })),
    ...together(here(run.notifications)).map((one) => ({ at: one.at, text: printMessage(one, paint) })),
  ].sort((a, b) => a.at.localeCompare(b.at));
  let today = day(result.from);
  const lines = entries.map(({ at, text }) => {
    const isToday = day(at) === today;
    today = day(at);
    return `${isToday ? "" : `  ${paint("dim", today)}\n`}  ${paint("dim", time(at))}  ${text}`;
  });
  return [
    `${paint("dim", `${day(result.from)} ${time(result.from)}`)}  ${paint("bold", `${region}: ${title}`)}`,
    ...lines,
    ...met.map((clause) => `  ${paint("green", "as expected")}: ${clause}`),
  ].join("\n");
}

export function printChange(change: Change, { color, width }: PrintOptions, paint: Paint): string {
  // The last two columns share what a terminal leaves.
  const column = Math.max(10, Math.floor((Math.min(width ?? 80, 80) - margin - 27) / 2));
  const table = new Table({
    head: ["", "From", "To"],
    style: { head: color ? ["bold"] : [], border: color ? ["grey"] : [], compact: true },
    wordWrap: true,
    wrapOnWordBoundary: false,
    colWidths: [23, column, column],
  });
  if (change.changeType === "CREATE") {
    for (const [key, value] of Object.entries(change.configuration))
      table.push([`Configuration.${key}`, "", cell(value)]);
  }
  for (const [path, { previousValue, updatedValue }] of Object.entries(change.changedProperties)) {
    // In the spelling of the item itself, as AWS's timeline shows it.
    const property = path.replace(/\.(\w)/g, (_, letter: string) => `.${letter.toLowerCase()}`);
    table.push([property, cell(previousValue), cell(updatedValue)]);
  }
  const what = change.changeType === "CREATE" ? "discovered the setting" : "recorded a change";
  return `${paint("cyan", `AWS Config ${what}`)}\n${indent(table.toString())}`;
}

function cell(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

export function printEvaluation(evaluation: Evaluation, paint: Paint): string {
  const { complianceType, resourceType, annotation } = evaluation;
  const style = complianceType === "COMPLIANT" ? "green" : complianceType === "NON_COMPLIANT" ? "red" : "dim";
  const about = `${paint(style, complianceType)} on ${triggerOf(evaluation)}, ${resourceType}`;
  // Of a row that is only cleared nobody needs to read more than that.
  return complianceType === "NOT_APPLICABLE"
    ? `${about}: ${paint("dim", annotation)}`
    : `${about}\n${indent(annotation)}`;
}

/** In the words of scenarios. */
export function triggerOf({ trigger }: Evaluation): string {
  return { change: "change", periodic: "schedule", demand: "demand" }[trigger];
}

export function printRemediation({ outcome, message }: Remediation, paint: Paint): string {
  const style = outcome === "SUCCEEDED" ? "green" : "red";
  return `${paint("cyan", "AWS Config remediates")}: ${paint(style, outcome)}\n${indent(message)}`;
}

export function printMessage(notification: Notification, paint: Paint): string {
  const bar = paint("magenta", "|");
  const toPeople = notification.to.split(", ").every((to) => to.includes("@"));
  return [
    paint("magenta", toPeople ? "e-mail" : "message"),
    ...messageLines(notification).map((line) => `${" ".repeat(margin)}${bar} ${line}`.trimEnd()),
  ].join("\n");
}

/** What stands under a line that begins with a time is indented by this much. */
const margin = 12;

function indent(text: string): string {
  return text.replace(/^/gm, " ".repeat(margin));
}

function day(iso: string): string {
  return iso.slice(0, 10);
}

/** In UTC, as all times here. */
function time(iso: string): string {
  return iso.slice(11, 19);
}

import { styleText } from "node:util";
import Table from "cli-table3";
import { stringify } from "yaml";
import type { Change, Evaluation, Notification, Remediation } from "./account/journal";
import type { StepResult } from "./scenario/step-result";
import type { LocalRun } from "./run";

export interface PrintOptions {
  color: boolean;
  /** Columns of the terminal; undefined where lines may be as long as they are. */
  width: number | undefined;
  /** Whether the texts of notifications are printed whole. */
  verbose?: boolean;
}

type Style = Parameters<typeof styleText>[0];

/** A run as text for people. */
export function printRun(run: LocalRun, options: PrintOptions): string {
  const paint = painter(options.color);
  const sections = [
    heading(paint, `Deployed into the local account: stack ${run.stack}, ${run.resources.length} resources`),
    ...resourceLists(run, options),
    ...(run.scenario === undefined ? [] : [heading(paint, run.scenario.file), run.scenario.description]),
    ...run.rounds.flatMap((round) => printRound(run, round, options)),
    ...(run.ways.length === 0 ? [] : [heading(paint, "From a change to people"), printWays(run, options)]),
    ...(Object.keys(run.outputs).length === 0
      ? []
      : [heading(paint, "Outputs"), stringify(run.outputs, { lineWidth: 0 })]),
    ending(run, paint),
  ];
  return `${sections.map((section) => section.trimEnd()).join("\n\n")}\n`;
}

/** A run as the JSON document that is documented in the README. */
export function toJson(run: LocalRun): unknown {
  return {
    resources: run.resources,
    changes: run.changes.map(({ at, region, changeType, changedProperties }) => ({
      at,
      region,
      changeType,
      changedProperties,
    })),
    evaluations: run.evaluations.map(
      ({ at, region, trigger, complianceType, annotation, resourceType, resourceId }) => ({
        at,
        region,
        trigger,
        complianceType,
        annotation,
        resourceType,
        resourceId,
      }),
    ),
    notifications: run.notifications.map(({ at, topic, to, subject, message }) => ({
      at,
      topic,
      to,
      subject,
      message,
    })),
    outputs: run.outputs,
  };
}

/** By Region, each resource by the name of its class in a program: `aws.sns.Topic`. */
function resourceLists(run: LocalRun, { color, width = Infinity }: PrintOptions): string[] {
  const paint = painter(color);
  const regions = [...new Set(run.resources.map(({ region }) => region))];
  return regions.map((region) => {
    const lines = run.resources
      .filter((resource) => resource.region === region)
      .map(({ type, name }) => {
        const className = type.replace(/^(\w+):(\w+)\/\w+:(\w+)$/, "$1.$2.$3");
        const line = `  ${className.padEnd(32)}  ${name}`;
        return line.length <= width ? line : `  ${className}\n      ${name}`;
      });
    return [paint("bold", region), ...lines].join("\n");
  });
}

function printRound(run: LocalRun, round: StepResult, options: PrintOptions): string[] {
  const paint = painter(options.color);
  const regions = Object.keys(round.regions);
  if (regions.length === 0) return [];
  return [
    heading(paint, `${day(round.from)} ${time(round.from)} UTC`),
    ...regions.map((region) => printRegion(run, round, region, options)),
  ];
}

/** What was done in one Region and what followed from it, in order of time. */
function printRegion(run: LocalRun, round: StepResult, region: string, options: PrintOptions): string {
  const paint = painter(options.color);
  const { title = "", note, met = [] } = round.regions[region] ?? {};
  const within = <T extends { at: string; region: string }>(entries: T[]): T[] =>
    entries.filter((entry) => entry.region === region && entry.at >= round.from && entry.at < round.to);
  const entries = [
    ...within(run.changes).map((change) => ({ at: change.at, text: printChange(change, options) })),
    ...within(run.evaluations).map((evaluation) => ({
      at: evaluation.at,
      text: printEvaluation(evaluation, paint),
    })),
    ...within(run.remediations).map((one) => ({ at: one.at, text: printRemediation(one, paint) })),
    ...together(within(run.notifications)).map((message) => ({
      at: message.at,
      text: printMessage(message, paint),
    })),
  ].sort((a, b) => a.at.localeCompare(b.at));
  let today = day(round.from);
  const lines = entries.map(({ at, text }) => {
    const isToday = day(at) === today;
    today = day(at);
    return `${isToday ? "" : `  ${paint("dim", today)}\n`}  ${paint("dim", time(at))}  ${text}`;
  });
  return [
    `${paint("bold", region)}: ${title}`,
    ...lines,
    ...(note === undefined ? [] : [paint("dim", `  ${note}`)]),
    ...met.map((clause) => `  ${paint("green", "as expected")}: ${clause}`),
  ].join("\n");
}

/** One message to several people is one message. */
function together(messages: Notification[]): Notification[] {
  const merged = new Map<string, Notification>();
  for (const message of messages) {
    const key = JSON.stringify([message.at, message.topic, message.subject, message.message]);
    const before = merged.get(key);
    merged.set(key, before === undefined ? message : { ...message, to: `${before.to}, ${message.to}` });
  }
  return [...merged.values()];
}

export function printChange(change: Change, options: PrintOptions): string {
  const paint = painter(options.color);
  const table = newTable(options, ["", "From", "To"]);
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
  return `${paint("cyan", `AWS Config ${what}`)}\n${indent(table.toString(), margin)}`;
}

function cell(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

export function printEvaluation(evaluation: Evaluation, paint: Paint): string {
  const { complianceType, trigger, resourceType, annotation } = evaluation;
  const style = complianceType === "COMPLIANT" ? "green" : complianceType === "NON_COMPLIANT" ? "red" : "dim";
  const by = { change: "on change", periodic: "on schedule", demand: "on demand" }[trigger];
  const about = `${paint(style, complianceType)} ${by}, ${resourceType}`;
  // Of a row that is only cleared nobody needs to read more than that.
  return complianceType === "NOT_APPLICABLE"
    ? `${about}: ${paint("dim", annotation)}`
    : `${about}\n${indent(annotation, margin)}`;
}

export function printRemediation({ outcome, message }: Remediation, paint: Paint): string {
  const style = outcome === "SUCCEEDED" ? "green" : "red";
  return `${paint("cyan", "AWS Config remediates")}: ${paint(style, outcome)}\n${indent(message, margin)}`;
}

/** A message as an e-mail program would show it. */
export function printMessage(message: Notification, paint: Paint): string {
  const bar = paint("magenta", "|");
  const lines = [
    `To:      ${message.to}`,
    `From:    topic ${message.topic}`,
    `Subject: ${message.subject}`,
    "",
    ...message.message.split("\n"),
  ];
  return [
    paint("magenta", message.to.split(", ").every((to) => to.includes("@")) ? "e-mail" : "message"),
    ...lines.map((line) => `${" ".repeat(margin)}${bar} ${line}`.trimEnd()),
  ].join("\n");
}

/** How soon people heard of the first change that both ways saw, and what that took. */
function printWays({ ways }: LocalRun, { color }: PrintOptions): string {
  const table = new Table({
    head: ["Way", "Steps", "AWS calls", "Seconds"],
    style: { head: color ? ["bold"] : [], border: color ? ["grey"] : [], compact: true },
  });
  for (const { name, steps, calls, seconds } of ways) table.push([name, steps.join("\n"), calls, seconds]);
  return `${table.toString()}\nSeconds are the local account's: AWS promises seconds for the one, and minutes for the other.`;
}

function ending(run: LocalRun, paint: Paint): string {
  if (run.problems.length > 0) {
    const said =
      run.scenario === undefined ? "The loop did not close:" : "The scenario did not go as expected:";
    return [paint("red", said), ...run.problems.map((one) => `  - ${indent(one, 4).trimStart()}`)].join("\n");
  }
  const { changes, evaluations, notifications } = run;
  const addresses = new Set(notifications.map(({ to }) => to));
  const people =
    addresses.size === 0
      ? "Nobody is subscribed to be told: set `notify` to addresses."
      : `In AWS each address must first confirm its subscription (${[...addresses].filter((to) => !to.startsWith("arn:")).join(", ")}); here everybody has.`;
  const done = `${counted(changes, "change")} recorded, ${counted(evaluations, "evaluation")}, ${counted(notifications, "message")}.`;
  const said = run.scenario === undefined ? "The loop closed:" : "All went as expected:";
  return `${paint("green", said)} ${done}\n${people}`;
}

/** What stands under a line that begins with a time is set in by this much. */
const margin = 12;

function counted(list: readonly unknown[], what: string): string {
  return `${list.length} ${what}${list.length === 1 ? "" : "s"}`;
}

export type Paint = (style: Style, text: string) => string;

export function painter(color: boolean): Paint {
  return (style, text) => (color ? styleText(style, text, { validateStream: false }) : text);
}

function heading(paint: Paint, text: string): string {
  return paint(["bold", "underline"], text);
}

function newTable({ color, width }: PrintOptions, head: string[]): InstanceType<typeof Table> {
  // The last two columns share what a terminal leaves; elsewhere nothing is cut.
  const column = width === undefined ? undefined : Math.max(10, Math.floor((width - margin - 29) / 2));
  return new Table({
    head,
    style: { head: color ? ["bold"] : [], border: color ? ["grey"] : [], compact: true },
    wordWrap: true,
    wrapOnWordBoundary: false,
    ...(column === undefined || head[0] !== "" ? {} : { colWidths: [23, column, column] }),
  });
}

function day(iso: string): string {
  return iso.slice(0, 10);
}

/** In UTC, as all times here. */
function time(iso: string): string {
  return iso.slice(11, 19);
}

function indent(text: string, by: number): string {
  return text.replace(/^/gm, " ".repeat(by));
}

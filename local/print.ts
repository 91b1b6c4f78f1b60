import { styleText } from "node:util";
import Table from "cli-table3";
import { stringify } from "yaml";
import type { Change, Evaluation, Notification } from "./journal";
import type { LocalRun, Round } from "./run";

export interface PrintOptions {
  color: boolean;
  /** Columns of the terminal; undefined where lines may be as long as they are. */
  width: number | undefined;
}

type Style = Parameters<typeof styleText>[0];

/** A run as text for people. */
export function printRun(run: LocalRun, options: PrintOptions): string {
  const paint = painter(options.color);
  const sections = [
    heading(paint, `Deployed into the local account: stack ${run.stack}, ${run.resources.length} resources`),
    resourceTable(run),
    ...run.rounds.flatMap((round) => [
      roundHeading(paint, round),
      ...Object.keys(round.steps).map((region) => printRegion(run, round, region, options)),
    ]),
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

function resourceTable(run: LocalRun): string {
  const table = new Table({
    // A list, not a grid: nothing but columns.
    chars: Object.fromEntries(borders.map((border) => [border, ""])),
    style: { "padding-left": 0, "padding-right": 2, compact: true },
  });
  for (const { region, type, name } of run.resources) table.push([region, type, name]);
  return table.toString().replace(/ +$/gm, "");
}

/** What followed from a step in one Region, in order of time. */
function printRegion(run: LocalRun, round: Round, region: string, options: PrintOptions): string {
  const paint = painter(options.color);
  const step = round.steps[region];
  const within = <T extends { at: string; region: string }>(entries: T[]): T[] =>
    entries.filter((entry) => entry.region === region && entry.at >= round.from && entry.at < round.to);
  const events = [
    ...within(run.changes).map((change) => ({ at: change.at, text: printChange(change, options) })),
    ...within(run.evaluations).map((evaluation) => ({
      at: evaluation.at,
      text: printEvaluation(evaluation, paint),
    })),
    ...within(run.notifications).map((message) => ({ at: message.at, text: printMessage(message, paint) })),
  ].sort((a, b) => a.at.localeCompare(b.at));
  const nobodyLooks =
    step !== undefined && !step.changes && run.words.schedule === undefined
      ? [
          paint(
            "dim",
            "  Nothing is recorded, because the setting did not change: only a rule with a schedule would see it.",
          ),
        ]
      : [];
  return [
    paint("bold", region) + (step === undefined ? "" : `: ${step.title}`),
    ...events.map(({ text }) => text),
    ...nobodyLooks,
  ].join("\n");
}

function printChange(change: Change, options: PrintOptions): string {
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
  return `  ${time(change.at)}  ${paint("cyan", `AWS Config ${what}`)}\n${indent(table.toString(), 4)}`;
}

function cell(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

function printEvaluation(evaluation: Evaluation, paint: Paint): string {
  const { complianceType, trigger, resourceType, annotation } = evaluation;
  const style = complianceType === "COMPLIANT" ? "green" : complianceType === "NON_COMPLIANT" ? "red" : "dim";
  const by = trigger === "change" ? "on change" : "on schedule";
  return `  ${time(evaluation.at)}  ${paint(style, complianceType)} ${by}, ${resourceType}: ${annotation}`;
}

function printMessage(message: Notification, paint: Paint): string {
  const head = `${paint("magenta", "Message")} to ${message.to} (topic ${message.topic}): ${message.subject}`;
  return `  ${time(message.at)}  ${head}\n${indent(message.message, 4)}`;
}

function ending(run: LocalRun, paint: Paint): string {
  if (run.problems.length > 0) {
    return [paint("red", "The loop did not close:"), ...run.problems.map((problem) => `  - ${problem}`)].join(
      "\n",
    );
  }
  const { changes, evaluations, notifications } = run;
  const addresses = new Set(notifications.map(({ to }) => to));
  const people =
    addresses.size === 0
      ? "Nobody is subscribed to be told: set `notify` to addresses."
      : `In AWS each address must first confirm its subscription (${[...addresses].join(", ")}); here everybody has.`;
  const done = `${changes.length} changes recorded, ${evaluations.length} evaluations, ${notifications.length} messages.`;
  return `${paint("green", "The loop closed:")} ${done}\n${people}`;
}

const borders = [
  ...["top", "top-mid", "top-left", "top-right", "bottom", "bottom-mid", "bottom-left", "bottom-right"],
  ...["left", "left-mid", "mid", "mid-mid", "right", "right-mid", "middle"],
];

type Paint = (style: Style, text: string) => string;

function painter(color: boolean): Paint {
  return (style, text) => (color ? styleText(style, text, { validateStream: false }) : text);
}

function heading(paint: Paint, text: string): string {
  return paint(["bold", "underline"], text);
}

function roundHeading(paint: Paint, round: Round): string {
  return heading(paint, `From ${time(round.from)}`);
}

function newTable({ color, width }: PrintOptions, head: string[]): InstanceType<typeof Table> {
  // The last two columns share what a terminal leaves; elsewhere nothing is cut.
  const column = width === undefined ? undefined : Math.max(20, Math.floor((width - 34) / 2));
  return new Table({
    head,
    style: { head: color ? ["bold"] : [], border: color ? ["grey"] : [], compact: true },
    wordWrap: true,
    wrapOnWordBoundary: false,
    ...(column === undefined || head[0] !== "" ? {} : { colWidths: [23, column, column] }),
  });
}

function time(iso: string): string {
  return iso.replace("T", " ").replace(/\.\d+Z$/, "Z");
}

function indent(text: string, by: number): string {
  return text.replace(/^/gm, " ".repeat(by));
}

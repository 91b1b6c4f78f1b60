import Table from "cli-table3";
import { visibleIn, visibleLines } from "../cli/visible";
import type { Change, Evaluation, Notification } from "./account/journal";
import type { DeployedResource } from "./deployment/deploy";
import { together } from "./messages";
import { painter, type Paint, type PrintOptions } from "./paint";
import { printOutputs, printResources, printResultDetails, triggerOf, within } from "./print-details";
import type { LocalRun } from "./run";
import type { StepResult } from "./scenario/step-result";

export type { PrintOptions };

/** A run as text for people: what happened, then the answer. */
export function printRun(run: LocalRun, options: PrintOptions): string {
  return `${printEvents(run, options)}\n${printAnswer(run, options)}`;
}

/** What was deployed, and one block for each event: what was recorded, the verdict, who was told. */
export function printEvents(played: LocalRun, options: PrintOptions): string {
  const run = visibleIn(played, visibleLines);
  const paint = painter(options.color, run.problems.length === 0);
  const { scenario, results, resources } = run;
  const blocks = results.flatMap((result) =>
    Object.keys(result.regions).map((region) =>
      options.verbose === true
        ? printResultDetails(run, result, region, options, paint)
        : printResult(run, result, region, options, paint),
    ),
  );
  const table = newTable(options);
  wrapped(table, paint("bold", `Stack ${run.stack} in the local account: ${countsOf(resources)}`));
  for (const warning of run.warnings) wrapped(table, `${paint("yellow", "Warning:")} ${warning}`);
  wrapped(table, `${scenario.file}: ${scenario.description}`);
  const sections =
    options.verbose === true ? [printResources(run, paint), ...blocks, printOutputs(run, paint)] : blocks;
  const separator = options.verbose === true ? "\n\n" : "\n";
  return `${[linesOf(table), ...sections.map((one) => one.trimEnd())].join(separator)}\n`;
}

/** Whether all went as expected; if not, why, and that in red as the last line. */
export function printAnswer(played: LocalRun, { color, messages, verbose }: PrintOptions): string {
  const { problems, ...run } = visibleIn(played, visibleLines);
  const paint = painter(color);
  if (problems.length > 0) {
    const list = problems.map((one) => `  - ${one.replaceAll("\n", "\n    ")}`);
    const said = paint("red", "The scenario did not go as expected:");
    return [said, ...list, paint("red", `Failed: ${counted(problems, "problem")}.`), ""].join("\n");
  }
  const done = `${counted(run.changes, "change")} recorded, ${counted(run.evaluations, "evaluation")}, ${counted(run.notifications, "message")}.`;
  return [
    run.notifications.length === 0
      ? "Nobody is subscribed: set `notify` to addresses, and they get messages."
      : "In AWS each address must first confirm its subscription; here all have.",
    ...(messages === undefined || verbose === true
      ? []
      : [`The messages are whole in ${messages}; --verbose prints them, and all else.`]),
    `${paint("green", "All went as expected:")} ${done}`,
    "",
  ].join("\n");
}

/** What `--json` prints of a run. Fields are added, and none is taken away, within a major version. */
export interface RunDocument {
  /** By Region, then type, then name. */
  resources: DeployedResource[];
  /** This and the lists below are in order of time; times are ISO 8601. */
  changes: Pick<Change, "at" | "region" | "changeType" | "changedProperties">[];
  evaluations: Pick<
    Evaluation,
    "at" | "region" | "trigger" | "complianceType" | "annotation" | "resourceType" | "resourceId"
  >[];
  notifications: Pick<Notification, "at" | "topic" | "to" | "subject" | "message">[];
  /** The stack's. */
  outputs: Record<string, unknown>;
  /** What the program warned of, as `pulumi up` would show it. */
  warnings: string[];
}

export function toJson(run: LocalRun): RunDocument {
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
    warnings: run.warnings,
  };
}

/** `36 resources (27 in eu-west-1, 9 global)` */
function countsOf(resources: readonly DeployedResource[]): string {
  const byRegion = Map.groupBy(resources, ({ region }) => region);
  const counts = [...byRegion].map(([region, { length }]) =>
    region === "global" ? `${length} global` : `${length} in ${region}`,
  );
  return `${counted(resources, "resource")} (${counts.join(", ")})`;
}

/** What was done in one Region and what followed from it. */
function printResult(
  run: LocalRun,
  result: StepResult,
  region: string,
  options: PrintOptions,
  paint: Paint,
): string {
  const table = newTable(options);
  const where = run.expected.regions.length > 1 ? `${region}: ` : "";
  const title = result.regions[region]?.title ?? "";
  const when = result.from.slice(0, 19).replace("T", " ");
  wrapped(table, `${paint("dim", when)}  ${paint("bold", `${where}${title}`)}`);
  const here = within(result, region);
  const entries = [
    ...here(run.changes).map((one) => ({ at: one.at, label: "recorded", text: changeLine(one) })),
    ...verdictsOf(here(run.evaluations), paint),
    ...here(run.remediations).map((one) => ({
      at: one.at,
      label: "remedied",
      text: `${paint(one.outcome === "SUCCEEDED" ? "green" : "red", one.outcome)}: ${withShortIds(one.message)}`,
    })),
  ].sort((a, b) => a.at.localeCompare(b.at));
  for (const { label, text } of entries) table.push([`  ${label}`, text]);
  const messages = together(here(run.notifications));
  for (const { to, subject } of messages) {
    table.push(["  told", subject]);
    table.push([{ content: `    to ${to}`, colSpan: 2, wordWrap: false }]);
  }
  if (entries.length === 0 && messages.length === 0) table.push(["", paint("dim", "nothing came of it")]);
  return linesOf(table);
}

/** The setting from and to, keys by their IDs. */
function changeLine({ changeType, configuration, changedProperties }: Change): string {
  if (changeType === "CREATE")
    return `${settingOf(configuration["type"], configuration["keyId"])} (discovered)`;
  const before = (name: string, property: string): unknown =>
    property in changedProperties ? changedProperties[property]?.previousValue : configuration[name];
  const from = settingOf(before("type", "Configuration.Type"), before("keyId", "Configuration.KeyId"));
  return `${from} → ${settingOf(configuration["type"], configuration["keyId"])}`;
}

function settingOf(type: unknown, keyId: unknown): string {
  return type === "KMS" ? withShortIds(String(keyId)).replace(/^arn:.*:key\//, "key ") : String(type);
}

/** Equal verdicts as one, with all that triggered them. */
function verdictsOf(
  evaluations: readonly Evaluation[],
  paint: Paint,
): { at: string; label: string; text: string }[] {
  const verdicts = evaluations.filter(({ complianceType }) => complianceType !== "NOT_APPLICABLE");
  const equal = Map.groupBy(verdicts, (one) => `${one.complianceType} ${one.annotation}`);
  return [...equal.values()].flatMap((some) => {
    const [first] = some;
    if (first === undefined) return [];
    const { at, complianceType, annotation } = first;
    const style = complianceType === "COMPLIANT" ? "green" : "red";
    const triggers = [...new Set(some.map(triggerOf))].join(", ");
    const text = `${paint(style, complianceType)} on ${triggers}: ${withShortIds(annotation)}`;
    return [{ at, label: "verdict", text }];
  });
}

/** Of a key's ID only what tells it from others: a line of its own would be lost to it. */
function withShortIds(text: string): string {
  return text.replace(/\b([0-9a-f]{8})-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, "$1…");
}

function counted(list: readonly unknown[], what: string): string {
  return `${list.length} ${what}${list.length === 1 ? "" : "s"}`;
}

const columns = 80;
const labelColumn = 11;

type Lines = InstanceType<typeof Table>;

/** Lines of a label and a text, which is wrapped to what a terminal of 80 columns leaves. */
function newTable({ width = columns }: PrintOptions): Lines {
  const parts = ["top", "bottom", "left", "right", "mid", "middle"];
  const corners = ["top-mid", "top-left", "top-right", "bottom-mid", "bottom-left", "bottom-right"];
  const crossings = ["left-mid", "mid-mid", "right-mid"];
  const chars = Object.fromEntries([...parts, ...corners, ...crossings].map((name) => [name, ""]));
  return new Table({
    chars,
    style: { "padding-left": 0, "padding-right": 0, head: [], border: [] },
    colWidths: [labelColumn, Math.max(20, Math.min(width, columns) - labelColumn - 1)],
    wordWrap: true,
  });
}

/** Without the blanks that fill up a table's cells. */
function linesOf(table: Lines): string {
  return table.toString().replace(/ +$/gm, "");
}

function wrapped(table: Lines, content: string): void {
  table.push([{ content, colSpan: 2 }]);
}

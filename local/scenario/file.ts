import * as fs from "node:fs";
import * as path from "node:path";
import { Ajv } from "ajv";
import { closest } from "fastest-levenshtein";
import { type Document, LineCounter, parseDocument } from "yaml";
import { clip, quoted } from "../../stack-runner/text";
import { valueOf } from "../../stack-runner/yaml-value";
import { day, furthest, hour, minute, second } from "../account/clock";
import type { Fault } from "../endpoint/fault-injection";
import { explain, lineAt, placeOf, ScenarioError } from "./mistakes";
import { scenarioSchema } from "./words";

export { ScenarioError };

/** The values of the steps by their words, as `scenarios/schema.json` has them. */
export interface StepValues {
  /** A key in any of its forms, or `NONE`. */
  "put-encryption": string;
  "create-key": string;
  "move-alias": { alias: string; to: string };
  "disable-key": string;
  "enable-key": string;
  "schedule-key-deletion": string;
  "cancel-key-deletion": string;
  "stop-recorder": null;
  "start-recorder": null;
  /** The one type that the recorder records from now on. */
  "record-only": string;
  "delete-recorder": null;
  "delete-channel": null;
  "delete-bucket": null;
  /** A key in any of its forms. */
  "put-key-policy": string;
  "revoke-grant": string;
  "retire-grant": string;
  "fail-function": number | "until repaired";
  "repair-function": null;
  /** `kms:DescribeKey`; without times, until `mend-calls`. */
  "break-call": { call: string; how: Fault; times?: number };
  "mend-calls": null;
  "purge-queues": null;
  "delete-queues": null;
  "delete-rules": null;
  "restore-rules": null;
  "delete-topics": null;
  "restore-topics": null;
  "send-spans-to": "XRay" | "CloudWatchLogs";
  /** A key in any of its forms, or `NONE`. */
  "encrypt-spans": string;
  "approve-remediation": null;
  oversized: null;
  /** `10 minutes`; see `milliseconds`. */
  advance: string;
  expect: Expectation;
}

/** What must have happened in a Region since the expectation before it. */
export interface Expectation {
  verdict?: "COMPLIANT" | "NON_COMPLIANT";
  trigger?: Trigger | Trigger[];
  annotation?: string;
  "no-verdict"?: true;
  /** Each a key in any of its forms, or `NONE`. */
  change?: { from?: string; to?: string };
  "no-change"?: true;
  message?: string | string[];
  "no-message"?: true | string;
  subjects?: string[];
  "published-to-all-topics"?: true;
  remediation?: string | string[];
  "no-remediation"?: true;
  failure?: string;
  "all-event-rules-matched"?: true;
}

export type Trigger = "change" | "schedule" | "demand";

/** One step: a word and its value. */
export type ScenarioStep = {
  /** In the file, from 1; undefined where there is no file. */
  line: number | undefined;
  /** The one Region that it is for; undefined means all. */
  in: string | undefined;
} & { [Word in keyof StepValues]: { word: Word; value: StepValues[Word] } }[keyof StepValues];

/** A scenario: a file's, validated, or the first day. */
export interface Scenario {
  /** The file as messages name it; where there is none, what the scenario is called. */
  file: string;
  description: string;
  /** Stack config that wins over the stack file, by key. */
  config: Record<string, unknown>;
  /** Where each key of the config stands. */
  configLines: Record<string, number>;
  steps: ScenarioStep[];
}

const bundled = path.resolve(__dirname, "../scenarios");
const validate = new Ajv({ allErrors: true, verbose: true, allowUnionTypes: true }).compile(scenarioSchema);

/** The names of the scenarios that come with the project. */
export function bundledScenarios(): string[] {
  return fs
    .readdirSync(bundled)
    .flatMap((file) => /^(.+)\.yaml$/.exec(file)?.[1] ?? [])
    .sort();
}

/**
 * Reads a scenario.
 *
 * @param name the path of a file, or the name of a bundled scenario (`key-rotation`)
 * @throws ScenarioError with one sentence that names file and line
 */
export function readScenario(name: string): Scenario {
  const file = findScenario(name);
  try {
    return parseScenario(path.relative(process.cwd(), file) || file, fs.readFileSync(file, "utf8"));
  } catch (cause) {
    if (cause instanceof ScenarioError) throw cause;
    throw new ScenarioError(`The scenario ${file} cannot be read: ${(cause as Error).message}.`, { cause });
  }
}

function findScenario(name: string): string {
  if (fs.existsSync(name) && fs.statSync(name).isFile()) return name;
  const names = bundledScenarios();
  if (names.includes(name)) return path.join(bundled, `${name}.yaml`);
  throw new ScenarioError(
    `There is no scenario '${name}', neither as a file nor among those that come with the project (${names.join(", ")}); did you mean '${closest(name, names)}'?`,
  );
}

/**
 * @param file how messages name the file
 * @throws ScenarioError
 */
export function parseScenario(file: string, text: string): Scenario {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: "error" });
  const [error] = document.errors;
  if (error !== undefined) {
    const at = lines.linePos(error.pos[0]).line;
    throw new ScenarioError(
      `${file}:${at}: this is not valid YAML: ${clip(error.message.replace(/\.$/, ""))}.`,
    );
  }
  const content = contentOf(document, file);
  if (!validate(content)) {
    const mistakes = (validate.errors ?? [])
      // It only says that a branch failed; the branch has said why.
      .filter(({ keyword }) => keyword !== "if")
      .map((mistake) => ({ line: placeOf(mistake, document, lines), sentence: explain(mistake) }))
      .sort((a, b) => a.line - b.line);
    const [first] = mistakes;
    throw new ScenarioError(`${file}:${first?.line ?? 1}: ${first?.sentence ?? "this is no scenario."}`);
  }
  const { description, config = {}, steps } = content as RawScenario;
  return {
    file,
    description,
    config,
    configLines: Object.fromEntries(
      Object.keys(config).map((key) => [key, lineAt(document, lines, ["config", key])]),
    ),
    steps: steps.map((raw, index) => stepOf(raw, file, lineAt(document, lines, ["steps", index]))),
  };
}

function contentOf(document: Document, file: string): unknown {
  try {
    return valueOf(document);
  } catch (cause) {
    throw new ScenarioError(`${file}:1: this is not valid YAML: ${(cause as Error).message}.`, { cause });
  }
}

/** @throws ScenarioError for config that the stack does not know, given the keys that it does */
export function checkConfig(scenario: Scenario, known: string[]): void {
  for (const [key, line] of Object.entries(scenario.configLines)) {
    // Another project's, such as `aws:region`.
    if (key.includes(":") || known.includes(key)) continue;
    throw new ScenarioError(
      `${scenario.file}:${line}: the stack has no config '${clip(key)}': did you mean '${closest(key, known)}'?`,
    );
  }
}

interface RawScenario {
  description: string;
  config?: Record<string, unknown>;
  steps: (string | Record<string, unknown>)[];
}

function stepOf(raw: string | Record<string, unknown>, file: string, line: number): ScenarioStep {
  const { in: region, ...words } = typeof raw === "string" ? { [raw]: null } : raw;
  const [only, ...more] = Object.entries(words);
  if (only === undefined || more.length > 0) {
    throw new ScenarioError(
      `${file}:${line}: a step has one word, beside 'in', but this one has ${only === undefined ? "none" : Object.keys(words).join(", ")}; make each a step of its own, with a '-' before it.`,
    );
  }
  // The schema has looked at word and value.
  const step = { line, in: region, word: only[0], value: only[1] } as ScenarioStep;
  if (step.word === "advance" && !(milliseconds(step.value) <= furthest)) {
    throw new ScenarioError(
      `${file}:${line}: 'advance' is ${quoted(step.value)}, but time passes by at most 366 days at once.`,
    );
  }
  return step;
}

const units: Record<string, number> = { second, minute, hour, day };

/** How long `10 minutes` is, in milliseconds. */
export function milliseconds(duration: string): number {
  const [count, unit = ""] = duration.split(" ");
  const length = units[unit.replace(/s$/, "")];
  if (length === undefined) throw new Error(`'${duration}' is no duration`);
  return Number(count) * length;
}

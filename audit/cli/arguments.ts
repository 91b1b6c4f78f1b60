import { parseArgs } from "node:util";
import { closest } from "fastest-levenshtein";
import { AuditError } from "../aws/aws-call";
import { exitCodeRows } from "./exit-codes";

/** How inventory and timeline can be printed. */
export const formats = ["table", "json", "csv"] as const;
export type Format = (typeof formats)[number];

/** What the user asked for on the command line. */
export interface Arguments {
  command: CommandName;
  help: boolean;
  /** Comma separated, as written. */
  regions: string | undefined;
  rule: string | undefined;
  aggregator: string | undefined;
  format: Format;
  since: Date | undefined;
  until: Date | undefined;
  out: string;
  stack: string;
  permissions: boolean;
}

const options = {
  regions: { value: "LIST", text: "Regions, comma separated; by default AWS_REGION" },
  rule: { value: "NAME", text: "the AWS Config rule, where it cannot be told from its parameters and scope" },
  aggregator: { value: "NAME", text: "all accounts and Regions of this AWS Config aggregator" },
  format: { value: "FORMAT", text: "table (the default), json or csv" },
  since: { value: "TIME", text: "from then on: ISO 8601, UTC unless it says otherwise" },
  until: { value: "TIME", text: "up to then: ISO 8601; a date alone is its first moment" },
  out: { value: "FILE", text: "where the page is written; report.html by default" },
  stack: { value: "NAME", text: "the stack that is to be deployed (Pulumi.NAME.yaml); dev by default" },
  permissions: {
    value: undefined,
    text: "print what the deployment must be allowed, and ask AWS nothing else",
  },
  help: { value: undefined, text: "print this" },
} as const;
type OptionName = keyof typeof options;

const commands = {
  inventory: {
    text: "What X-Ray encrypts with now, in each Region, and what the rule says of it",
    options: ["regions", "aggregator", "rule", "format"],
  },
  timeline: {
    text: "How the setting changed, with the verdicts of then, and who did it",
    options: ["regions", "rule", "since", "until", "format"],
  },
  report: {
    text: "All of it as one HTML page",
    options: ["regions", "rule", "since", "until", "out"],
  },
  verify: {
    text: "Holds the history files in the bucket against AWS Config",
    options: ["regions"],
  },
  preflight: {
    text: "Whether the stack can be deployed, before it is",
    options: ["stack", "regions", "permissions", "format"],
  },
} as const satisfies Record<string, { text: string; options: readonly OptionName[] }>;

export type CommandName = keyof typeof commands;
const commandNames = Object.keys(commands) as CommandName[];

/** @throws AuditError `usage` that names the nearest valid command, option or value */
export function readArguments(args: string[]): Arguments | "help" {
  const [name, ...rest] = args;
  if (name === undefined || name === "--help" || name === "-h" || name === "help") return "help";
  const command = commandNames.find((candidate) => candidate === name);
  if (command === undefined) {
    throw misuse(
      name.startsWith("-")
        ? `The command comes first, before ${name}: one of ${commandNames.join(", ")}.`
        : `There is no command '${name}': did you mean ${closest(name, commandNames)}?`,
    );
  }
  const values = readOptions(command, rest);
  const since = readTime("since", values.get("since"));
  const until = readTime("until", values.get("until"));
  if (since !== undefined && until !== undefined && since >= until) {
    throw misuse(`--since ${values.get("since")} is not before --until ${values.get("until")}.`);
  }
  if (values.has("aggregator") && values.get("regions")?.includes(",") === true) {
    throw misuse("An aggregator is in one Region: name that one alone with --regions.");
  }
  const format = readFormat(values.get("format") ?? "table");
  if (command === "preflight" && format === "csv") {
    throw misuse("preflight knows no --format csv: choose table or json.");
  }
  return {
    command,
    help: values.has("help"),
    regions: values.get("regions"),
    rule: values.get("rule"),
    aggregator: values.get("aggregator"),
    format,
    since,
    until,
    out: values.get("out") ?? "report.html",
    stack: values.get("stack") ?? "dev",
    permissions: values.has("permissions"),
  };
}

/** The help text of a command, or of all. */
export function usage(command?: CommandName): string {
  if (command !== undefined) {
    const { text, options: names } = commands[command];
    return `${text}.\n\nUsage: npm run audit -- ${command} [options]\n\n${optionLines([...names, "help"])}\n`;
  }
  const width = Math.max(...commandNames.map((name) => name.length));
  const lines = commandNames.map((name) => `  ${name.padEnd(width)}  ${commands[name].text}`);
  const codes = exitCodeRows().map(({ code, when }) => `  ${String(code).padStart(2)}  ${when}`);
  return `Answers auditors from AWS Config's own records: which encryption X-Ray uses, where, since when, who changed it.

Usage: npm run audit -- COMMAND [options]

${lines.join("\n")}

\`npm run audit -- COMMAND --help\` names a command's options. Credentials and Region are found as AWS's SDKs find them;
AWS_ENDPOINT_URL leads to another endpoint, such as the local account's.

Exit codes:
${codes.join("\n")}
`;
}

function optionLines(names: readonly OptionName[]): string {
  const left = (name: OptionName): string => {
    const { value } = options[name];
    return `--${name}${value === undefined ? "" : ` ${value}`}`;
  };
  const width = Math.max(...names.map((name) => left(name).length));
  return names.map((name) => `  ${left(name).padEnd(width)}  ${options[name].text}`).join("\n");
}

function readOptions(command: CommandName, args: string[]): Map<OptionName, string> {
  const allowed: OptionName[] = [...commands[command].options, "help"];
  const { tokens } = parseArgs({
    args,
    options: Object.fromEntries(
      Object.entries(options).map(([name, { value }]) => [
        name,
        { type: value === undefined ? ("boolean" as const) : ("string" as const) },
      ]),
    ),
    strict: false,
    tokens: true,
  });
  const values = new Map<OptionName, string>();
  for (const token of tokens) {
    if (token.kind === "positional") {
      throw misuse(
        `Unexpected argument '${token.value}': the options of ${command} are --${allowed.join(", --")}.`,
      );
    }
    if (token.kind !== "option") continue;
    const name = allowed.find((candidate) => candidate === token.name);
    if (name === undefined) {
      throw misuse(
        `Unknown option '${token.rawName}' of ${command}: did you mean --${closest(token.name, allowed)}?`,
      );
    }
    const { value } = options[name];
    const given = token.value ?? "";
    if (value !== undefined && (given === "" || given.startsWith("--"))) {
      throw misuse(`Option --${name} needs a value: --${name} ${value}.`);
    }
    if (value === undefined && token.value !== undefined) {
      throw misuse(`Option --${name} takes no value, but was given '${token.value}'.`);
    }
    if (values.has(name)) throw misuse(`Option --${name} is given twice: give it once.`);
    values.set(name, given);
  }
  return values;
}

function readFormat(text: string): Format {
  const format = formats.find((candidate) => candidate === text);
  if (format !== undefined) return format;
  throw misuse(
    `--format is '${text}': expected one of ${formats.join(", ")}; did you mean ${closest(text, [...formats])}?`,
  );
}

/** ISO 8601, with UTC where no zone is named. */
function readTime(name: string, text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  const parts = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)(Z|[+-]\d{2}:\d{2})?)?$/.exec(
    text,
  );
  const [, day, time = "00:00", zone = "Z"] = parts ?? [];
  const date = new Date(`${day ?? ""}T${time}${zone}`);
  // Date takes the 31st of February for a day in March.
  const exists =
    !Number.isNaN(date.getTime()) && new Date(`${day ?? ""}T00:00Z`).toISOString().startsWith(day ?? "?");
  if (parts !== null && exists) return date;
  throw misuse(`--${name} is '${text}': expected a date or time such as 2026-01-31 or 2026-01-31T09:00:00Z.`);
}

function misuse(message: string): AuditError {
  return new AuditError("usage", message);
}

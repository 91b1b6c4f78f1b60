import { parseArgs } from "node:util";
import { closest } from "fastest-levenshtein";
import { bundledScenarios } from "./scenario/file";
import { expectWords, stepWords, type WordHelp } from "./scenario/words";

/** What the user asked for on the command line. */
export interface Arguments {
  stack: string;
  /** A scenario file, or the name of a bundled one; undefined for a first day. */
  scenario: string | undefined;
  /** Whether the account stays up, for AWS clients. */
  serve: boolean;
  /** The served account's port; undefined for any free one. */
  port: number | undefined;
  json: boolean;
  help: boolean;
}

/** A mistake on the command line. The message is one sentence, meant to be printed alone. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

const options = {
  stack: { type: "string", default: "dev" },
  scenario: { type: "string" },
  serve: { type: "boolean", default: false },
  port: { type: "string" },
  json: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;

const valueNames: Record<string, string> = { scenario: "FILE", port: "N" };

export const usage = `Deploys the stack into a local account, plays a scenario there, and shows what happened.

Usage: npm start -- [--stack NAME] [--scenario FILE] [--json]
       npm start -- [--stack NAME] --serve [--port N]

  --stack NAME  the stack whose config is used (Pulumi.NAME.yaml); dev by default
  --scenario FILE
                what is played instead of a first day: a file, or one of those that come with the project
                (${bundledScenarios().join(", ")})
  --serve       keep the account up on 127.0.0.1 for AWS clients, in real time, until Ctrl-C
  --port N      where; any free port by default
  --json        print one JSON document: resources, changes, evaluations, notifications, outputs
  --help        print this

Exit code: 0 when the loop closed, 1 when something did not happen that should have, 2 for a mistake in arguments, stack files or scenarios.

A scenario is a YAML file with a description, config (stack config that wins over the stack file) and steps, each one of:

${helpOn(stepWords())}

What 'expect' looks at, since the 'expect' before it:

${helpOn(expectWords())}
`;

function helpOn(expected: WordHelp[]): string {
  return expected.map(({ example, description }) => `  ${example}\n      ${description}`).join("\n");
}

/** @throws UsageError that names the nearest valid option */
export function readArguments(args: string[]): Arguments {
  const { tokens } = parseArgs({ args, options, strict: false, tokens: true });
  const names = Object.keys(options);
  for (const token of tokens) {
    if (token.kind === "positional") {
      throw new UsageError(`Unexpected argument '${token.value}': the options are --${names.join(", --")}.`);
    }
    if (token.kind !== "option") continue;
    if (!names.includes(token.name)) {
      throw new UsageError(
        `Unknown option '${token.rawName}': did you mean --${closest(token.name, names)}?`,
      );
    }
    const wantsValue = options[token.name as keyof typeof options].type === "string";
    if (wantsValue && (token.value === undefined || token.value === "" || token.value.startsWith("--"))) {
      throw new UsageError(
        `Option --${token.name} needs a value: --${token.name} ${valueNames[token.name] ?? "NAME"}.`,
      );
    }
    if (!wantsValue && token.value !== undefined) {
      throw new UsageError(`Option --${token.name} takes no value, but was given '${token.value}'.`);
    }
  }
  const { values } = parseArgs({ args, options });
  if (values.serve) {
    const other = values.json ? "json" : values.scenario === undefined ? undefined : "scenario";
    if (other !== undefined)
      throw new UsageError(`Option --serve plays no scenario and ends with no result: leave out --${other}.`);
  } else if (values.port !== undefined) {
    throw new UsageError("Option --port says where an account is served: it needs --serve.");
  }
  return {
    stack: values.stack,
    scenario: values.scenario,
    serve: values.serve,
    port: values.port === undefined ? undefined : portOf(values.port),
    json: values.json,
    help: values.help,
  };
}

function portOf(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port >= 1 && port <= 65535) return port;
  throw new UsageError(`Option --port must be a number from 1 to 65535, but is '${text}'.`);
}

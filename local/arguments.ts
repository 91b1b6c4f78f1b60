import { createRequire } from "node:module";
import { type Command, CommandLine, InvalidArgumentError } from "../cli/command";
import type * as File from "./scenario/file";
import type * as Words from "./scenario/words";

/** What the user asked for on the command line. */
export interface Arguments {
  stack: string;
  /** A scenario file, or the name of a bundled one; undefined for a first day. */
  scenario: string | undefined;
  /** Whether the account stays up, for AWS clients. */
  serve: boolean;
  /** Whether the served account is empty, for whoever deploys into it. */
  empty: boolean;
  /** The served account's port; undefined for any free one. */
  port: number | undefined;
  json: boolean;
  /** Whether notifications are printed whole. */
  verbose: boolean;
}

/** The command line of `npm start`. */
export function startCommand(): CommandLine {
  return new CommandLine("npm start --", {
    description: "Deploys the stack into a local account, plays a scenario there, and shows what happened.",
    examples: ["npm start -- --scenario fast", "npm start -- --stack dev --serve --port 4566"],
    exitCodes: [
      { code: 0, when: "all went as expected" },
      { code: 1, when: "something did not happen that should have" },
      { code: 2, when: "a mistake in the arguments, the stack's files or a scenario" },
    ],
  })
    .value("--stack <name>", "the stack whose config is used (Pulumi.<name>.yaml)", { default: "dev" })
    .value("--scenario <file>", "what to play instead of the first day: a file, or one of those named below")
    .flag("--verbose", "print everything: each resource and evaluation, whole messages, outputs")
    .flag(
      "--json",
      "print one JSON document (with `npm start --silent --`): resources, changes, evaluations, notifications, outputs",
    )
    .flag("--serve", "keep the account up on 127.0.0.1 for AWS clients, in real time, until Ctrl-C")
    .flag("--empty", "with --serve: deploy nothing, so that `pulumi up` can")
    .value("--port <n>", "where; any free port by default", { read: readPort })
    .addHelpText("after", scenarioHelp)
    .hook("preAction", (command) => {
      const { serve, empty, port, json, scenario } = command.opts<Arguments>();
      const other = json ? "json" : scenario === undefined ? undefined : "scenario";
      if (serve && other !== undefined)
        command.error(`Option --serve plays no scenario and ends with no result: leave out --${other}.`);
      if (!serve && empty)
        command.error("Option --empty is about an account that is served: it needs --serve.");
      if (!serve && port !== undefined)
        command.error("Option --port says where an account is served: it needs --serve.");
    });
}

/** @throws InvalidArgumentError */
function readPort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port >= 1 && port <= 65535) return port;
  throw new InvalidArgumentError("expected a number from 1 to 65535.");
}

function scenarioHelp({ command }: { command: Command }): string {
  // Loaded only for the help.
  const load = createRequire(__filename);
  const { bundledScenarios } = load("./scenario/file") as typeof File;
  const { stepWords, expectWords } = load("./scenario/words") as typeof Words;
  const help = command.createHelp();
  const wrap = (text: string): string => help.boxWrap(text, 80);
  const lines = (words: Words.WordHelp[]): string =>
    words
      .map(
        ({ example, description }) =>
          `  ${example}\n${help.boxWrap(description, 74).replace(/^/gm, "      ")}`,
      )
      .join("\n");
  return `
${wrap(`Scenarios that come with the project: ${bundledScenarios().join(", ")}.`)}

${wrap("A scenario is a YAML file with a description, config (stack config that wins over the stack file) and steps, each one of:")}

${lines(stepWords())}

What 'expect' looks at, since the 'expect' before it:

${lines(expectWords())}`;
}

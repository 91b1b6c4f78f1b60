import { parseArgs } from "node:util";
import { closest } from "fastest-levenshtein";

/** What the user asked for on the command line. */
export interface Arguments {
  stack: string;
  json: boolean;
  help: boolean;
}

/** A mistake on the command line. The message is one sentence, meant to be printed alone. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

const options = {
  stack: { type: "string", default: "dev" },
  json: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;

export const usage = `Deploys the stack into a local account, plays a scenario there, and shows what happened.

Usage: npm start -- [--stack NAME] [--json]

  --stack NAME  the stack whose config is used (Pulumi.NAME.yaml); dev by default
  --json        print one JSON document: resources, changes, evaluations, notifications, outputs
  --help        print this

Exit code: 0 when the loop closed, 1 when something did not happen that should have, 2 for a mistake in arguments or stack files.
`;

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
      throw new UsageError(`Option --${token.name} needs a value: --${token.name} NAME.`);
    }
    if (!wantsValue && token.value !== undefined) {
      throw new UsageError(`Option --${token.name} takes no value, but was given '${token.value}'.`);
    }
  }
  const { values } = parseArgs({ args, options });
  return { stack: values.stack, json: values.json, help: values.help };
}

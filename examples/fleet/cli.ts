import * as path from "node:path";
import { createRequire } from "node:module";
import { CommandLine } from "../../cli/command";
import { main, run } from "../../cli/main";
import { accountNamed, readFleet } from "./accounts";
import type * as Check from "./check";
import { commentOf } from "./comment";
import { matrixOf } from "./matrix";
import { writeStackFile } from "./stack-file";

interface Arguments {
  accounts: string;
  account: string | undefined;
  plans: string;
}

const typed = "npm run fleet --";
const exitCodes = [
  { code: 0, when: "done" },
  { code: 2, when: "a mistake in the arguments or in accounts.yaml" },
];

const command = new CommandLine(typed, {
  description: "Reads accounts.yaml for the workflows of examples/fleet. It deploys nothing: Pulumi does.",
  examples: [`${typed} check`, `${typed} write shop-prod`],
  exitCodes,
});

/** A subcommand; each reads the same file. */
function add(name: string, description: string): CommandLine {
  const one = new CommandLine(`${typed} ${name}`, { description, examples: [], exitCodes });
  one.name(name);
  one.allowExcessArguments(false).value("--accounts <file>", "the file that lists the accounts", {
    default: path.join("examples", "fleet", "accounts.yaml"),
  });
  command.addCommand(one);
  return one;
}

add("check", "Checks accounts.yaml, and runs the program for each account without AWS");
add("matrix", "Prints the accounts as outputs of a step: all, the canary, the rest").value(
  "--account <name>",
  "this account alone",
);
add("write", "Writes an account's stack file, Pulumi.<name>.yaml").argument(
  "<account>",
  "the account's name",
);
add("comment", "Prints the comment on a pull request").value("--plans <folder>", "where the plans are", {
  default: "plans",
});

main((args) =>
  run<Arguments>(
    command,
    args,
    async ({ command: asked, options, operands }) => {
      const fleet = readFleet(options.accounts);
      const directory = process.cwd();
      switch (asked) {
        case "check": {
          // Loaded only once the file is understood.
          const { checkSettings } = createRequire(__filename)("./check") as typeof Check;
          await checkSettings(directory, fleet);
          process.stdout.write(`${fleet.accounts.length} accounts: nothing is wrong.\n`);
          break;
        }
        case "matrix":
          process.stdout.write(matrixOf(fleet, options.account));
          break;
        case "write":
          writeStackFile(directory, accountNamed(operands[0] ?? "", fleet), fleet);
          break;
        case "comment":
          process.stdout.write(commentOf(options.plans, fleet.accounts));
          break;
      }
      return 0;
    },
    { mistakes: ["FleetError", "StackError"] },
  ),
);

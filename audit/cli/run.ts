import { createRequire } from "node:module";
import { run as runCommand } from "../../cli/main";
import { visible } from "../../cli/visible";
import type * as AwsCall from "../aws/aws-call";
import type * as Clients from "../aws/clients";
import type { Command, CommandContext } from "../commands/command";
import { type Arguments, auditCommand, type CommandName } from "./arguments";
import { exitCodes } from "./exit-codes";

/** Loads what is needed only once a command line is understood: AWS's clients are many. */
const load = createRequire(__filename);

/**
 * Does what a command line asks for.
 *
 * @returns the exit code
 * @throws whatever is a defect of this program
 */
export async function run(args: readonly string[], { warn, ...rest }: CommandContext): Promise<number> {
  // A sentence about a failure has AWS's own words in it.
  const context: CommandContext = { ...rest, warn: (sentence) => warn(visible(sentence)) };
  return runCommand<Arguments>(
    auditCommand(),
    args,
    async ({ command, options, operands }) => {
      const { AuditError } = load("../aws/aws-call") as typeof AwsCall;
      const { connector } = load("../aws/clients") as typeof Clients;
      const commands = load(`../commands/${command}`) as Record<CommandName, Command>;
      try {
        const reason = await commands[command as CommandName]({
          ...context,
          options,
          operands,
          connect: connector(context.access),
        });
        return exitCodes[reason].code;
      } catch (error) {
        if (!(error instanceof AuditError)) throw error;
        context.warn(error.message);
        return exitCodes[error.reason].code;
      }
    },
    { print: context.print, warn: context.warn, mistakeCode: exitCodes.usage.code },
  );
}

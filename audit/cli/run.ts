import { type CommandName, readArguments, usage } from "./arguments";
import { connector } from "../aws/clients";
import type { Command, CommandContext } from "../commands/command";
import { inventory } from "../commands/inventory";
import { preflight } from "../commands/preflight";
import { report } from "../commands/report";
import { timeline } from "../commands/timeline";
import { verify } from "../commands/verify";
import { AuditError } from "../aws/aws-call";
import { exitCodes } from "./exit-codes";

const commands: Record<CommandName, Command> = { inventory, timeline, report, verify, preflight };

/**
 * Does what a command line asks for.
 *
 * @returns the exit code
 * @throws whatever is a defect of this program
 */
export async function run(args: string[], world: CommandContext): Promise<number> {
  try {
    const options = readArguments(args);
    if (options === "help" || options.help) {
      world.print(usage(options === "help" ? undefined : options.command));
      return exitCodes.ok.code;
    }
    const reason = await commands[options.command]({ ...world, options, connect: connector(world.access) });
    return exitCodes[reason].code;
  } catch (error) {
    if (!(error instanceof AuditError)) throw error;
    world.warn(error.message);
    return exitCodes[error.reason].code;
  }
}

import { Command, type CommanderError, InvalidArgumentError, Option, type OptionValues } from "commander";
import { closest } from "fastest-levenshtein";

export { type Command, InvalidArgumentError };

/** What the help of a command says beside its options. */
export interface CommandText {
  description: string;
  /** Whole command lines. */
  examples: readonly string[];
  exitCodes: readonly { code: number; when: string }[];
}

/** How the value of an option is read. */
export interface ValueOptions<T> {
  default?: T;
  choices?: readonly string[];
  /** @throws InvalidArgumentError that says what is expected */
  read?: (text: string) => T;
}

/** What the user asked for. */
export interface Request<O> {
  /** The name of the subcommand, or of the command where it has none. */
  command: string;
  options: O;
  /** What is no option. */
  operands: readonly string[];
}

/** A mistake on the command line. The message is one sentence, meant to be printed alone. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** commander's command: its help has examples and exit codes, and each mistake is one sentence. */
export class CommandLine extends Command {
  /** @param typed what the user types: `npm run audit --` */
  constructor(typed: string, { description, examples, exitCodes }: CommandText) {
    super(typed);
    const help = this.createHelp();
    const codes = exitCodes.map(({ code, when }) => help.formatItem(String(code).padStart(2), 2, when, help));
    this.description(description)
      .helpOption("-h, --help", "print this")
      .addHelpText(
        "after",
        paragraph(
          examples.length > 1 ? "Examples" : "Example",
          examples.map((line) => `  ${line}`),
        ),
      )
      .addHelpText("after", paragraph("Exit codes", codes));
  }

  /** An option without a value: false unless it is given. */
  flag(flags: string, description: string): this {
    const option = new Option(flags, description);
    // As a default it would stand in the help.
    return this.addOption(option).setOptionValue(option.attributeName(), false);
  }

  /** An option with a value: not empty, given once, and no other option that stands where the value should. */
  value<T = string>(
    flags: string,
    description: string,
    { choices, read, ...rest }: ValueOptions<T> = {},
  ): this {
    const option = new Option(flags, description);
    if (rest.default !== undefined) option.default(rest.default);
    if (choices !== undefined) option.choices(choices);
    option.argParser((text: string) => {
      if (text === "" || text.startsWith("--")) this.error(needsValue(flags));
      if (this.getOptionValueSource(option.attributeName()) === "cli") {
        this.error(`Option ${option.long} is given twice: give it once.`);
      }
      if (choices?.includes(text) === false) {
        throw new InvalidArgumentError(
          `expected one of ${choices.join(", ")}; did you mean ${closest(text, [...choices])}?`,
        );
      }
      return read === undefined ? text : read(text);
    });
    return this.addOption(option);
  }

  /**
   * Reads a command line. Does nothing else, and prints nothing.
   *
   * @throws UsageError that says what is wrong, what is expected and, where it can, the nearest valid name
   */
  read<O extends OptionValues>(args: readonly string[]): Request<O> | { help: string } {
    let help = "";
    const keep = (text: string): void => void (help += text);
    let request: Request<O> | undefined;
    for (const command of [this, ...this.commands]) {
      command.configureOutput({ writeOut: keep, writeErr: keep, outputError: () => undefined });
      command.exitOverride((error) => {
        // In this way commander ends a command line, and also a help that it has printed.
        throw error.code.startsWith("commander.help") ? error : new UsageError(sentence(error, command));
      });
      if (command.commands.length > 0) continue;
      command.action(() => {
        request = { command: command.name(), options: command.opts(), operands: command.args };
      });
    }
    try {
      this.parse(args.length === 0 && this.commands.length > 0 ? ["--help"] : args, { from: "user" });
    } catch (error) {
      if (error instanceof UsageError) throw error;
    }
    return request ?? { help };
  }
}

/** commander's message as a sentence: what is wrong, what is expected. */
function sentence({ code, message }: CommanderError, command: Command): string {
  const names = command.commands.map((one) => one.name());
  const options = command.createHelp().visibleOptions(command);
  const expected =
    names.length > 0
      ? `the commands are ${names.join(", ")}`
      : `the options are ${options.map(({ long }) => long).join(", ")}`;
  const text = message.replace(/^error: /, "");
  const [, quoted = ""] = /'(.*?)'/.exec(text) ?? [];
  if (code === "commander.unknownOption" && names.length > 0) {
    return `The command comes first, before ${quoted}: one of ${names.join(", ")}.`;
  }
  const [option, value] = quoted.split("=");
  if (code === "commander.unknownOption" && options.some(({ long }) => long === option)) {
    return `Option ${option} takes no value, but was given '${value}'.`;
  }
  if (code === "commander.optionMissingArgument") return needsValue(quoted);
  if (code === "commander.excessArguments") {
    return `Unexpected argument '${command.args[command.registeredArguments.length]}': ${expected}.`;
  }
  const said = text
    .replace(/^option '(--\S+).*?' argument ('.*') is invalid\. /, "Option $1 is $2: ")
    .replace(/\n\(Did you mean (.*)\)$/, ": did you mean $1")
    .replace(/^./, (first) => first.toUpperCase());
  if (/[.?]$/.test(said)) return said;
  return code.startsWith("commander.unknown") ? `${said}: ${expected}.` : `${said}.`;
}

/** A heading with lines below; nothing without lines. */
function paragraph(heading: string, lines: readonly string[]): string {
  return lines.length === 0 ? "" : `\n${heading}:\n${lines.join("\n")}`;
}

function needsValue(flags: string): string {
  return `Option ${flags.replace(/ .*/, "")} needs a value: ${flags}.`;
}

import type { OptionValues } from "commander";
import type { CommandLine, Request } from "./command";
import { UsageError } from "./command";
import { visibleLines } from "./visible";

export interface RunOptions {
  /** Takes the answer; standard output by default. */
  print?: (text: string) => void;
  /** Takes a sentence that is said beside the answer; standard error by default. */
  warn?: (sentence: string) => void;
  /** The exit code of a user's mistake; 2 by default. */
  mistakeCode?: number;
  /** The names of errors that the user can mend, beside `UsageError`: they are printed as a sentence. */
  mistakes?: readonly string[];
}

/**
 * Does what a command line asks for.
 *
 * @param act returns the exit code
 * @returns the exit code
 * @throws whatever is a defect of this program
 */
export async function run<O extends OptionValues>(
  command: CommandLine,
  args: readonly string[],
  act: (request: Request<O>) => Promise<number>,
  options: RunOptions = {},
): Promise<number> {
  const { print = toStdout, warn = toStderr, mistakeCode = 2, mistakes = [] } = options;
  try {
    const request = command.read<O>(args);
    if (!("help" in request)) return await act(request);
    print(request.help);
    return 0;
  } catch (error) {
    if (!(error instanceof UsageError || (error instanceof Error && mistakes.includes(error.name))))
      throw error;
    warn(error.message);
    return mistakeCode;
  }
}

/** As `engines` in package.json has it: what Pulumi's SDK wants, and the oldest that has all that is called here. */
const oldestNode = 22;

/**
 * Runs this process to its exit code. What is thrown is a defect: it is printed with its stack.
 *
 * @param defectCode the exit code of a defect, and of a Node that is too old
 */
export function main(program: (args: string[]) => Promise<number>, defectCode = 1): void {
  if (Number.parseInt(process.versions.node) < oldestNode) {
    toStderr(
      `This is Node ${process.versions.node}: expected ${oldestNode} or newer. Install one, or run the npm script after \`npm ci\`, which brings one on Linux and Windows.`,
    );
    process.exitCode = defectCode;
    return;
  }
  // A reader that has seen enough (`| head`) ends the program without a word.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(0);
    throw error;
  });
  program(process.argv.slice(2)).then(
    (code) => {
      process.exitCode = code;
    },
    (error: unknown) => {
      toStderr(visibleLines(error instanceof Error ? (error.stack ?? error.message) : String(error)));
      process.exitCode = defectCode;
    },
  );
}

function toStdout(text: string): void {
  process.stdout.write(text);
}

function toStderr(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
}

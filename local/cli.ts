import { clearLine, cursorTo } from "node:readline";
import { readArguments, usage, UsageError } from "./arguments";
import { printRun, toJson } from "./print";
import { runLocal, StackError } from "./run";

async function main(args: string[]): Promise<number> {
  const { stack, json, help } = readArguments(args);
  if (help) {
    process.stdout.write(usage);
    return 0;
  }
  const run = await runLocal({ stack, progress: showProgress }).finally(() => showProgress(""));
  if (json) {
    process.stdout.write(`${JSON.stringify(toJson(run), null, 2)}\n`);
    for (const problem of run.problems) process.stderr.write(`${problem}\n`);
  } else {
    const { stdout } = process;
    process.stdout.write(
      printRun(run, {
        color: stdout.isTTY && stdout.hasColors(),
        width: stdout.isTTY ? stdout.columns : undefined,
      }),
    );
  }
  return run.problems.length === 0 ? 0 : 1;
}

/** What is being done, on a line that disappears; nothing where nobody watches. */
function showProgress(what: string): void {
  const { stderr } = process;
  if (!stderr.isTTY) return;
  clearLine(stderr, 0);
  cursorTo(stderr, 0);
  stderr.write(what);
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    if (error instanceof UsageError || error instanceof StackError) {
      process.stderr.write(`${error.message}\n`);
      process.exitCode = 2;
    } else {
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
      process.exitCode = 1;
    }
  },
);

import { exitCodes } from "./cli/exit-codes";
import { run } from "./cli/run";

const { stdout, stderr } = process;

// A reader that has seen enough (`| head`) ends the program without a word.
stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(exitCodes.ok.code);
  throw error;
});

run(process.argv.slice(2), {
  print: (text) => void stdout.write(text),
  warn: (sentence) => void stderr.write(`${sentence}\n`),
  now: new Date(),
  color: stdout.isTTY && stdout.hasColors(),
  width: stdout.isTTY ? stdout.columns : undefined,
  access: {},
  environment: process.env,
}).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exitCode = exitCodes.internal.code;
  },
);

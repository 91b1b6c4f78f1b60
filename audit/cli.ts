import { main } from "../cli/main";
import { terminal } from "../cli/terminal";
import { exitCodes } from "./cli/exit-codes";
import { run } from "./cli/run";

main(
  (args) =>
    run(args, {
      print: (text) => void process.stdout.write(text),
      warn: (sentence) => void process.stderr.write(`${sentence}\n`),
      now: new Date(),
      ...terminal(),
      access: {},
      environment: process.env,
    }),
  exitCodes.internal.code,
);

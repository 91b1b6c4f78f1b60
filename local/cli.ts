import { createRequire } from "node:module";
import { main, run } from "../cli/main";
import { type Arguments, startCommand } from "./arguments";
import type * as Start from "./start";

main((args) =>
  run<Arguments>(
    startCommand(),
    args,
    async ({ options }) => {
      // Loaded only once the arguments are understood.
      const { start } = createRequire(__filename)("./start") as typeof Start;
      return start(options);
    },
    { mistakes: ["StackError", "ScenarioError", "ServeError"] },
  ),
);

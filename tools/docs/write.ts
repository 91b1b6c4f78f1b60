// npm run docs: makes the pages and files that are made from code.
import { createRequire } from "node:module";
import { CommandLine } from "../../cli/command";
import { main, run } from "../../cli/main";
import type * as Pages from "./pages";

if (require.main === module) {
  const command = new CommandLine("npm run docs --", {
    description: "Writes the pages of docs/ that are made from code, and the policy pack's list of actions.",
    examples: ["npm run docs"],
    exitCodes: [],
  });
  main((args) =>
    run(command, args, async () => {
      // Loaded only now: --help need not wait for the generators.
      const { writePages } = createRequire(__filename)("./pages") as typeof Pages;
      const changed = await writePages();
      console.log(changed.length === 0 ? "All pages are up to date." : `Made ${changed.join(", ")}.`);
      return 0;
    }),
  );
}

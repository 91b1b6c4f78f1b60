// npm run docs: makes the pages and files that are made from code.
import { CommandLine } from "../../cli/command";
import { main, run } from "../../cli/main";

if (require.main === module) {
  const command = new CommandLine("npm run docs --", {
    description: "Makes anew the pages of docs/ that are made from code, and the policy pack's list of actions.",
    examples: ["npm run docs"],
    exitCodes: [],
  });
  main((args) =>
    run(command, args, async () => {
      const { writePages } = await import("./pages");
      const changed = await writePages();
      console.log(changed.length === 0 ? "All pages are up to date." : `Made ${changed.join(", ")}.`);
      return 0;
    }),
  );
}

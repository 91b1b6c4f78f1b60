import { readFileSync, writeFileSync } from "node:fs";
import { exitCodeRows } from "../../audit/cli/exit-codes";
import { CommandLine } from "../../cli/command";
import { main, run } from "../../cli/main";
import { benchTables } from "../bench/readme";
import { computeCosts, costTables } from "../bench/cost/table";
import { bundledScenarios, readScenario } from "../../local/scenario/file";
import { expectWords, stepWords, type WordHelp } from "../../local/scenario/words";
import { ownPolicyTable } from "./policies";
import { faultsTable } from "../../test/faults/table";
import { effects, effectsTable } from "../../test/support/changes";
import { formatted, readmePath, withSection } from "./readme";

/** The README's sections that are made from code, by name. */
const sections: Record<string, () => string | Promise<string>> = {
  bench: benchTables,
  faults: faultsTable,
  costs: async () => costTables(await computeCosts()),
  changes: async () => effectsTable(await effects()),
  scenarios: () =>
    table(
      ["scenario", "what it shows"],
      bundledScenarios().map((name) => [
        `[${name}](local/scenarios/${name}.yaml)`,
        readScenario(name).description,
      ]),
    ),
  steps: () => words("step", "what it does", stepWords()),
  expectations: () =>
    words("`expect`", "what must have happened since the `expect` before it", expectWords()),
  "exit-codes": () =>
    table(
      ["code", "when"],
      exitCodeRows().map(({ code, when }) => [String(code), when]),
    ),
  policies: ownPolicyTable,
};

/** The README with every section as the code has it. */
export async function written(readme: string): Promise<string> {
  let text = readme;
  for (const [name, make] of Object.entries(sections)) text = withSection(text, name, await make());
  return formatted(text);
}

function words(first: string, second: string, help: WordHelp[]): string {
  return table(
    [first, second],
    help.map(({ example, description }) => [`\`${example}\``, description]),
  );
}

function table(head: string[], rows: string[][]): string {
  return [head, head.map(() => "---"), ...rows]
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`)
    .join("\n");
}

if (require.main === module) {
  const command = new CommandLine("npm run docs --", {
    description: "Writes the parts of the documentation that are made from code.",
    examples: ["npm run docs"],
    exitCodes: [],
  });
  main((args) =>
    run(command, args, async () => {
      writeFileSync(readmePath, await written(readFileSync(readmePath, "utf8")));
      return 0;
    }),
  );
}

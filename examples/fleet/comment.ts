import * as fs from "node:fs";
import * as path from "node:path";
import { code, table } from "../../cli/markdown";
import type { Account } from "./accounts";

/** Begins the comment, by which the next run finds it. */
export const mark = "<!-- The fleet's plan. -->";

/** GitHub refuses a longer body, in characters. */
const mostCharacters = 65_536;

interface Plan {
  account: Account;
  /** What `pulumi preview` printed; undefined where its job left nothing. */
  printed: string | undefined;
}

/**
 * The comment on a pull request: a line for each account, and below it what would be done there, as far as it fits.
 *
 * @param folder where the jobs' artifacts are: `plan-NAME/plan.txt` for each account
 */
export function commentOf(folder: string, accounts: readonly Account[]): string {
  const plans = accounts.map((account): Plan => {
    const file = path.join(folder, `plan-${account.name}`, "plan.txt");
    return { account, printed: fs.existsSync(file) ? fs.readFileSync(file, "utf8") : undefined };
  });
  const rows = plans.map(({ account, printed }) => [
    account.name,
    account.id,
    account.environment,
    outcomeOf(printed),
  ]);
  let text = `${mark}\n\n${table(["account", "id", "environment", "plan"], rows)}\n`;
  let leftOut = 0;
  for (const plan of plans) {
    const details = detailsOf(plan);
    // Leaves room for the sentence below.
    if (text.length + details.length < mostCharacters - 200) text += details;
    else leftOut += 1;
  }
  if (leftOut > 0)
    text += `
Too long for here, and whole in the logs of their jobs: ${leftOut} more.
`;
  return text;
}

/** `2 to update, 51 unchanged`, as `pulumi preview` ends. */
export function outcomeOf(printed: string | undefined): string {
  const [, listed] = /^Resources:\n((?: +.*\n?)+)/m.exec(printed ?? "") ?? [];
  if (printed === undefined || listed === undefined || /^error: /m.test(printed))
    return "**failed**: see its job";
  return listed
    .trim()
    .split("\n")
    .map((line) => code(line.trim()))
    .join(", ");
}

function detailsOf({ account, printed }: Plan): string {
  if (printed === undefined) return "";
  // Longer than any in the text, which so cannot end the block.
  const longest = Math.max(2, ...[...printed.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `\n<details><summary>${account.name}</summary>\n\n${fence}diff\n${printed.trimEnd()}\n${fence}\n\n</details>\n`;
}

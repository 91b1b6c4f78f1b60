import { exitCodeRows } from "../../audit/cli/exit-codes";
import { page, table } from "./markdown";

export function exitCodesPage(): string {
  return page(
    "What do the exit codes mean?",
    "## npm run audit",
    `Where all Regions fail for one reason, that reason is the exit code. Where only some fail, or for different reasons, it is
2. A Region that fails is a row with its error, never a lost report.`,
    table(
      ["code", "when"],
      exitCodeRows().map(({ code, when }) => [String(code), when]),
    ),
    "## npm start",
    table(
      ["code", "when"],
      [
        [
          "0",
          "the loop closed: every change was recorded, judged as expected and told, and the review passed",
        ],
        ["1", "something did not happen as expected, failed unexpectedly, or the review did not pass"],
        ["2", "a mistake in the arguments, the stack's files or the scenario's file"],
      ],
    ),
    "## npm run review",
    table(
      ["code", "when"],
      [
        ["0", "passed; advisories may have been printed"],
        ["1", "a mandatory policy is violated"],
        ["2", "no review could be made"],
      ],
    ),
    "## npm run fleet",
    table(
      ["code", "when"],
      [
        ["0", "done"],
        ["1", "failed unexpectedly"],
        ["2", "a mistake in the arguments, in `accounts.yaml` or in an account's settings"],
      ],
    ),
  );
}

import { visibleJson } from "../../cli/visible";
import type { Caller } from "../aws/clients";
import type { Reason } from "../cli/exit-codes";
import { jsonVersion, madeBy } from "../cli/json";
import { checkLines, simulatedNotice } from "../cli/print";
import type { Check } from "../preflight/check";
import type { CommandName } from "../cli/arguments";
import type { Context } from "./command";

/**
 * Prints checks, a line each or as JSON, and says what comes of them.
 *
 * @param about further members of the JSON
 */
export function answerChecks(
  kind: CommandName,
  checks: readonly Check[],
  { account, simulatedTime }: Caller,
  context: Context,
  about: { stack?: string } = {},
): Reason {
  const simulated = simulatedTime !== undefined;
  if (context.options.format === "json") {
    const lines = checks.map((check) => ({
      ...check,
      region: check.region ?? null,
      cure: check.cure ?? null,
    }));
    const document = { version: jsonVersion, kind, madeBy, simulated, account, ...about, checks: lines };
    context.print(visibleJson(document));
  } else context.print(`${simulated ? simulatedNotice : ""}${checkLines(checks, context)}`);
  if (checks.some(({ outcome }) => outcome === "fail")) return "notReady";
  return checks.some(({ unread }) => unread) ? "partial" : "ok";
}

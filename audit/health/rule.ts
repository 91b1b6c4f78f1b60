import { isDeepStrictEqual } from "node:util";
import type { Clients } from "../aws/clients";
import { evaluationStatus, type JudgingRule } from "../aws/rule";
import { formatTime } from "../cli/format";
import { type Check, checker } from "../preflight/check";
import type { RegionPlan } from "../preflight/graph";

/** Whether the rule judges by what the stack file says. */
export function checkParameters({ name, parameters }: JudgingRule, plan: RegionPlan): Check {
  const { pass, fail } = checker(plan.region, "rule");
  const deployed: unknown = JSON.parse(parameters === "" ? "{}" : parameters);
  if (isDeepStrictEqual(deployed, plan.parameters)) {
    return pass(`Rule ${name} has the stack file's parameters: ${JSON.stringify(deployed)}.`);
  }
  return fail(
    `Rule ${name} has the parameters ${JSON.stringify(deployed)}, and the stack file's are ${JSON.stringify(plan.parameters)}.`,
    "`npx pulumi refresh`, then `npx pulumi up`",
  );
}

/** Whether the rule is evaluated, and without errors. @throws AuditError */
export async function checkEvaluations(
  clients: Clients,
  { name }: JudgingRule,
  { region, everyHours }: RegionPlan,
  now: Date,
): Promise<Check[]> {
  const { pass, warn, fail } = checker(region, "evaluations");
  const { lastSuccessAt, failure } = await evaluationStatus(clients, name);
  if (failure !== undefined) {
    const finding = `The last evaluation of rule ${name} failed: ${failure.replace(/\.$/, "")}.`;
    return [fail(finding, "docs/runbook.md, The evaluator fails")];
  }
  if (lastSuccessAt === undefined) {
    return [
      warn(
        `Rule ${name} has not been evaluated yet.`,
        `\`aws configservice start-config-rules-evaluation --config-rule-names ${name}\``,
      ),
    ];
  }
  const at = formatTime(lastSuccessAt);
  // AWS Config runs a schedule when it likes within its period.
  const isLate = everyHours !== undefined && hoursBetween(lastSuccessAt, now) > 2 * everyHours;
  return isLate
    ? [
        fail(
          `Rule ${name} was evaluated at ${at} last, and should be every ${everyHours} hours.`,
          "docs/runbook.md, The evaluator is silent",
        ),
      ]
    : [pass(`Rule ${name} was evaluated at ${at}.`)];
}

function hoursBetween(earlier: Date, later: Date): number {
  return (later.getTime() - earlier.getTime()) / 3_600_000;
}

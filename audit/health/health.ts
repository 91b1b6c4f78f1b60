import { checkSubscriptions } from "../notify-test/subscriptions";
import type { Clients } from "../aws/clients";
import { findNotifier } from "../aws/notifier";
import { findRule, type JudgingRule } from "../aws/rule";
import { type Check, checker } from "../preflight/check";
import type { RegionPlan } from "../preflight/graph";
import { checkAlarms } from "./alarms";
import { checkCode } from "./code";
import { checkRecords } from "./records";
import { checkEvaluations, checkParameters } from "./rule";

/**
 * Whether what the stack deployed into a Region works: a line for each thing that has to. Never fails: what cannot be read is
 * a warning.
 *
 * @param ruleName the rule, where it cannot be told from its parameters and scope
 */
export async function healthOf(
  clients: Clients,
  plan: RegionPlan,
  now: Date,
  ruleName: string | undefined,
): Promise<Check[]> {
  const about = (what: string) => checker(plan.region, what);
  const checks = await Promise.all([
    checkRecords(clients, plan, now),
    about("rule").orUnread(findRule(clients, ruleName).then((rule) => ofRule(clients, plan, now, rule))),
  ]);
  return checks.flat();
}

/** Everything that is found by the rule. */
async function ofRule(
  clients: Clients,
  plan: RegionPlan,
  now: Date,
  rule: JudgingRule | undefined,
): Promise<Check[]> {
  const about = (what: string) => checker(plan.region, what);
  if (rule === undefined) {
    const finding = "There is no rule that judges X-Ray's encryption.";
    return [about("rule").fail(finding, "`npx pulumi refresh`, then `npx pulumi up`")];
  }
  const checks = await Promise.all([
    about("evaluations").orUnread(checkEvaluations(clients, rule, plan, now)),
    about("notifier").orUnread(ofNotifier(clients, plan, rule)),
  ]);
  return [checkParameters(rule, plan), ...checks.flat()];
}

async function ofNotifier(clients: Clients, plan: RegionPlan, rule: JudgingRule): Promise<Check[]> {
  const { region } = plan;
  const about = (what: string) => checker(region, what);
  const notifier = await findNotifier(clients, rule);
  const functions = [rule.functionArn, notifier?.arn].filter((arn) => arn !== undefined);
  const code = about("code").orUnread(checkCode(clients, functions, plan.code));
  if (notifier === undefined) {
    const finding = `The function of rule ${rule.name} has no notifier, so nobody is told.`;
    return [about("notifier").fail(finding, "`npx pulumi refresh`, then `npx pulumi up`"), ...(await code)];
  }
  const checks = await Promise.all([
    code,
    about("alarms").orUnread(checkAlarms(clients, notifier)),
    about("subscription").orUnread(checkSubscriptions(clients, notifier.topicArn, plan.subscribers)),
  ]);
  return checks.flat();
}

import { alarmsActingOn } from "../aws/alarms";
import type { Clients } from "../aws/clients";
import type { FoundNotifier } from "../aws/notifier";
import { type Check, checker } from "../preflight/check";

/** The finding on an alarm whose actions are disabled. */
export function disabledAlarm(region: string, name: string): Check {
  return checker(region, "alarms").fail(
    `${name} tells nobody: its actions are disabled.`,
    `\`aws cloudwatch enable-alarm-actions --alarm-names ${name}\``,
  );
}

/** Whether there are alarms that tell people, and whether one rings. @throws AuditError */
export async function checkAlarms(
  clients: Clients,
  { arn, topicArn }: Pick<FoundNotifier, "arn" | "topicArn">,
): Promise<Check[]> {
  const { pass, fail } = checker(clients.region, "alarms");
  const found = (await Promise.all([arn, topicArn].map((action) => alarmsActingOn(clients, action)))).flat();
  if (found.length === 0) {
    return [fail("No alarm tells anybody.", "`npx pulumi refresh`, then `npx pulumi up`")];
  }
  const wrong = found.flatMap(({ AlarmName = "", StateValue, StateReason = "", ActionsEnabled }) => [
    ...(ActionsEnabled === false ? [disabledAlarm(clients.region, AlarmName)] : []),
    ...(StateValue === "ALARM"
      ? [
          fail(
            `${AlarmName} rings: ${StateReason.replace(/\.$/, "")}.`,
            "docs/runbook.md, When a message comes",
          ),
        ]
      : []),
  ]);
  return wrong.length > 0 ? wrong : [pass(`None of ${found.length} alarms rings.`)];
}

import { type MetricAlarm, SetAlarmStateCommand } from "@aws-sdk/client-cloudwatch";
import { testReason } from "../../rule/decision/alarm-test";
import { alarmsActingOn } from "../aws/alarms";
import { callAws } from "../aws/aws-call";
import type { Clients } from "../aws/clients";
import { disabledAlarm } from "../health/alarms";
import { type Check, checker } from "../preflight/check";

/** Whom alarms tell: the notifier, and for the one on the notifier itself the topic. */
export interface Told {
  notifierArn: string;
  topicArn: string;
}

/**
 * Sets off each alarm of a Region that tells people, and sets it back to what it was. CloudWatch would set it back by itself,
 * but perhaps not one whose missing data leave the state as it is.
 *
 * @param by the ARN of who asks
 * @throws AuditError when AWS does not answer. An alarm that is set off by then stays so.
 */
export async function ringAlarms(
  clients: Clients,
  { notifierArn, topicArn }: Told,
  by: string,
): Promise<Check[]> {
  const { region } = clients;
  const { fail } = checker(region, "alarm");
  const checks: Check[] = [];
  for (const action of [notifierArn, topicArn]) {
    const alarms = await alarmsActingOn(clients, action);
    if (alarms.length === 0) {
      checks.push(fail(`No alarm acts on ${action}.`, "`npx pulumi refresh`, then `npx pulumi up`"));
    }
    // One after the other: CloudWatch takes three such calls a second.
    for (const alarm of alarms) checks.push(await ring(clients, alarm, action === topicArn, by));
  }
  return checks;
}

async function ring(
  clients: Clients,
  { AlarmName = "", StateValue, ActionsEnabled }: MetricAlarm,
  tellsTopic: boolean,
  by: string,
): Promise<Check> {
  const { pass, warn } = checker(clients.region, "alarm");
  if (ActionsEnabled === false) return disabledAlarm(clients.region, AlarmName);
  if (StateValue === "ALARM") {
    return warn(
      `${AlarmName} rings in earnest, so it was not tried.`,
      "docs/runbook.md, When a message comes",
    );
  }
  await setState(clients, AlarmName, "ALARM", testReason(by));
  await setState(clients, AlarmName, StateValue ?? "INSUFFICIENT_DATA", "Set back after a test.");
  return pass(
    tellsTopic
      ? `${AlarmName} was set off, and back: CloudWatch tells the topic, in its own words.`
      : `${AlarmName} was set off, and back: the notifier words it.`,
  );
}

async function setState(
  { cloudwatch, region }: Clients,
  AlarmName: string,
  StateValue: NonNullable<MetricAlarm["StateValue"]>,
  StateReason: string,
): Promise<void> {
  await callAws({ what: `the state of alarm ${AlarmName}`, action: "cloudwatch:SetAlarmState", region }, () =>
    cloudwatch.send(new SetAlarmStateCommand({ AlarmName, StateValue, StateReason })),
  );
}

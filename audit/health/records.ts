import type { Clients } from "../aws/clients";
import { readDeliveryChannel, readDeliveryStatus, readRecorder } from "../aws/recorder";
import { formatTime } from "../cli/format";
import { type Check, checker } from "../preflight/check";
import type { RegionPlan } from "../preflight/graph";
import { checkDiscovery, checkRecording } from "../preflight/recorder-checks";

const makeAgain = "`npx pulumi refresh`, then `npx pulumi up`; with `recorder: existing` make one";

/** Whether AWS Config records and delivers. What cannot be read is a warning. */
export async function checkRecords(clients: Clients, plan: RegionPlan, now: Date): Promise<Check[]> {
  // Where the stack goes by it that nothing is recorded, nothing has to be.
  if (plan.recorded === false) return [];
  const about = (what: string) => checker(plan.region, what);
  const checks = await Promise.all([
    about("recording").orUnread(checkRecorder(clients, plan, now)),
    about("delivery").orUnread(checkDelivery(clients)),
  ]);
  return checks.flat();
}

async function checkRecorder(clients: Clients, plan: RegionPlan, now: Date): Promise<Check[]> {
  const recorder = await readRecorder(clients);
  if (recorder === undefined) {
    const { fail } = checker(plan.region, "recording");
    return [fail("The Region has no recorder, so no change is seen.", makeAgain)];
  }
  return [...checkRecording(recorder, plan), ...(await checkDiscovery(clients, recorder, now))];
}

async function checkDelivery(clients: Clients): Promise<Check[]> {
  const { pass, warn, fail } = checker(clients.region, "delivery");
  const channel = await readDeliveryChannel(clients);
  if (channel === undefined) {
    return [fail("The Region has no delivery channel, so no history is kept.", makeAgain)];
  }
  const { bucket } = channel;
  const { deliveredUntil, failure } = await readDeliveryStatus(clients, channel);
  if (failure !== undefined) {
    const finding = `AWS Config cannot deliver to bucket ${bucket}: ${failure.replace(/\.$/, "")}.`;
    return [fail(finding, "docs/runbook.md, Use a bucket that exists")];
  }
  return deliveredUntil === undefined
    ? [
        warn(
          `AWS Config has delivered no history to bucket ${bucket} yet.`,
          "look again after six hours: it delivers what changed every six hours",
        ),
      ]
    : [pass(`History was delivered to bucket ${bucket} at ${formatTime(deliveredUntil)}.`)];
}

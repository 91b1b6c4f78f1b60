import { type MetricAlarm, paginateDescribeAlarms } from "@aws-sdk/client-cloudwatch";
import type { Clients } from "./clients";
import { listAll } from "./pages";

/** The alarms of a Region that tell this function or topic. @param ActionPrefix its ARN. @throws AuditError */
export async function alarmsActingOn(
  { cloudwatch, region }: Clients,
  ActionPrefix: string,
): Promise<MetricAlarm[]> {
  const alarms = await listAll(
    { what: "which alarms there are", action: "cloudwatch:DescribeAlarms", region },
    paginateDescribeAlarms,
    cloudwatch,
    { ActionPrefix },
    ({ MetricAlarms }) => MetricAlarms,
  );
  return alarms.filter(({ AlarmActions }) => AlarmActions?.includes(ActionPrefix));
}

import { GetTraceSegmentDestinationCommand } from "@aws-sdk/client-xray";
import { callAws } from "./aws-call";
import type { Clients } from "./clients";

/** Where X-Ray stores spans: `XRay` or `CloudWatchLogs`. @throws AuditError */
export async function spanDestination({ xray, region }: Clients): Promise<string | undefined> {
  const call = { what: "where spans go", action: "xray:GetTraceSegmentDestination", region };
  const { Destination } = await callAws(call, () => xray.send(new GetTraceSegmentDestinationCommand({})));
  return Destination;
}

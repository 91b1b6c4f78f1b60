import { HeadBucketCommand } from "@aws-sdk/client-s3";
import { callAws } from "../aws/aws-call";
import type { Clients } from "../aws/clients";
import { type Check, checker } from "./check";
import type { RegionPlan } from "./graph";

/** From here AWS Config delivers to buckets of the same Region alone (AWS Config API reference, `PutDeliveryChannel`). */
const beijing = "cn-north-1";

/** Whether a bucket that the stack does not make is where AWS Config can deliver from the Region. @throws AuditError */
export async function checkBucket(clients: Clients, plan: RegionPlan): Promise<Check[]> {
  const { region, existingBucket: Bucket } = plan;
  if (region !== beijing || Bucket === undefined) return [];
  const { pass, fail } = checker(region, "bucket");
  const call = { what: `where bucket ${Bucket} is`, action: "s3:ListBucket", region };
  const { BucketRegion } = await callAws(call, () => clients.s3.send(new HeadBucketCommand({ Bucket })));
  if (BucketRegion === region) return [pass(`The bucket ${Bucket} is in ${region}.`)];
  return [
    fail(
      `The bucket ${Bucket} is in ${BucketRegion}, and from ${region} AWS Config delivers only to a bucket of ${region}.`,
      `name one of ${region} under \`historyBucket\`, or leave it empty, and the stack makes one there`,
    ),
  ];
}

import { runtime } from "@pulumi/pulumi";
import type { Cloud } from "./run";
import { StackError } from "./stack-config";

/** The account that a review sees. */
const accountId = "123456789012";

/** AWS's name in ARNs of what Pulumi's module is called otherwise. */
const services: Record<string, string> = {
  cfg: "config",
  "cloudwatch/logGroup": "logs",
  "cloudwatch/eventRule": "events",
};

/** Resources whose identity AWS draws by lot. A verdict may hang on it, so it stays unknown. */
const drawnByLot = /^aws:kms\//;

export interface PlaceholderOptions {
  /** The provider's Region. */
  region: string | undefined;
  /** Leaves out what AWS makes, as the first preview of a stack has it. */
  nothingMade: boolean;
}

/**
 * Answers a previewed program without AWS. The names and ARNs that AWS would make are stood in for, so that policies see
 * whole documents, as they do during an update; whatever has no stand-in is unknown, as in a preview.
 */
export function placeholderCloud({ region: providerRegion, nothingMade }: PlaceholderOptions): Cloud {
  const regionOf = (inputs: Record<string, unknown>) =>
    typeof inputs["region"] === "string" ? inputs["region"] : (providerRegion ?? "us-east-1");
  return {
    async create({ type, name, inputs }) {
      const region = regionOf(inputs);
      if (nothingMade || !type.startsWith("aws:") || drawnByLot.test(type)) {
        return { id: "", state: { region, ...inputs } };
      }
      const own = [inputs["name"], inputs["bucket"]].find((given) => typeof given === "string");
      const physical = own ?? `${name}-0000000`;
      return {
        id: physical,
        state: {
          region,
          name: physical,
          ...(type === "aws:s3/bucket:Bucket" && { bucket: physical }),
          arn: arnOf(type, region, physical),
          ...inputs,
        },
      };
    },
    async invoke({ token, inputs }) {
      const region = regionOf(inputs);
      switch (token) {
        case "aws:index/getCallerIdentity:getCallerIdentity":
          return { accountId, id: accountId };
        case "aws:index/getPartition:getPartition":
          return { partition: partitionOf(region), id: partitionOf(region) };
        case "aws:index/getRegion:getRegion":
          return { region, id: region };
        case "aws:kms/getKey:getKey":
          return keyNamed(inputs["keyId"], region);
        default:
          throw new StackError(
            `The program calls ${token}, which only AWS can answer: add an answer to stack-runner/placeholder-cloud.ts, or review with \`npx pulumi preview --policy-pack policy\`.`,
          );
      }
    },
  };
}

/** An ARN and an ID name their key. Where an alias points, only AWS knows. */
function keyNamed(keyId: unknown, region: string): Record<string, unknown> {
  const unknown = runtime.unknownValue;
  if (typeof keyId !== "string" || keyId.includes("alias/")) return { arn: unknown, id: unknown };
  const arn = keyId.startsWith("arn:")
    ? keyId
    : `arn:${partitionOf(region)}:kms:${region}:${accountId}:key/${keyId}`;
  return { arn, id: arn.split("/").at(-1) };
}

function arnOf(type: string, region: string, name: string): string {
  const [, module = "", resource = ""] = /^aws:(\w+)\/(\w+):/.exec(type) ?? [];
  const arn = (service: string, rest: string) => `arn:${partitionOf(region)}:${service}:${rest}`;
  if (module === "s3") return arn("s3", `::${name}`);
  if (module === "iam") return arn("iam", `:${accountId}:${resource}/${name}`);
  const service = services[`${module}/${resource}`] ?? services[module] ?? module;
  return arn(service, `${region}:${accountId}:${name}`);
}

function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

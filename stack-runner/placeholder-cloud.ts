import { runtime } from "@pulumi/pulumi";
import type { Cloud } from "./run";
import { policyDocument } from "./iam-policy-document";
import { StackError } from "./stack-error";

export interface PlaceholderOptions {
  /** The provider's Region, for resources that name none. */
  region?: string | undefined;
  /** Completes a logical name as AWS would; `-0000000` by default. */
  completeName?: (logicalName: string) => string;
  /**
   * Leaves unknown what AWS alone decides, as `pulumi preview` does, and takes resources of any type. Otherwise such
   * values are made up, and a type that is not listed here is refused.
   */
  preview?: boolean;
  /** Leaves out all that AWS makes, as the first preview of a stack does. */
  nothingMade?: boolean;
}

/** The account of every resource. */
const accountId = "123456789012";

/** The resources that this project's stacks declare, by Pulumi's module. */
const resources: Record<string, string> = {
  s3: `bucket bucketLifecycleConfiguration bucketOwnershipControls bucketPolicy bucketPublicAccessBlock
    bucketServerSideEncryptionConfiguration bucketVersioning`,
  iam: "role rolePolicy rolePolicyAttachment",
  cfg: "deliveryChannel recorder recorderStatus remediationConfiguration retentionConfiguration rule",
  cloudcontrol: "resource",
  cloudtrail: "trail",
  cloudwatch: "eventRule eventTarget logGroup logMetricFilter metricAlarm",
  dynamodb: "table",
  lambda: "function functionEventInvokeConfig permission",
  sns: "topic topicPolicy topicSubscription",
  sqs: "queue queuePolicy",
  xray: "encryptionConfig",
};

/** The service in an ARN, where Pulumi's module has another name. */
const services: Record<string, string> = {
  cfg: "config",
  "cloudwatch/eventRule": "events",
  "cloudwatch/logGroup": "logs",
};

/**
 * Answers a program in place of AWS. Names and ARNs are placeholders, so that a policy document is whole, as it is
 * during an update.
 *
 * @throws StackError from what it returns, for a type or a call that it does not know
 */
export function placeholderCloud(options: PlaceholderOptions = {}): Cloud {
  const { preview = false, nothingMade = false, completeName = (name) => `${name}-0000000` } = options;
  const regionOf = ({ region }: Record<string, unknown>): string =>
    typeof region === "string" ? region : (options.region ?? "us-east-1");
  return {
    async create({ type, name, inputs }) {
      const region = regionOf(inputs);
      if (!preview) refuseUnknown(type);
      if (nothingMade || (preview && isDecidedByAws(type))) return { id: "", state: { region, ...inputs } };
      const given = [inputs["name"], inputs["bucket"]].find((text) => typeof text === "string");
      const physicalName = given ?? completeName(name);
      const made = {
        region,
        name: physicalName,
        ...(type === "aws:s3/bucket:Bucket" && { bucket: physicalName }),
        arn: arnOf(type, region, physicalName, inputs["path"]),
        ...(type === "aws:sqs/queue:Queue" && {
          url: `https://sqs.${region}.amazonaws.com/${accountId}/${physicalName}`,
        }),
      };
      return { id: physicalName, state: { ...made, ...inputs } };
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
          return keyNamed(String(inputs["keyId"]), region, preview);
        case "aws:iam/getPolicyDocument:getPolicyDocument":
          return policyDocument(inputs);
        default:
          throw new StackError(
            `The program calls ${token}, which only AWS can answer: add an answer to stack-runner/placeholder-cloud.ts${preview ? ", or review with `npx pulumi preview --policy-pack policy`" : ""}.`,
          );
      }
    },
  };
}

function refuseUnknown(type: string): void {
  const { module, resource } = partsOf(type);
  if (type === "pulumi:providers:aws" || resources[module]?.split(/\s+/).includes(resource) === true) return;
  throw new StackError(
    `The program declares a resource of type ${type}, which has no placeholder: add it to stack-runner/placeholder-cloud.ts.`,
  );
}

/** AWS gives a KMS key a random ID, and policies compare keys. Other providers' resources have no ARN. */
function isDecidedByAws(type: string): boolean {
  return !type.startsWith("aws:") || partsOf(type).module === "kms";
}

/** A key ARN and a key ID name their key. Only AWS knows which key an alias points to. */
function keyNamed(keyId: string, region: string, preview: boolean): Record<string, unknown> {
  const isAlias = keyId.includes("alias/");
  if (preview && isAlias) return { arn: runtime.unknownValue, id: runtime.unknownValue };
  if (keyId.startsWith("arn:") && !isAlias) return { arn: keyId, id: keyId.split("/").at(-1) };
  const id = isAlias ? `of-${keyId}` : keyId;
  return { arn: `arn:${partitionOf(region)}:kms:${region}:${accountId}:key/${id}`, id };
}

function arnOf(type: string, region: string, name: string, path: unknown = "/"): string {
  const { module, resource } = partsOf(type);
  const arn = (service: string, rest: string) => `arn:${partitionOf(region)}:${service}:${rest}`;
  if (module === "s3") return arn("s3", `::${name}`);
  if (module === "iam") return arn("iam", `:${accountId}:${resource}${String(path)}${name}`);
  const service = services[`${module}/${resource}`] ?? services[module] ?? module;
  return arn(service, `${region}:${accountId}:${name}`);
}

/** `aws:iam/role:Role` is resource `role` of module `iam`. */
function partsOf(type: string): { module: string; resource: string } {
  const [, module = "", resource = ""] = /^aws:(\w+)\/(\w+):/.exec(type) ?? [];
  return { module, resource };
}

function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  if (region.startsWith("us-gov-")) return "aws-us-gov";
  if (region.startsWith("eusc-")) return "aws-eusc";
  const [, isolated] = /^[a-z]+-iso([a-z]?)-/.exec(region) ?? [];
  return ["aws", ...(isolated === undefined ? [] : ["iso"]), ...(isolated ? [isolated] : [])].join("-");
}

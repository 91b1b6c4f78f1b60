import { asset } from "@pulumi/pulumi";
import type { Cloud } from "../../stack-runner/run";
import type { Account } from "../account/account";
import { hex } from "../account/ids";
import { ResourceInputs } from "./resource-inputs";
import { partitionOf } from "../account/partition";
import { cfgResources } from "../services/config/resources";
import { cloudControlResources } from "../services/cloudcontrol/resources";
import { cloudtrailResources } from "../services/cloudtrail/resources";
import { cloudwatchResources } from "../services/cloudwatch/resources";
import { eventsResources } from "../services/events/resources";
import { iamResources } from "../services/iam/resources";
import { lambdaResources } from "../services/lambda/resources";
import { logsResources } from "../services/logs/resources";
import { s3Resources } from "../services/s3/resources";
import { snsResources } from "../services/sns/resources";
import { xrayResources } from "../services/xray/resources";
import type { ResourceType } from "./resource";

const creators: Record<string, ResourceType> = {
  ...cfgResources,
  ...cloudControlResources,
  ...cloudtrailResources,
  ...cloudwatchResources,
  ...eventsResources,
  ...iamResources,
  ...lambdaResources,
  ...logsResources,
  ...s3Resources,
  ...snsResources,
  ...xrayResources,
};

/** A resource that was created in the account. */
export interface DeployedResource {
  type: string;
  name: string;
  id: string;
  /** `global` for a resource that belongs to no Region. */
  region: string;
  arn: string | undefined;
}

/**
 * Changes a resource before it reaches the account, to test the effect of a mistake. `undefined` leaves the resource
 * out: the program goes on as if it existed, but the account does not have it.
 */
export type Mutate = (resource: {
  type: string;
  name: string;
  inputs: Record<string, unknown>;
}) => Record<string, unknown> | undefined;

/** Takes the AWS provider's place: creates in the account the resources that the program registers. */
export class LocalCloud implements Cloud {
  readonly resources: DeployedResource[] = [];

  constructor(
    private readonly account: Account,
    private readonly mutate: Mutate = ({ inputs }) => inputs,
  ) {}

  /** @throws Error naming the resource, if AWS would reject it or the account does not support its type */
  async create(resource: {
    type: string;
    name: string;
    inputs: Record<string, unknown>;
  }): Promise<{ id: string; state: Record<string, unknown> }> {
    const { type, name } = resource;
    const creator = Object.hasOwn(creators, type) ? creators[type] : undefined;
    if (creator === undefined) {
      throw new Error(`The local account does not support the resource type ${type} (of '${name}').`);
    }
    const physicalName = `${name}-${hex(7, type, name)}`;
    const mutated = this.mutate({ type, name, inputs: copyOf(resource.inputs) });
    if (mutated === undefined) {
      return {
        id: physicalName,
        state: { ...resource.inputs, arn: "arn:aws:left:out::000000000000:out", name: physicalName },
      };
    }
    const region = await this.account.region(stringOr(mutated["region"], this.account.defaultRegion));
    try {
      const { id, ...outputs } = await creator.create({
        account: this.account,
        region,
        logicalName: name,
        physicalName,
        inputs: new ResourceInputs(`${type} ${name}`, mutated),
      });
      const isGlobal = type.startsWith("aws:iam/");
      const state: Record<string, unknown> = {
        ...(isGlobal ? {} : { region: region.name }),
        ...mutated,
        ...outputs,
      };
      const { arn } = state;
      this.resources.push({
        type,
        name,
        id,
        region: isGlobal ? "global" : region.name,
        arn: typeof arn === "string" ? arn : undefined,
      });
      return { id, state };
    } catch (error) {
      const code = error instanceof Error && "code" in error ? `${String(error.code)}: ` : "";
      throw new Error(
        `creating ${type} '${name}': ${code}${error instanceof Error ? error.message : String(error)}`,
        {
          cause: error,
        },
      );
    }
  }

  async invoke(call: { token: string; inputs: Record<string, unknown> }): Promise<Record<string, unknown>> {
    const { account } = this;
    const region = stringOr(call.inputs["region"], account.defaultRegion);
    switch (call.token) {
      case "aws:index/getCallerIdentity:getCallerIdentity":
        return {
          id: account.id,
          accountId: account.id,
          arn: account.administrator,
          userId: "AROALOCALACCOUNT",
        };
      case "aws:index/getPartition:getPartition": {
        const { dnsSuffix } = partitionOf(region);
        return {
          id: account.partition,
          partition: account.partition,
          dnsSuffix,
          reverseDnsPrefix: dnsSuffix.split(".").reverse().join("."),
        };
      }
      case "aws:index/getRegion:getRegion":
        return {
          id: region,
          region,
          name: region,
          description: region,
          endpoint: `ec2.${region}.amazonaws.com`,
        };
      case "aws:kms/getKey:getKey": {
        const { KeyMetadata: key } = await (
          await account.region(region)
        ).kms.describeKey(account.administrator, { KeyId: stringOr(call.inputs["keyId"], "") });
        return {
          id: key?.KeyId,
          keyId: call.inputs["keyId"],
          arn: key?.Arn,
          awsAccountId: key?.AWSAccountId,
          creationDate: key?.CreationDate?.toISOString(),
          customerMasterKeySpec: key?.KeySpec,
          description: key?.Description,
          enabled: key?.Enabled,
          keyManager: key?.KeyManager,
          keySpec: key?.KeySpec,
          keyState: key?.KeyState,
          keyUsage: key?.KeyUsage,
          multiRegion: key?.MultiRegion,
          origin: "AWS_KMS",
          region,
        };
      }
      default:
        throw new Error(`The local account does not support the function ${call.token}.`);
    }
  }
}

/** Copies inputs, so that a mutation does not reach the program. An archive is an object of a class and stays itself. */
function copyOf(inputs: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(inputs).map(([key, value]) => [
      key,
      asset.AssetArchive.isInstance(value) ? value : structuredClone(value),
    ]),
  );
}

function stringOr(value: unknown, fallback: string): string {
  return typeof value === "string" ? value : fallback;
}

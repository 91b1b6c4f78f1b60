import { asset } from "@pulumi/pulumi";
import type { Cloud } from "../../stack-runner/run";
import type { Account } from "../account/account";
import { hex } from "../account/ids";
import { callFunction } from "./functions";
import { ResourceInputs } from "./resource-inputs";
import { isGlobal, resourceType } from "./resource-types";

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
    const creator = resourceType(type, name);
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
      const state: Record<string, unknown> = {
        ...(isGlobal(type) ? {} : { region: region.name }),
        ...mutated,
        ...outputs,
      };
      const { arn } = state;
      this.resources.push({
        type,
        name,
        id,
        region: isGlobal(type) ? "global" : region.name,
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

  invoke(call: { token: string; inputs: Record<string, unknown> }): Promise<Record<string, unknown>> {
    return callFunction(this.account, call);
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

import type { Account, Region } from "../account/account";
import type { ResourceInputs } from "./resource-inputs";

/** A resource to create in the account. */
export interface NewResource {
  account: Account;
  region: Region;
  logicalName: string;
  /** The name that the provider generates if the program gives none: the logical name and a suffix. */
  physicalName: string;
  inputs: ResourceInputs;
}

/** A resource that was created in the account. Somebody may have deleted it since. */
export interface ExistingResource extends NewResource {
  id: string;
}

/** Creates a resource. Returns its ID and the outputs that are not inputs, under the provider's names. */
export type Create = (resource: NewResource) => Promise<{ id: string } & Record<string, unknown>>;

/** What the AWS provider does with the resources of a type. */
export interface ResourceType {
  create: Create;
  /** Applies changed inputs, and returns the outputs. Where there is none, `create` is a Put, and is repeated. */
  update?: (resource: ExistingResource) => Promise<Record<string, unknown>>;
  /** The inputs that somebody changed in the account meanwhile; undefined where the resource is gone. */
  read: (resource: ExistingResource) => Promise<Record<string, unknown> | undefined>;
  delete: (resource: ExistingResource) => Promise<void>;
}

/** For `read`: where nothing but the existence of a resource can change in the account. */
export function ifExists(found: unknown): Record<string, unknown> | undefined {
  return found === undefined || found === false ? undefined : {};
}

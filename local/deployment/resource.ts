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

/** Creates a resource. Returns its ID and the outputs that are not inputs, under the provider's names. */
export type Create = (resource: NewResource) => Promise<{ id: string } & Record<string, unknown>>;

import type { Account, Region } from "../account/account";
import type { ResourceInputs } from "./resource-inputs";

/** A resource to be created in the account. */
export interface NewResource {
  account: Account;
  region: Region;
  logicalName: string;
  /** The name that the provider would make up where the program gives none: logical name and a suffix. */
  physicalName: string;
  inputs: ResourceInputs;
}

/** Creates a resource and answers its ID and the outputs that are not inputs, named as the provider names them. */
export type Create = (resource: NewResource) => Promise<{ id: string } & Record<string, unknown>>;

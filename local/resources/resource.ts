import type { Account, Region } from "../account";
import type { Inputs } from "../inputs";

/** A resource to be created in the account. */
export interface NewResource {
  account: Account;
  region: Region;
  logicalName: string;
  /** The name that the provider would make up where the program gives none: logical name and a suffix. */
  physicalName: string;
  inputs: Inputs;
}

/** Creates a resource and answers its ID and the outputs that are not inputs, named as the provider names them. */
export type Create = (resource: NewResource) => Promise<{ id: string } & Record<string, unknown>>;

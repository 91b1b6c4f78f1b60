import { version } from "../../package.json";

/** The version of all JSON documents that are printed. It changes when a member is renamed, removed or means something else. */
export const jsonVersion = 2;

/** What made a document: this project, in this version. */
export const madeBy = `xray-encryption-guard ${version}`;

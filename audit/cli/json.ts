/** The version of all JSON documents that are printed. It changes when a member is renamed, removed or means something else. */
export const jsonVersion = 2;

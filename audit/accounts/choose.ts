import type { Clients } from "../aws/clients";
import { type ChosenAccount, readAccountList } from "./account-list";
import { aggregatorAccounts } from "./aggregator-accounts";

/**
 * Finds the accounts that were asked for: by a list, in the given Regions; or else by an aggregator, which names the Regions,
 * too. A list is read at once, so that a mistake in it is the first thing to be said.
 *
 * @returns what asks AWS, and throws an AuditError for an aggregator that cannot be read
 * @throws AuditError `usage` for a list that cannot be understood
 */
export function accountChooser(
  { accounts, aggregator }: { accounts: string | undefined; aggregator: string | undefined },
  regions: readonly [string, ...string[]],
): (home: Clients) => Promise<ChosenAccount[]> {
  if (aggregator !== undefined) return (home) => aggregatorAccounts(home, aggregator);
  const listed = readAccountList(accounts ?? "").map((one) => ({ ...one, regions }));
  return async () => listed;
}

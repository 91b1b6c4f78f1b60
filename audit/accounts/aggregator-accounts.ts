import { AuditError } from "../aws/aws-call";
import type { Clients } from "../aws/clients";
import { recordedSettings, sourcesOf } from "../inventory/aggregator";
import type { ChosenAccount } from "./account-list";

/**
 * The accounts and Regions that an aggregator collects from: its sources, also those that it could not collect from, and
 * wherever it has a setting. What the aggregator does not name is not among them.
 *
 * @throws AuditError when the aggregator cannot be read, or names none
 */
export async function aggregatorAccounts(clients: Clients, aggregator: string): Promise<ChosenAccount[]> {
  const [sources, settings] = await Promise.all([
    sourcesOf(clients, aggregator),
    recordedSettings(clients, aggregator),
  ]);
  const places = [
    ...sources.map(({ SourceId, AwsRegion }) => ({ account: SourceId, region: AwsRegion })),
    ...settings.map(({ accountId, awsRegion }) => ({ account: accountId, region: awsRegion })),
  ];
  const regionsOf = new Map<string, Set<string>>();
  for (const { account, region } of places) {
    // A source may be an organization.
    if (account === undefined || region === undefined || !/^\d{12}$/.test(account)) continue;
    regionsOf.set(account, (regionsOf.get(account) ?? new Set()).add(region));
  }
  const accounts = [...regionsOf].flatMap(([account, regions]): ChosenAccount[] => {
    const [first, ...others] = [...regions].sort();
    return first === undefined ? [] : [{ account, label: undefined, regions: [first, ...others] }];
  });
  if (accounts.length > 0) return accounts.sort((a, b) => (a.account < b.account ? -1 : 1));
  throw new AuditError(
    "emptyHistory",
    `Aggregator ${aggregator} names no account with a Region: name the accounts with --accounts.`,
  );
}

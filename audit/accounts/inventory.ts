import { accessTo, type RoleOptions } from "../aws/account-role";
import { AuditError } from "../aws/aws-call";
import { type ClientOptions, connector } from "../aws/clients";
import { inParallel } from "../aws/in-parallel";
import { failedRow, type InventoryAnswer, inventoryOf } from "../inventory/inventory";
import type { ChosenAccount } from "./account-list";

/** How many Regions of one account are asked at the same time; eight accounts are. */
const regionsAtOnce = 4;

/**
 * What each account says of itself now, in the order of the accounts. One that cannot be asked is a row for each Region, with
 * the reason.
 *
 * @param access how the caller reaches AWS
 * @param done called after each account
 */
export async function inventoryOfAccounts(
  accounts: readonly ChosenAccount[],
  access: ClientOptions,
  roleOptions: RoleOptions,
  { done, ...options }: { rule: string | undefined; now: Date; done: (account: string) => void },
): Promise<InventoryAnswer[]> {
  const answers = await inParallel(
    accounts,
    async ({ account, regions }) => {
      try {
        const connect = connector(await accessTo(account, access, roleOptions));
        return await inParallel(regions, (region) => inventoryOf(connect(region), account, options), {
          atOnce: regionsAtOnce,
        });
      } catch (error) {
        if (!(error instanceof AuditError)) throw error;
        return regions.map((region) => failedRow(account, region, error));
      }
    },
    { done: ({ account }) => done(account) },
  );
  return answers.flat();
}

import { accountNamed, type Fleet } from "./accounts";

/**
 * Three outputs of a step, each a list for a matrix: `accounts` are all, `canary` is the first, `rest` are the others.
 *
 * @param name of the one account to do; undefined for all
 * @throws FleetError where there is no such account
 */
export function matrixOf(fleet: Fleet, name?: string): string {
  const chosen = name === undefined ? fleet.accounts : [accountNamed(name, fleet)];
  const isCanary = (one: { name: string }): boolean => one.name === fleet.canary;
  const entries = chosen.map(({ name: stack, roles, regions: [region] }) => ({
    name: stack,
    region,
    deployRole: roles.deploy,
    planRole: roles.plan,
    secretsProvider: fleet.secretsProvider,
  }));
  const lists = {
    accounts: entries,
    canary: entries.filter(isCanary),
    rest: entries.filter((one) => !isCanary(one)),
  };
  return Object.entries(lists)
    .map(([output, list]) => `${output}=${JSON.stringify(list)}\n`)
    .join("");
}

import * as path from "node:path";
import { costOf, total } from "../../../audit/cost/compute";
import { table } from "../../../cli/markdown";
import { readFleet } from "../../../examples/fleet/accounts";
import type { GuardArgs } from "../../../infra/guard";
import { declaredGuard } from "../../declared-guard";

/** What a fleet costs in a month. */
export interface FleetCost {
  what: string;
  /** Accounts times Regions. */
  guards: number;
  /** USD. */
  total: number;
}

const file = path.resolve(__dirname, "../../../examples/fleet/accounts.yaml");

/** The Regions that every account has enabled (AWS Account Management: Regions). */
const regions = [
  ...["us-east-1", "us-east-2", "us-west-1", "us-west-2", "ca-central-1", "sa-east-1"],
  ...["eu-central-1", "eu-north-1", "eu-west-1", "eu-west-2", "eu-west-3"],
  ...["ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-southeast-1", "ap-southeast-2"],
];

/** The example's fleet as it stands, and larger ones of accounts like its production. */
export async function fleetCosts(): Promise<FleetCost[]> {
  const { accounts } = readFleet(file);
  const [production] = accounts.filter(({ environment }) => environment === "production");
  const monthly = async (account: Pick<(typeof accounts)[number], "config" | "regions">): Promise<number> =>
    total(costOf(await declaredGuard({ ...(account.config as GuardArgs), regions: account.regions })));
  let example = 0;
  for (const account of accounts) example += await monthly(account);
  const like = async (count: number, inEach: number): Promise<FleetCost> => ({
    what: `${count.toLocaleString("en")} accounts like its production, in ${inEach} Regions each`,
    guards: count * inEach,
    total: count * (await monthly({ config: production?.config ?? {}, regions: regions.slice(0, inEach) })),
  });
  return [
    {
      what: "[examples/fleet](../examples/fleet) as it stands: one of its three accounts is judged every hour",
      guards: accounts.flatMap((account) => account.regions).length,
      total: example,
    },
    await like(40, 5),
    await like(1000, 17),
  ];
}

/** The costs as a table. */
export function fleetTable(costs: readonly FleetCost[]): string {
  const usd = (value: number): string =>
    value.toLocaleString("en", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  return table(
    ["fleet", "Regions in all", "USD a month"],
    costs.map(({ what, guards, total: all }) => [what, guards.toLocaleString("en"), usd(all)]),
  );
}

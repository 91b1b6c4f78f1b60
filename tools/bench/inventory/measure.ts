import { startProgress } from "../../../cli/progress";
import { type Goal, goalOfGrowth, goalOnce } from "../goals";
import { type Machine, thisMachine } from "../machine";
import { measuredAudit, type Took } from "../report/measured-audit";
import { accountIds, AggregatedAccounts, regions } from "./aggregated-accounts";
import { AskedAccounts } from "./asked-accounts";

/** Fewer than most machines ask for. */
export const callsPerSecond = 300;
const now = "2026-01-11T12:02:00Z";

/** What an inventory of so many accounts takes. */
export interface InventoryFigures extends Pick<Took, "ms" | "cpuMs" | "peakMb"> {
  by: "aggregator" | "role";
  accounts: number;
  /** AWS's answers, without those that refused a call as one too many. */
  calls: number;
}

export interface InventoryResults {
  machine: Machine;
  regions: number;
  callsPerSecond: number;
  figures: InventoryFigures[];
  goals: Goal[];
}

/** Takes inventories of more and more accounts of 17 Regions, each in a fresh process. */
export async function measureInventories(): Promise<InventoryResults> {
  const sizes = {
    aggregator: [200, 400, 600, 800, 1000],
    // Some 170 calls an account.
    role: [20, 40, 60, 80, 100],
  };
  const progress = startProgress(sizes.aggregator.length + sizes.role.length);
  const figures: InventoryFigures[] = [];
  for (const by of ["aggregator", "role"] as const)
    for (const accounts of sizes[by]) {
      progress.step(`${accounts} accounts by ${by}`);
      figures.push(await measureInventory(by, accounts));
    }
  progress.stop();
  const most = Math.max(...figures.map(({ peakMb }) => peakMb));
  const growth = (by: InventoryFigures["by"]) =>
    goalOfGrowth(
      `inventory by ${by}`,
      ...figures.flatMap((one) => (one.by === by ? [{ many: one.accounts, cpuMs: one.cpuMs }] : [])),
    );
  return {
    ...{ machine: thisMachine(), regions: regions.length, callsPerSecond, figures },
    goals: [
      growth("aggregator"),
      growth("role"),
      goalOnce("an inventory of 1,000 accounts within 400 MB", `${most} MB`, most <= 400),
    ],
  };
}

async function measureInventory(by: InventoryFigures["by"], accounts: number): Promise<InventoryFigures> {
  const ids = accountIds(accounts);
  const aws = await (
    by === "role" ? new AskedAccounts() : new AggregatedAccounts(ids, callsPerSecond)
  ).listen(60_000);
  try {
    const { code, said, ms, cpuMs, peakMb } = await (aws instanceof AskedAccounts
      ? inventoryByRole(aws, ids)
      : inventoryByAggregator(aws));
    if (code !== 0) throw new Error(`The inventory ended with ${code}: ${said.join(" ")}`);
    return { by, accounts, calls: aws.answered, ms, cpuMs, peakMb };
  } finally {
    await aws.stop();
  }
}

/** Takes an inventory of the accounts of an aggregator. */
export function inventoryByAggregator({ url }: AggregatedAccounts): Promise<Took> {
  return measuredAudit({ url, now }, [
    ...["inventory", "--aggregator", "everybody", "--regions", "eu-west-1", "--format", "json"],
  ]);
}

/** Takes an inventory of accounts by a role in each. */
export function inventoryByRole({ url }: AskedAccounts, accounts: readonly string[]): Promise<Took> {
  return measuredAudit({ url, now }, [
    ...["inventory", "--accounts", accounts.join(","), "--role", "Auditor"],
    ...["--regions", regions.join(","), "--format", "json"],
  ]);
}

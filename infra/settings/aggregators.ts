import type { Aggregator } from "./guard-args";
import { requireRegion } from "./regions";
import { StackConfigError, withoutRepeats } from "./stack-config-error";

/** @throws StackConfigError unless each is an account ID and a Region, and none is listed twice */
export function checkAggregators(aggregators: Aggregator[]): void {
  for (const aggregator of aggregators) {
    const { accountId, region, ...others } = aggregator;
    if (typeof accountId !== "string" || !/^\d{12}$/.test(accountId) || Object.keys(others).length > 0) {
      const expected = `expected {accountId, region}, such as {accountId: "210987654321", region: eu-west-1}; the account ID has twelve digits and is quoted in YAML.`;
      throw new StackConfigError("aggregators", aggregator, expected);
    }
    if (typeof region !== "string") {
      const expected = "expected {accountId, region}, with the aggregator's own Region.";
      throw new StackConfigError("aggregators", aggregator, expected);
    }
    requireRegion("aggregators", region);
  }
  withoutRepeats(
    "aggregators",
    aggregators.map(({ accountId, region }) => `${accountId} ${region}`),
  );
}

import { fleetCosts, fleetTable } from "../bench/cost/fleet";
import { computeCosts, costTables } from "../bench/cost/table";
import { page } from "./markdown";

export async function costPage(): Promise<string> {
  return page(
    "What does it cost?",
    costTables(await computeCosts()),
    "It is cheap because it records only what this control needs.",
    `The figures are computed from the resources that the program declares and from a
[dated price list](../audit/cost/prices.json), which names AWS's price pages. What a month is supposed to look like is in
[assumptions.ts](../audit/cost/assumptions.ts). In these amounts the steps of AWS Systems Manager
(\`enforcement: remediate\`) and CloudTrail's first trail are free. A customer managed KMS key costs 1 USD a month by itself,
whoever guards it.`,
    "## A fleet",
    `Computed in the same way, from the stacks that the accounts have. What is in the central account alone, and what CI's machines
cost, is not in it.`,
    fleetTable(await fleetCosts()),
  );
}

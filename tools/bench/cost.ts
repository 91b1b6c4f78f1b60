// What the stack costs in a month, from its own graph and a dated price list. The README quotes it.
import { computeCosts, costTables } from "./cost/table";
import prices from "./cost/prices.json";

async function main(): Promise<void> {
  const costs = await computeCosts();
  process.stdout.write(`${costTables(costs)}\n\nPrices: ${prices.sources.join(", ")}, ${prices.date}.\n`);
}

void main();

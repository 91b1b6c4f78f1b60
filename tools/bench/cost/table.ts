import { declaredGuard } from "../../declared-guard";
import { assumed } from "../../../audit/cost/assumptions";
import { costOf, type Item, total } from "../../../audit/cost/compute";
import { defaults, options } from "./options";
import prices from "../../../audit/cost/prices.json";

export interface Costs {
  items: Item[];
  total: number;
  options: { what: string; total: number }[];
}

/** What the defaults and each option cost in a month, computed from the graph that each declares. */
export async function computeCosts(): Promise<Costs> {
  const items = costOf(await declaredGuard(defaults));
  const others: { what: string; total: number }[] = [];
  for (const [what, args] of options) {
    others.push({ what, total: total(costOf(await declaredGuard({ ...defaults, ...args }))) });
  }
  const everything = assumed.everyResourcesChanges * prices.each.configurationItem;
  others.push({
    what: `a recorder for **everything** instead, in an account with ${assumed.everyResourcesChanges.toLocaleString("en")} changes of resources a month`,
    total: total(items) + everything,
  });
  return { items, total: total(items), options: others };
}

const cent = 0.01;

/** The costs as Markdown: a sentence and two tables. */
export function costTables({ items, total: all, options: others }: Costs): string {
  const named = items.filter((item) => amount(item) >= cent);
  const small = items.filter((item) => amount(item) < cent);
  const month = new Date(prices.date).toLocaleString("en", {
    month: "long",
    year: "numeric",
    timeZone: "UTC",
  });
  return [
    `For one Region with the defaults and one address to tell, at AWS's list prices of ${month} in ${prices.region}, without the free tier, with ${assumed.changes} changes of the setting a month:`,
    "",
    "| what | how many a month | USD |",
    "| --- | --- | --- |",
    ...named.map((item) => `| ${item.what}, ${item.each} each | ${item.count} | ${usd(amount(item))} |`),
    `| ${small.map(({ what }) => what).join(", ")} | | ${total(small) < cent ? "below 0.01" : usd(total(small))} |`,
    `| **together** | | **${usd(all)}** |`,
    "",
    "| instead of a default | USD a month | difference |",
    "| --- | --- | --- |",
    ...others.map(({ what, total: sum }) => `| ${what} | ${usd(sum)} | ${difference(sum - all)} |`),
  ].join("\n");
}

function amount({ count, each }: Item): number {
  return count * each;
}

function usd(value: number): string {
  return value.toFixed(2);
}

function difference(value: number): string {
  if (Math.abs(value) < cent / 2) return "none";
  return `${value > 0 ? "+" : "−"}${usd(Math.abs(value))}`;
}

import type { InventoryRow } from "../inventory/inventory";

/** How many rows somebody reads. */
export const readable = 200;

/** What is worse comes first; a row that is none of these is well. */
const notWell: { words: string; is: (row: InventoryRow) => boolean }[] = [
  { words: "NON_COMPLIANT", is: ({ verdict }) => verdict?.complianceType === "NON_COMPLIANT" },
  { words: "not read", is: ({ error }) => error !== null },
  { words: "without a verdict of compliant", is: ({ verdict }) => verdict?.complianceType !== "COMPLIANT" },
  { words: "COMPLIANT with a note", is: ({ notes }) => notes.length > 0 },
];

/** What a table shows of an inventory. */
export interface Shown {
  rows: InventoryRow[];
  /** What it shows, and where the rest is: sentences. Empty where it shows every row. */
  about: string[];
}

/** Every row, where somebody can read them; else how many there are of which kind, and the worst of those that are not well. */
export function shownOf(rows: readonly InventoryRow[]): Shown {
  if (rows.length <= readable) return { rows: [...rows], about: [] };
  const kinds = Map.groupBy(rows, (row) => notWell.find(({ is }) => is(row)));
  const bad = notWell.flatMap((kind) => kinds.get(kind) ?? []);
  const count = (of: number): string => of.toLocaleString("en");
  const counts = notWell.flatMap((kind) => {
    const found = kinds.get(kind);
    return found === undefined ? [] : [`${count(found.length)} ${kind.words}`];
  });
  const well = kinds.get(undefined)?.length ?? 0;
  if (well > 0) counts.push(`${count(well)} COMPLIANT`);
  const accounts = new Set(rows.map(({ account }) => account)).size;
  const of = accounts === 1 ? "1 account" : `${count(accounts)} accounts`;
  const below =
    bad.length === 0
      ? "None of them is shown"
      : bad.length > readable
        ? `The worst ${readable} of ${count(bad.length)} that are not well are shown`
        : `The ${bad.length} that are not well are shown`;
  return {
    rows: bad.slice(0, readable),
    about: [
      `${count(rows.length)} Regions of ${of}: ${counts.join(", ")}.`,
      `${below}; --format csv and --format json have every one.`,
    ],
  };
}

import { stripVTControlCharacters } from "node:util";
import Table from "cli-table3";
import type { Terminal } from "./terminal";

export type Cell = string | number | { content: string; colSpan: number };

/** Columns, borders aside, below which a column that was wider cannot be read. */
const readable = 12;

/**
 * A table for people. On a terminal that is too narrow for it the widest columns are wrapped; where that would leave too
 * little of them, each row becomes a list of its own.
 */
export function table(
  head: readonly string[],
  rows: readonly (readonly Cell[])[],
  { color, width }: Terminal,
  /** Whether lines stand between the rows, for cells of more than one line. */
  { ruled = false } = {},
): string {
  const draw = drawer(color, ruled);
  const whole = draw(head, rows);
  const [border = ""] = stripVTControlCharacters(whole).split("\n");
  if (width === undefined || border.length <= width) return whole;
  const natural = border
    .slice(1, -1)
    .split("┬")
    .map((line) => line.length);
  const colWidths = narrowed(natural, width - natural.length - 1);
  if (Math.max(...colWidths) >= readable) return draw(head, rows, colWidths);
  const label = Math.max(...head.map((name) => name.length)) + 2;
  return rows
    .map((row) =>
      draw(
        [],
        row.map((cell, index) => [head[index] ?? "", plain(cell)]),
        [label, width - label - 3],
      ),
    )
    .join("\n");
}

/** Takes from the widest until the sum fits. */
function narrowed(widths: readonly number[], sum: number): number[] {
  const left = [...widths];
  for (let excess = left.reduce((a, b) => a + b, 0) - sum; excess > 0; excess--) {
    const widest = left.indexOf(Math.max(...left));
    left[widest] = (left[widest] ?? 0) - 1;
  }
  return left;
}

function plain(cell: Cell): string | number {
  return typeof cell === "object" ? cell.content : cell;
}

function drawer(color: boolean, ruled: boolean) {
  return (head: readonly string[], rows: readonly (readonly Cell[])[], colWidths: number[] = []): string => {
    const printed = new Table({
      head: [...head],
      wordWrap: true,
      wrapOnWordBoundary: false,
      colWidths,
      style: { head: color ? ["bold"] : [], border: color ? ["grey"] : [], compact: !ruled },
    });
    printed.push(...rows.map((row) => [...row]));
    return printed.toString();
  };
}

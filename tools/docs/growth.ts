/** Figures that were taken at the same distance from one another. */
export interface Growth {
  title: string;
  /** What grows, and where it was measured: evenly spaced, or a straight line would look bent. */
  of: string;
  at: readonly number[];
  unit: string;
  lines: readonly (readonly number[])[];
}

/** A line chart, which GitHub draws from its text. */
export function growthChart({ title, of, at, unit, lines }: Growth): string {
  const most = Math.max(...lines.flat());
  return [
    "```mermaid",
    "xychart-beta",
    `  title "${title}"`,
    `  x-axis "${of}" [${at.join(", ")}]`,
    `  y-axis "${unit}" 0 --> ${Math.ceil(most * 1.1)}`,
    ...lines.map((line) => `  line [${line.join(", ")}]`),
    "```",
  ].join("\n");
}

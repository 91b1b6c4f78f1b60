import { stringify } from "csv-stringify/sync";
import { table, type Cell } from "../../cli/table";
import { paint, type Style, type Terminal } from "../../cli/terminal";
import { visible, visibleIn } from "../../cli/visible";
import type { InventoryRow } from "../inventory/inventory";
import type { Check } from "../preflight/check";
import { formatLength, shortKey, formatTime } from "./format";
import { shownOf } from "./long-inventory";

/** What leads whatever was made from a simulated account. */
export const simulatedNotice = "SIMULATED: these are answers of a local account, not of AWS.\n";

/** The inventory as a table, its notes below; of a long one what needs somebody. */
export function inventoryTable(rows: readonly InventoryRow[], terminal: Terminal): string {
  const { color, width = 80 } = terminal;
  const head = ["Where", "Setting", "Verdict"];
  const { rows: chosen, about } = shownOf(rows);
  const shown = visibleIn(chosen);
  const cells = shown.map((row): Cell[] => {
    const where = `${row.account}\n${paint(color, "bold", row.region)}`;
    return row.error === null
      ? [where, settingCell(row), verdictCell(row, color)]
      : [where, { content: paint(color, "red", row.error.message), colSpan: 2 }];
  });
  const notes = shown.flatMap(({ account, region, verdict, notes: sentences }) =>
    [...(verdict?.annotation == null ? [] : [verdict.annotation]), ...sentences].map(
      (sentence) => `${account} ${region}: ${sentence}`,
    ),
  );
  const drawn = cells.length === 0 ? [] : [table(head, cells, { color, width }, { ruled: true })];
  return [...about, ...drawn, ...notes, ""].join("\n");
}

/** Columns of the inventory's CSV, in order; lists are joined by a blank. */
export function inventoryCsv(rows: readonly InventoryRow[], isSimulated: boolean): string {
  return csv(
    rows.map((row) => ({
      account: row.account,
      region: row.region,
      type: row.setting?.type,
      keyId: row.setting?.keyId,
      status: row.setting?.status,
      source: row.setting?.source,
      settingSince: row.settingSince,
      aliases: row.key?.aliases.join(" "),
      keyState: row.key?.state,
      keyManager: row.key?.manager,
      spans: row.spans,
      recorder: row.recorder?.name,
      recording: row.recorder?.recording,
      recordsType: row.recorder?.recordsType,
      rule: row.rule,
      verdict: row.verdict?.complianceType,
      annotation: row.verdict?.annotation,
      verdictSince: row.verdict?.since,
      lastEvaluation: row.lastEvaluation?.at,
      lastEvaluationAgeSeconds: row.lastEvaluation?.ageSeconds,
      notes: row.notes.join(" "),
      error: row.error?.message,
      simulated: isSimulated ? "SIMULATED" : "",
    })),
    true,
  );
}

/** A preflight, a line each. */
export function checkLines(checks: readonly Check[], { color }: Pick<Terminal, "color">): string {
  const styles: Record<Check["outcome"], Style> = { pass: "green", warn: "yellow", fail: "red" };
  const about = ({ region, about: what }: Check): string => [region, what].filter(Boolean).join(" ");
  const width = Math.max(...checks.map((check) => about(check).length));
  return visibleIn(checks)
    .map((check) => {
      const cure = check.cure === undefined ? "" : ` Cure: ${check.cure}.`;
      return `${paint(color, styles[check.outcome], check.outcome)}  ${about(check).padEnd(width)}  ${check.finding}${cure}\n`;
    })
    .join("");
}

function settingCell({ setting, settingSince, key, spans }: InventoryRow): string {
  const type = setting?.status === "UPDATING" ? `${setting.type} (UPDATING)` : setting?.type;
  const state = [key?.state ?? "state unknown", ...(key?.manager === "AWS" ? ["managed by AWS"] : [])];
  return [
    type ?? "unknown",
    ...(key === null ? [] : [shortKey(key.arn), ...key.aliases, state.join(", ")]),
    settingSince === null ? "since: not recorded" : `since ${formatTime(settingSince)}`,
    `spans go to ${spans ?? "unknown"}`,
  ].join("\n");
}

function verdictCell({ verdict, lastEvaluation }: InventoryRow, color: boolean): string {
  const type = verdict?.complianceType;
  const age = lastEvaluation && formatLength(lastEvaluation.ageSeconds * 1000);
  return [
    type === undefined ? "none" : paint(color, styleOf(type), type),
    ...(verdict?.since == null ? [] : ["since", formatTime(verdict.since)]),
    ...(lastEvaluation === null
      ? ["never evaluated"]
      : ["evaluated", formatTime(lastEvaluation.at), `${age} ago`]),
  ].join("\n");
}

/**
 * A value that a spreadsheet would take for a formula gets a leading apostrophe; see `visible` for the rest.
 *
 * @param columns which members, in order; those of the first record where left out
 */
export function csv(
  records: readonly object[],
  header: boolean,
  columns: readonly string[] = Object.keys(records[0] ?? {}),
): string {
  // As lists: of an object csv-stringify looks every member up by a path.
  return stringify(
    records.map((record) => columns.map((column) => record[column as keyof typeof record])),
    {
      header,
      columns,
      escape_formulas: true,
      cast: { boolean: (value) => String(value), string: visible },
    },
  );
}

export function styleOf(complianceType: string): Style {
  if (complianceType === "COMPLIANT") return "green";
  return complianceType === "NON_COMPLIANT" ? "red" : "dim";
}

import type { InventoryRow } from "../inventory/inventory";
import type { TimelineEntry } from "../history/timeline";
import { formatLength, shortKey, formatTime } from "../cli/format";
import { periodId } from "./verdict-chart";
import { type Html, html } from "./html";
import type { RegionReport, Report } from "./model";
import { badge, when } from "./verdict";

/** A table in a container of its own, so that a wide one scrolls and the page does not. */
function scrolling(label: string, table: Html): Html {
  return html`<div class="scroll" role="region" aria-label=${`${label}, table`} tabindex="0">${table}</div>`;
}

/** The periods of a verdict chart as a table. */
export function verdictPeriodTable({ region, verdictPeriods }: RegionReport): Html {
  const table = html`<table>
    <caption>
      The verdicts of ${region}; times are UTC
    </caption>
    <thead>
      <tr>
        <th scope="col">From</th>
        <th scope="col">To</th>
        <th scope="col">For</th>
        <th scope="col">Verdict recorded</th>
      </tr>
    </thead>
    <tbody>
      ${verdictPeriods.map(
        ({ from, to, complianceType }, index) =>
          html`<tr id=${periodId(region, index)}>
            <td class="time">${formatTime(from)}</td>
            <td class="time">${formatTime(to)}</td>
            <td class="length">${formatLength(to.getTime() - from.getTime())}</td>
            <td>${badge(complianceType)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
  return html`<details open=${verdictPeriods.length <= 12}>
    <summary>As a table</summary>
    ${scrolling(`Verdicts of ${region}`, table)}
  </details>`;
}

/** Every change with from and to, as AWS Config's timeline shows it, with the verdict at the time and who made it. */
export function changeTable({ regions }: Report): Html {
  const entries = regions.flatMap((region) => region.entries).sort((a, b) => a.at.getTime() - b.at.getTime());
  if (entries.length === 0) return html`<p>AWS Config recorded nothing in this period.</p>`;
  return scrolling(
    "Changes",
    html`<table>
      <caption>
        Times are UTC, when AWS Config recorded the change
      </caption>
      <thead>
        <tr>
          <th scope="col">When, where</th>
          <th scope="col">Property</th>
          <th scope="col">From</th>
          <th scope="col">To</th>
          <th scope="col">Verdict then</th>
          <th scope="col">By</th>
        </tr>
      </thead>
      ${entries.map(entryRows)}
    </table>`,
  );
}

function entryRows(entry: TimelineEntry): Html {
  const { at, region, changes, kind } = entry;
  const rows = Math.max(1, changes.length);
  const [first, ...others] = changes;
  return html`<tbody>
    <tr>
      <th scope="rowgroup" rowspan=${rows}>
        <span class="time">${formatTime(at)}</span><br />
        <span class="soft">${region}</span>
      </th>
      ${
        first === undefined
          ? html`<td colspan="3">${kind === "verdict" ? verdictWords(entry) : goneWords(entry)}</td>`
          : changeCells(first, entry.first, "")
      }
      <td rowspan=${rows}>${verdictCell(entry)}</td>
      <td class="by" rowspan=${rows}>${byCell(entry)}</td>
    </tr>
    ${others.map(
      (change) =>
        html`<tr>
          ${changeCells(change, entry.first, "inner")}
        </tr>`,
    )}
  </tbody>`;
}

function changeCells(
  { property, from, to }: TimelineEntry["changes"][number],
  isFirst: boolean,
  className: string,
): Html {
  const absent = html`<span class="soft">${isFirst ? "not recorded" : "none"}</span>`;
  return html`<td class=${`property ${className}`}><code>${property}</code></td>
    <td class=${`key ${className}`}>${from === undefined ? absent : value(from)}</td>
    <td class=${`key ${className}`}>
      ${to === undefined ? html`<span class="soft">none</span>` : value(to)}
    </td>`;
}

/** A value as recorded; a key's ARN may break where its id begins. */
function value(text: string): Html {
  const id = text.lastIndexOf("/") + 1;
  return html`<code>${text.slice(0, id)}<wbr />${text.slice(id)}</code>`;
}

function verdictWords({ verdictBefore }: TimelineEntry): string {
  return verdictBefore === undefined
    ? "A verdict was recorded; the setting did not change."
    : "The verdict changed; the setting did not.";
}

function goneWords({ gone }: TimelineEntry): string {
  return gone === undefined ? "No property differs." : `The setting is gone: ${gone}.`;
}

function verdictCell({ verdict }: TimelineEntry): Html {
  if (verdict === undefined) return badge(undefined);
  const how = verdict.standing ? "standing since" : "recorded";
  return html`${badge(verdict.complianceType)}<br />
    <span class="soft">${`${how} `}${when(verdict.recordedAt)}</span>`;
}

function byCell({ by, byUnknown, kind }: TimelineEntry): Html {
  if (kind === "verdict") return html`<span class="soft">the rule</span>`;
  if (by === undefined) return html`<span class="soft">unknown: ${byUnknown}</span>`;
  return html`<code>${by.principal}</code><br />
    <span class="soft">${"called "}${when(by.at)}</span>`;
}

/** How long each Region was not compliant. */
export function nonComplianceTable({ regions }: Report): Html {
  return scrolling(
    "Time out of compliance",
    html`<table>
      <caption>
        Computed from the verdicts that AWS Config recorded; time without a verdict is not counted
      </caption>
      <thead>
        <tr>
          <th scope="col">Region</th>
          <th scope="col">Not compliant for</th>
          <th scope="col">Share of judged time</th>
          <th scope="col">Times</th>
          <th scope="col">Longest</th>
          <th scope="col">Judged in total</th>
        </tr>
      </thead>
      <tbody>
        ${regions.map(nonComplianceRow)}
      </tbody>
    </table>`,
  );
}

function nonComplianceRow({ region, nonCompliance, isHistoryRead }: RegionReport): Html {
  const { nonCompliant, judged, occurrences, longest } = nonCompliance;
  const name = html`<th scope="row">${region}</th>`;
  if (!isHistoryRead)
    return html`<tr>
      ${name}
      <td colspan="5">The history could not be read.</td>
    </tr>`;
  if (judged === 0)
    return html`<tr>
      ${name}
      <td colspan="5">AWS Config recorded no verdict.</td>
    </tr>`;
  return html`<tr>
    ${name}
    <td>${formatLength(nonCompliant)}</td>
    <td>${share(nonCompliant, judged)}</td>
    <td>${occurrences}</td>
    <td>${occurrences === 0 ? "–" : formatLength(longest)}</td>
    <td>${formatLength(judged)}</td>
  </tr>`;
}

/** A part of a whole in percent; a dash where there is no whole. */
export function share(part: number, whole: number): string {
  return whole === 0 ? "–" : `${((100 * part) / whole).toFixed(1)} %`;
}

/** The state when the page was made. */
export function inventoryTable({ regions }: Report): Html {
  return scrolling(
    "Inventory",
    html`<table>
      <caption>
        Read from X-Ray, KMS and AWS Config when this page was made
      </caption>
      <thead>
        <tr>
          <th scope="col">Region</th>
          <th scope="col">Setting</th>
          <th scope="col">Key</th>
          <th scope="col">Spans go to</th>
          <th scope="col">Verdict</th>
          <th scope="col">Last evaluation</th>
        </tr>
      </thead>
      <tbody>
        ${regions.map(({ now }) =>
          now.error === null
            ? inventoryRow(now)
            : html`<tr>
                <th scope="row">${now.region}</th>
                <td colspan="5">${now.error.message}</td>
              </tr>`,
        )}
      </tbody>
    </table>`,
  );
}

function inventoryRow(row: InventoryRow): Html {
  const { setting, settingSince, spans, verdict, lastEvaluation } = row;
  return html`<tr>
    <th scope="row">${row.region}</th>
    <td>
      ${setting?.type ?? "unknown"}${setting?.status === "UPDATING" ? " (updating)" : ""}<br />
      <span class="soft"
        >${settingSince === null ? "since: not recorded" : html`${"since "}${when(settingSince)}`}</span
      >
    </td>
    <td class="key">${keyCell(row)}</td>
    <td>${spans ?? "unknown"}</td>
    <td>
      ${badge(verdict?.complianceType)}
      ${verdict?.since == null ? null : html`<br /><span class="soft">${"since "}${when(verdict.since)}</span>`}
      ${verdict?.annotation == null ? null : html`<br />${verdict.annotation}`}
    </td>
    <td>
      ${
        lastEvaluation === null
          ? "never"
          : html`<span class="time">${formatTime(lastEvaluation.at)}</span><br />
              <span class="soft">${formatLength(lastEvaluation.ageSeconds * 1000)} before this page</span>`
      }
    </td>
  </tr>`;
}

function keyCell({ key, setting }: InventoryRow): Html {
  if (key === null)
    return html`<span class="soft">${setting?.type === "NONE" ? "X-Ray's default" : "–"}</span>`;
  const about = [key.state ?? "state unknown", ...(key.manager === "AWS" ? ["managed by AWS"] : [])].join(
    ", ",
  );
  return html`<code>${shortKey(key.arn)}</code><br />
    ${key.aliases.map((alias) => html`<code>${alias}</code><br />`)}
    <span class="soft">${about}</span>`;
}

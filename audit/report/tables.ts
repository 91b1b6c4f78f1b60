import type { InventoryRow } from "../inventory/inventory";
import { changeOf, type PropertyChange } from "../../rule/decision/change";
import type { EncryptionSetting } from "../../rule/decision/setting";
import { formatLength, shortKey, formatTime } from "../cli/format";
import { entriesOf, type TimelineEntry } from "../evidence/entries";
import type { Evidence } from "../evidence/evidence";
import {
  criterionInWords,
  gapInWords,
  knownByInWords,
  recordedInWords,
  settingInWords,
  timeInWords,
  whileSentences,
  whoInWords,
} from "../evidence/sentences";
import type { SettingChange } from "../evidence/setting-track";
import { periodId, settingId } from "./verdict-chart";
import { type Html, html } from "./html";
import type { RegionReport, Report } from "./model";
import { badge, when } from "./verdict";

/** A table in a container of its own, so that a wide one scrolls and the page does not. */
function scrolling(label: string, table: Html): Html {
  return html`<div class="scroll" role="region" aria-label=${`${label}, table`} tabindex="0">${table}</div>`;
}

/** What the rule said, period after period. */
export function verdictPeriodTable(region: string, { verdicts }: Evidence): Html {
  const table = html`<table>
    <caption>
      What the rule said in ${region}; times are UTC, of its reports as AWS Config recorded them
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
      ${verdicts.map(
        ({ from, to, complianceType, why }, index) =>
          html`<tr id=${periodId(region, index)}>
            <td class="time">${formatTime(from)}</td>
            <td class="time">${formatTime(to)}</td>
            <td class="length">${formatLength(to.getTime() - from.getTime())}</td>
            <td>
              ${badge(complianceType)}
              ${why === undefined ? null : html`<br /><span class="soft">${why}</span>`}
            </td>
          </tr>`,
      )}
    </tbody>
  </table>`;
  return html`<details open=${verdicts.length <= 12}>
    <summary>What the rule said, as a table</summary>
    ${scrolling(`Verdicts of ${region}`, table)}
  </details>`;
}

/** Every change with from and to, as AWS Config's timeline shows it, and who made it. */
export function changeTable({ regions }: Report): Html {
  const changes = regions
    .flatMap(({ region, evidence }) =>
      (evidence === undefined ? [] : entriesOf(evidence)).map((entry) => ({ region, entry })),
    )
    .filter(({ entry }) => entry.kind === "change" || entry.kind === "unexplained")
    .sort((a, b) => a.entry.at.getTime() - b.entry.at.getTime());
  if (changes.length === 0) return html`<p>No change of the setting is known in this period.</p>`;
  return scrolling(
    "Changes",
    html`<table>
      <caption>
        Times are UTC: of the call where CloudTrail has it, else of AWS Config’s record
      </caption>
      <thead>
        <tr>
          <th scope="col">When, where</th>
          <th scope="col">Property</th>
          <th scope="col">From</th>
          <th scope="col">To</th>
          <th scope="col">By</th>
        </tr>
      </thead>
      ${changes.map(({ region, entry }) => {
        if (entry.kind === "change") return changeRows(region, entry);
        return entry.kind === "unexplained" ? unexplainedRow(region, entry) : null;
      })}
    </table>`,
  );
}

function changeRows(region: string, change: SettingChange): Html {
  const { at, from, to } = change;
  const properties = changeOf(from?.setting, to);
  const rows = Math.max(1, properties.length);
  const [first, ...others] = properties;
  return html`<tbody>
    <tr>
      <th scope="rowgroup" rowspan=${rows}>
        <span class="time">${formatTime(at)}</span><br />
        <span class="soft">${region}; ${timeInWords(change)}</span>
      </th>
      ${
        first === undefined
          ? html`<td colspan="3">CloudTrail does not say what the call asked for.</td>`
          : propertyCells(first, change, "")
      }
      <td class="by" rowspan=${rows}>${byCell(change)}</td>
    </tr>
    ${others.map(
      (property) =>
        html`<tr>
          ${propertyCells(property, change, "inner")}
        </tr>`,
    )}
  </tbody>`;
}

function unexplainedRow(region: string, { at, setting }: TimelineEntry & { kind: "unexplained" }): Html {
  return html`<tbody>
    <tr>
      <th scope="rowgroup">
        <span class="time">${formatTime(at)}</span><br />
        <span class="soft">${region}; time of AWS Config’s record</span>
      </th>
      <td colspan="4">AWS Config recorded ${settingInWords(setting)}; no call in CloudTrail explains it.</td>
    </tr>
  </tbody>`;
}

function propertyCells(
  { property, from, to }: PropertyChange,
  change: SettingChange,
  className: string,
): Html {
  return html`<td class=${`property ${className}`}><code>${property}</code></td>
    <td class=${`key ${className}`}>${value(from, change.from?.setting)}</td>
    <td class=${`key ${className}`}>${value(to, change.to)}</td>`;
}

/** A value of a setting; a key's ARN may break where its id begins. A setting that is known has no key, one that is not may. */
function value(text: string | undefined, setting: EncryptionSetting | undefined): Html {
  if (text === undefined)
    return html`<span class="soft">${setting === undefined ? "not known" : "none"}</span>`;
  const id = text.lastIndexOf("/") + 1;
  return html`<code>${text.slice(0, id)}<wbr />${text.slice(id)}</code>`;
}

function byCell(change: SettingChange): Html {
  const notes = [
    recordedInWords(change),
    knownByInWords(change.from) && `from: ${knownByInWords(change.from)}`,
  ];
  return html`${whoInWords(change.who)}
  ${notes.filter(Boolean).map((note) => html`<br /><span class="soft">${note}</span>`)}`;
}

/** Both tracks in words: what the rule said while the setting was one thing. */
export function whileList(region: string, evidence: Evidence): Html {
  return html`<ul class="plain">
    ${whileSentences(evidence).map(({ span, sentence }, index) =>
      span.to <= evidence.span.from || span.from >= evidence.span.to
        ? null
        : html`<li id=${settingId(region, index)}>${sentence}</li>`,
    )}
  </ul>`;
}

/** What is not known, and why. */
export function gapList({ gaps }: Evidence): Html {
  if (gaps.length === 0) return null;
  return html`<h4>What is not known</h4>
    <ul class="plain">
      ${gaps.map((gap) => html`<li>${when(gap.from)}${" to "}${when(gap.to)}: ${gapInWords(gap)}.</li>`)}
    </ul>`;
}

/** What the rule held the setting against. */
export function criterionList({ regions }: Report): Html {
  return html`<ul class="plain">
    ${regions.flatMap(({ region, criteria, evidence }) => {
      if (evidence === undefined) return html`<li>${region}: could not be read.</li>`;
      return criteria.length === 0
        ? html`<li>${region}: no AWS Config rule judges the setting now.</li>`
        : criteria.map((criterion) => html`<li>${region}: ${criterionInWords(criterion)}.</li>`);
    })}
  </ul>`;
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

function nonComplianceRow({ region, evidence }: RegionReport): Html {
  const name = html`<th scope="row">${region}</th>`;
  if (evidence === undefined)
    return html`<tr>
      ${name}
      <td colspan="5">The history could not be read.</td>
    </tr>`;
  const { nonCompliant, judged, occurrences, longest } = evidence.nonCompliance;
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

import { axisOf, type Tick } from "./axis";
import { formatLength, formatTime, formatVerdict } from "../cli/format";
import { changesIn, type Evidence } from "../evidence/evidence";
import { settingInWords } from "../evidence/sentences";
import type { SettingPeriod } from "../evidence/setting-track";
import type { Span } from "../evidence/sources";
import type { VerdictPeriod } from "../evidence/verdict-track";
import { type Html, html } from "./html";
import type { Report } from "./model";
import { styleOf } from "./verdict";

/** Each track has a line of words and, below it, its periods. In pixels. */
const wordsHeight = 18;
const settingTop = wordsHeight;
const settingHeight = 26;
const verdictTop = settingTop + settingHeight + wordsHeight;
const verdictHeight = 40;
const bottom = verdictTop + verdictHeight;

/**
 * A Region's two tracks against one clock: what the setting was, and below it what the rule said. Everything is placed by
 * percentages and nothing is scaled, so that text and patterns keep their size on any screen. Each period is a link to its
 * words below.
 */
export function verdictChart(report: Report, region: string, evidence: Evidence): Html {
  const { from, to } = report;
  const length = Math.max(1, to.getTime() - from.getTime());
  const percent = (time: Date): number =>
    Math.min(100, Math.max(0, ((time.getTime() - from.getTime()) / length) * 100));
  const place = (span: Span): ChartPart => ({
    x: percent(span.from),
    width: percent(span.to) - percent(span.from),
  });
  const id = `verdicts-${region}`;
  const changes = changesIn(evidence);
  return html`
    <svg class="verdict-chart" role="group" aria-labelledby=${`${id}-title ${id}-desc`}>
      <title id=${`${id}-title`}>Setting and verdicts in ${region} over time</title>
      <desc id=${`${id}-desc`}>
        From ${formatTime(from)} to ${formatTime(to)}: above, what the setting was,
        with${` ${changes.length} `}changes marked by lines; below, what the rule said,
        in${` ${evidence.verdicts.length} `}periods. The words below show the same.
      </desc>
      <text class="track" x="0" y=${settingTop - 5}>What the setting was</text>
      <rect y=${settingTop} width="100%" height=${settingHeight} fill="url(#fill-none)" />
      ${evidence.settings.map((period, index) =>
        period.to <= from || period.from >= to
          ? null
          : settingPeriod(period, place(period), settingId(region, index)),
      )}
      <text class="track" x="0" y=${verdictTop - 5}>What the rule said</text>
      ${evidence.verdicts.map((period, index) =>
        verdictPeriod(period, place(period), periodId(region, index)),
      )}
      ${changes.map(({ at }) => {
        const x = `${percent(at)}%`;
        return html`
          <line class="tick" x1=${x} x2=${x} y1=${settingTop - 3} y2=${settingTop + settingHeight} />
          <circle class="tick-head" cx=${x} cy=${settingTop - 3} r="4" />
        `;
      })}
      <g class="axis" aria-hidden="true">${axisOf(from, to).map(axisTick)}</g>
    </svg>
  `;
}

/** How wide a period must be for a label, in percent: on a phone, too, nothing is cut off. */
const labelled = 44;

/** In percent of the chart's width. */
interface ChartPart {
  x: number;
  width: number;
}

function settingPeriod({ setting, by, from, to }: SettingPeriod, { x, width }: ChartPart, id: string): Html {
  const words = settingInWords(setting);
  const source = by === "call" ? "by CloudTrail's calls" : "by AWS Config's record";
  return html`<a
    href=${`#${id}`}
    class=${`setting ${by}`}
    aria-label=${`${words}, ${source}, from ${formatTime(from)} for ${formatLength(to.getTime() - from.getTime())}`}
  >
    <svg x=${`${x}%`} y=${settingTop} width=${`${width}%`} height=${settingHeight}>
      <title>${words}, ${source}, ${formatTime(from)} to ${formatTime(to)}</title>
      <rect class="edge" width="100%" height="100%" />
      ${width < labelled ? null : html`<text x="12" y="18">${label(setting)}</text>`}
    </svg>
  </a>`;
}

function verdictPeriod(
  { complianceType, why, from, to }: VerdictPeriod,
  { x, width }: ChartPart,
  id: string,
): Html {
  const { look, sign } = styleOf(complianceType);
  const words = complianceType === undefined ? "no verdict known" : formatVerdict(complianceType);
  const reason = why === undefined ? "" : ` (${why})`;
  return html`<a
    href=${`#${id}`}
    class=${look}
    aria-label=${`${words} from ${formatTime(from)} for ${formatLength(to.getTime() - from.getTime())}`}
  >
    <svg x=${`${x}%`} y=${verdictTop} width=${`${width}%`} height=${verdictHeight}>
      <title>${words}, ${formatTime(from)} to ${formatTime(to)}${reason}</title>
      <rect class="edge" width="100%" height="100%" fill=${`url(#fill-${look})`} />
      ${width < labelled ? null : html`<text x="12" y="25">${`${sign} ${words}`}</text>`}
    </svg>
  </a>`;
}

/** The id of the sentence on a setting. */
export function settingId(region: string, index: number): string {
  return `setting-${region}-${index}`;
}

/** The id of a period's row in the table. */
export function periodId(region: string, index: number): string {
  return `period-${region}-${index}`;
}

/** The fills, defined once a page: plain, striped and dotted, so that they differ without color too. */
export function patterns(): Html {
  return html`<svg width="0" height="0" aria-hidden="true" focusable="false" style="position:absolute">
    <defs>
      <pattern id="fill-ok" patternUnits="userSpaceOnUse" width="8" height="8">
        <rect width="8" height="8" fill="#17704f" />
      </pattern>
      <pattern id="fill-bad" patternUnits="userSpaceOnUse" width="9" height="9" patternTransform="rotate(45)">
        <rect width="9" height="9" fill="#b0261c" />
        <rect width="3" height="9" fill="#8e1b13" />
      </pattern>
      <pattern id="fill-none" patternUnits="userSpaceOnUse" width="8" height="8">
        <rect width="8" height="8" style="fill:var(--none)" />
        <circle cx="4" cy="4" r="1" style="fill:var(--none-dot)" />
      </pattern>
    </defs>
  </svg>`;
}

/** The meaning of the fills and lines. */
export function legend(): Html {
  const entries = [
    ["ok", "compliant"],
    ["bad", "not compliant"],
    ["none", "not known"],
  ] as const;
  return html`<ul class="legend" aria-label="Legend">
    ${entries.map(
      ([look, words]) =>
        html`<li>
          <svg aria-hidden="true" focusable="false">
            <rect width="100%" height="100%" rx="3" fill=${`url(#fill-${look})`} />
          </svg>
          ${words}
        </li>`,
    )}
    <li>
      <svg
        class="verdict-chart"
        style="display:inline;margin-top:0;margin-bottom:0;width:12px;height:14px"
        aria-hidden="true"
        focusable="false"
      >
        <line class="tick" x1="6" x2="6" y1="4" y2="14" />
        <circle class="tick-head" cx="6" cy="4" r="4" />
      </svg>
      the setting changed
    </li>
    <li>
      <svg class="verdict-chart setting-key" aria-hidden="true" focusable="false">
        <g class="setting"><rect class="edge" x="1" y="1" width="26" height="12" /></g>
      </svg>
      by CloudTrail’s calls
    </li>
    <li>
      <svg class="verdict-chart setting-key" aria-hidden="true" focusable="false">
        <g class="setting recording"><rect class="edge" x="1" y="1" width="26" height="12" /></g>
      </svg>
      by AWS Config’s record, up to some minutes late
    </li>
  </ul>`;
}

function axisTick({ share, label }: Tick): Html {
  const x = `${share * 100}%`;
  const anchor = share < 0.05 ? "start" : share > 0.95 ? "end" : "middle";
  return html`<g>
    <line x1=${x} x2=${x} y1=${bottom} y2=${bottom + 5} />
    <text x=${x} y=${bottom + 19} text-anchor=${anchor}>${label}</text>
  </g>`;
}

/** A setting in the few letters that a box has room for; its title has all of it. */
function label(setting: SettingPeriod["setting"]): string {
  if (setting === undefined) return "not named";
  return setting.type === "NONE"
    ? "default"
    : settingInWords(setting).replace(/^(key [0-9a-f]{8})-.*/, "$1…");
}

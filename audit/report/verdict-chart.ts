import { axisOf, type Tick } from "./axis";
import { formatLength, formatTime, formatVerdict } from "../cli/format";
import { type Html, html } from "./html";
import type { RegionReport, Report } from "./model";
import { styleOf } from "./verdict";

const height = 40;
const top = 12;

/**
 * A Region's verdicts over time. Everything is placed by percentages and nothing is scaled, so that text and patterns
 * keep their size on any screen. Each period is a link to its row in the table below.
 */
export function verdictChart(report: Report, region: RegionReport): Html {
  const { from, to } = report;
  const length = Math.max(1, to.getTime() - from.getTime());
  const percent = (time: Date): number => ((time.getTime() - from.getTime()) / length) * 100;
  const id = `verdicts-${region.region}`;
  const changes = region.entries.filter(({ kind }) => kind === "change");
  return html`
    <svg class="verdict-chart" role="group" aria-labelledby=${`${id}-title ${id}-desc`}>
      <title id=${`${id}-title`}>Verdicts in ${region.region} over time</title>
      <desc id=${`${id}-desc`}>
        From ${formatTime(from)} to ${formatTime(to)}: ${region.verdictPeriods.length} periods, and
        ${` ${changes.length}`} changes of the setting, marked by lines. The table below shows the same.
      </desc>
      ${region.verdictPeriods.map((period, index) => {
        const { look, sign } = styleOf(period.complianceType);
        const x = percent(period.from);
        const width = percent(period.to) - x;
        const words = formatVerdict(period.complianceType);
        const share = width < 34 ? "narrow" : "wide";
        return html`<a
          href=${`#${periodId(region.region, index)}`}
          class=${`${look} ${share}`}
          aria-label=${`${words} from ${formatTime(period.from)} for ${formatLength(period.to.getTime() - period.from.getTime())}`}
        >
          <svg x=${`${x}%`} y=${top} width=${`${width}%`} height=${height}>
            <title>${words}, ${formatTime(period.from)} to ${formatTime(period.to)}</title>
            <rect class="edge" width="100%" height="100%" fill=${`url(#fill-${look})`} />
            ${width < 12 ? null : html`<text x="12" y="25">${`${sign} ${words}`}</text>`}
          </svg>
        </a>`;
      })}
      ${changes.map(
        ({ at }) => html`
          <line class="tick" x1=${`${percent(at)}%`} x2=${`${percent(at)}%`} y1="4" y2=${top + height} />
          <circle class="tick-head" cx=${`${percent(at)}%`} cy="5" r="4" />
        `,
      )}
      <g class="axis" aria-hidden="true">${axisOf(from, to).map((tick, index) => axisTick(tick, index))}</g>
    </svg>
  `;
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
    ["none", "no verdict recorded"],
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
  </ul>`;
}

function axisTick({ share, label }: Tick, index: number): Html {
  const x = `${share * 100}%`;
  const anchor = share < 0.05 ? "start" : share > 0.95 ? "end" : "middle";
  // A small screen has room for every second mark.
  return html`<g class=${index % 2 === 1 ? "inner" : ""}>
    <line x1=${x} x2=${x} y1=${top + height} y2=${top + height + 5} />
    <text x=${x} y=${top + height + 19} text-anchor=${anchor}>${label}</text>
  </g>`;
}

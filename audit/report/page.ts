import { render } from "preact-render-to-string";
import { visibleIn } from "../../cli/visible";
import { formatTime } from "../cli/format";
import { madeBy } from "../cli/json";
import { verdictChart, legend, patterns } from "./verdict-chart";
import { summary } from "./summary";
import { type Html, html } from "./html";
import { entriesOf } from "../evidence/entries";
import type { RegionReport, Report } from "./model";
import { style } from "./style";
import {
  changeTable,
  criterionList,
  gapList,
  inventoryTable,
  nonComplianceTable,
  verdictPeriodTable,
  whileList,
} from "./tables";
import { badge } from "./verdict";

/** The report as one HTML document that loads nothing: no script, no font, no image. */
export function page(found: Report): string {
  const report = visibleIn(found);
  const { account } = report.caller;
  const document = html`<html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
      <title>X-Ray encryption of account ${account}, ${report.madeAt.toISOString().slice(0, 10)}</title>
      <style dangerouslySetInnerHTML=${{ __html: style }} />
    </head>
    <body>
      <a class="skip" href="#changes">Skip to the changes</a>
      ${patterns()} ${summary(report)}
      <main>
        ${section("criterion", "What was desired", html`<div class="sheet">${criterionList(report)}</div>`)}
        ${section("verdicts", "Setting and verdicts over time", html`${legend()} ${report.regions.map((region) => regionSheet(report, region))}`)}
        ${section("changes", "Changes", html`<div class="sheet">${changeTable(report)}</div>`)}
        ${section("non-compliance", "Time out of compliance", html`<div class="sheet">${nonComplianceTable(report)}</div>`)}
        ${section("inventory", "Now", html`<div class="sheet">${inventoryTable(report)}${notes(report)}</div>`)}
        ${section("made", "How this page was made", howMade(report))}
      </main>
      <footer>
        Made ${formatTime(report.madeAt)} by ${madeBy}. Verdicts are AWS Config’s own records; none was
        recomputed.
      </footer>
    </body>
  </html>`;
  return `<!doctype html>\n${render(document)}\n`;
}

function regionSheet(report: Report, region: RegionReport): Html {
  const { now, problems, evidence, isRecorded } = region;
  const name = region.region;
  const isEmpty =
    evidence === undefined ||
    (entriesOf(evidence).every(({ kind }) => kind === "gap") &&
      evidence.settings.every(({ from, to }) => to <= evidence.span.from || from >= evidence.span.to));
  const history =
    evidence === undefined
      ? null
      : html`${isRecorded ? null : html`<p class="soft">AWS Config recorded nothing in this period.</p>`}
        ${isEmpty ? null : html`${verdictChart(report, name, evidence)} ${whileList(name, evidence)} ${verdictPeriodTable(name, evidence)}`}
        ${gapList(evidence)}`;
  return html`<div class="sheet">
    <div class="region">
      <h3>${region.region}</h3>
      ${now.error === null ? html`<span class="meta">${"now: "}${badge(now.verdict?.complianceType)}</span>` : null}
    </div>
    ${problems.map((problem) => html`<p class="problem">${problem}</p>`)} ${history}
  </div>`;
}

function notes({ regions }: Report): Html {
  const sentences = regions.flatMap(({ region, now }) => now.notes.map((note) => `${region}: ${note}`));
  return sentences.length === 0
    ? null
    : html`<ul class="plain">
        ${sentences.map((sentence) => html`<li>${sentence}</li>`)}
      </ul>`;
}

function howMade({ caller, period, regions, madeAt, hasTrail }: Report): Html {
  const rules = [...new Set(regions.flatMap(({ now }) => now.rule ?? []))];
  const { since, until } = period;
  const requested =
    since === undefined && until === undefined
      ? "everything that AWS Config keeps"
      : `${since === undefined ? "the beginning" : formatTime(since)} to ${until === undefined ? "now" : formatTime(until)}`;
  return html`<ul class="plain">
    <li>Made ${formatTime(madeAt)} with the credentials of <code>${caller.arn}</code>.</li>
    <li>Regions: ${regions.map(({ region }) => region).join(", ")}. Period: ${requested}.</li>
    <li>
      What the setting was is told by the calls of <code>PutEncryptionConfig</code> in CloudTrail, where its
      record is whole, and by AWS Config’s items of <code>AWS::XRay::EncryptionConfig</code> elsewhere. AWS
      Config records a change some minutes late. Which of the two a time is of is said with it.
    </li>
    <li>
      ${"What the rule said are the verdicts that AWS Config recorded at the time, as "}<code>AWS::Config::ResourceCompliance</code>${rules.length === 0 ? "" : ", of "}${rules.map((rule, index) => html`${index === 0 ? "" : ", "}<code>${rule}</code>`)}.
      ${" AWS Config records a verdict when it differs from the one before, so one stands until the next, but not while its recorder is stopped. No verdict was recomputed."}
    </li>
    <li>
      The two are drawn against one clock. A verdict is never told as the one on a change: nothing that AWS
      keeps says so.
    </li>
    <li>
      Who made a change is in CloudTrail: ${hasTrail ? "in the trail’s files that were read, and " : ""}in its
      event history, which reaches back 90 days; before that, in what the rule’s function kept of it in its
      log. Each caller is told with its source. A call and AWS Config’s item share no identifier: a call is
      named for a recorded change only where no other can have made it.
    </li>
    <li>
      Disabling a key does not change the setting. It shows as a changed verdict, from the rule’s next run on
      schedule. Traces that are stored already are never re-encrypted.
    </li>
  </ul>`;
}

function section(id: string, title: string, content: Html): Html {
  return html`<section id=${id} aria-labelledby=${`${id}-heading`}>
    <h2 id=${`${id}-heading`}>${title}</h2>
    ${content}
  </section>`;
}

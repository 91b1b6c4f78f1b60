import { visibleIn } from "../../cli/visible";
import type { TimelineEntry } from "../evidence/entries";
import type { Evidence } from "../evidence/evidence";
import { FileNumbers } from "./file-numbers";
import { howMade } from "./how-made";
import { type Html, html } from "./html";
import { htmlDocument } from "./html-document";
import { changeLine, entryLine, gapLine, type LineContext, periodLine, verdictLine } from "./lines";
import type { RegionReport, Report } from "./model";
import { nowList } from "./now";
import { overview, simulated } from "./overview";
import { section } from "./section";
import { legend, patterns, periodId, settingId, verdictChart } from "./verdict-chart";

/** How many lines of a kind the first page has in all; with many Regions each has its share. */
const maxLines = 300;
/** How many it shows of those of which it has no room for all. */
const shownOfMany = 20;
/** How many entries a further page has. */
export const entriesPerPage = 500;

/** A page of the report, and the name of its file. */
export interface Page {
  name: string;
  html: string;
}

export const firstPage = "report.html";

/** The pages one by one: the first, and further ones for each Region of which the first has no room for all. */
export function* pages(found: Report): Generator<Page> {
  const report = shown(found);
  yield { name: firstPage, html: page(report) };
  for (const { region, evidence } of report.regions) {
    if (evidence === undefined || isShort(report, evidence)) continue;
    const { entries } = evidence;
    const count = Math.ceil(entries.length / entriesPerPage);
    for (let number = 1; number <= count; number += 1)
      yield { name: pageName(region, number), html: entryPage(report, region, entries, number, count) };
  }
}

/**
 * The report's first page. Like all of them it loads nothing: no script, no font, no image.
 *
 * @param report readable, as `pages` makes it
 */
export function page(report: Report): string {
  const files = new FileNumbers();
  return documentOf(
    report,
    html`<a class="skip" href="#details">Skip to the details</a>
      ${patterns()} ${overview(report)}
      <main id="details">
        ${legend()}
        ${report.regions.map((region) => regionSection(report, region, { files, account: report.caller.account, region: region.region }))}
        ${files.isEmpty ? null : section("files", "Files", files.list())}
        ${section("made", "How this was made", howMade(report))}
      </main>`,
  );
}

/** Readable whatever AWS answered, and without what no page shows. */
function shown(report: Report): Report {
  const regions = report.regions.map((region) => ({ ...region, sources: undefined }));
  return visibleIn({ ...report, regions });
}

function documentOf({ caller, madeAt }: Report, body: Html): string {
  return htmlDocument(`X-Ray encryption of account ${caller.account}`, madeAt, body);
}

/** All of a Region: both tracks, what is not known, and what is there now. */
function regionSection(report: Report, region: RegionReport, context: LineContext): Html {
  const { now, problems, evidence, isRecorded } = region;
  const name = region.region;
  const history =
    evidence === undefined
      ? null
      : html`${isRecorded ? null : html`<p class="soft">AWS Config recorded nothing in this period.</p>`}
        ${isShort(report, evidence) ? allOf(report, evidence, context) : latestOf(evidence, context)}`;
  return section(
    name,
    name,
    html`${problems.map((problem) => html`<p class="problem">${problem}</p>`)} ${history}
      <h3>What is there now</h3>
      ${nowList(now)}`,
  );
}

function allOf(report: Report, evidence: Evidence, context: LineContext): Html {
  const { region: name, files } = context;
  const { entries, verdicts, settings, span, gaps } = evidence;
  const isEmpty =
    entries.every(({ kind }) => kind === "gap") &&
    settings.every(({ from, to }) => to <= span.from || from >= span.to);
  return html`${
    isEmpty
      ? null
      : html`${verdictChart(report, name, evidence)}
          <h3>The setting, and its changes</h3>
          ${settingList(evidence, context)}
          <h3>What the rule said</h3>
          ${listOf(
            "verdicts",
            verdicts.map((one, index) => verdictLine(one, files, periodId(name, index))),
          )}`
  }
  ${
    gaps.length === 0
      ? null
      : html`<h3>What is not known</h3>
          ${listOf("gaps", gaps.map(gapLine))}`
  }`;
}

/** Each change with the time until when the setting was what it made it, and each other time of which the setting is known. */
function settingList(evidence: Evidence, context: LineContext): Html {
  const { settings, span } = evidence;
  const changes = changesOf(evidence);
  const periods = new Map(
    settings.map((period, index) => [
      period.from.getTime(),
      { period, id: settingId(context.region, index) },
    ]),
  );
  const lines = changes.map((entry) => {
    const begun = periods.get(entry.at.getTime());
    if (entry.kind !== "change" || begun === undefined)
      return { at: entry.at, html: entryLine(entry, context) };
    periods.delete(entry.at.getTime());
    return { at: entry.at, html: changeLine(entry, context, begun.period, begun.id) };
  });
  for (const { period, id } of periods.values())
    if (period.to > span.from && period.from < span.to)
      lines.push({ at: period.from, html: periodLine(period, context, id) });
  if (lines.length === 0) return html`<p>No change of the setting is known in this period.</p>`;
  lines.sort((a, b) => a.at.getTime() - b.at.getTime());
  return listOf(
    "changes",
    lines.map((one) => one.html),
  );
}

/** The latest of a Region that has more than the first page has room for, and where all of it is. */
function latestOf(evidence: Evidence, context: LineContext): Html {
  const { region: name } = context;
  const { entries } = evidence;
  const count = Math.ceil(entries.length / entriesPerPage);
  const numbers = Array.from({ length: count }, (_, index) => index + 1);
  const latest = (title: string, lines: readonly TimelineEntry[]): Html =>
    lines.length === 0
      ? null
      : html`<h3>${title}: the last ${Math.min(shownOfMany, lines.length)} of ${lines.length}</h3>
          ${listOf(
            "latest",
            lines.slice(-shownOfMany).map((entry) => entryLine(entry, context)),
          )}`;
  return html`<p>
      ${`There is more of ${name} than this page has room for. All ${entries.length} entries, in order of time, are on `}
      ${numbers.map((number) => html`<a href=${pageName(name, number)}>page ${number}</a>${number < count ? ", " : ""}`)}
      ${", and as tables in "}<a href="changes.csv">changes.csv</a>${" and "}<a href="verdicts.csv"
        >verdicts.csv</a
      >.
    </p>
    ${latest("Changes of the setting", changesOf(evidence))}
    ${latest(
      "What the rule said",
      entries.filter(({ kind }) => kind === "verdict"),
    )}
    ${latest(
      "What is not known",
      entries.filter(({ kind }) => kind === "gap"),
    )}`;
}

/** One of the further pages of a Region. */
function entryPage(
  report: Report,
  region: string,
  entries: readonly TimelineEntry[],
  number: number,
  count: number,
): string {
  const files = new FileNumbers();
  const context = { files, account: report.caller.account, region };
  const lines = entries.slice((number - 1) * entriesPerPage, number * entriesPerPage);
  const link = (to: number, words: string): Html =>
    to < 1 || to > count ? null : html`<a href=${pageName(region, to)}>${words}</a>${" "}`;
  return documentOf(
    report,
    html`<header>
        ${simulated(report)}
        <h1>X-Ray encryption of account ${report.caller.account}, ${region}: page ${number} of ${count}</h1>
        <p>
          <a href=${firstPage}>The report</a>${" "}${link(number - 1, "Before")}${link(number + 1, "After")}
        </p>
      </header>
      <main>
        ${section(
          "entries",
          `Entries ${(number - 1) * entriesPerPage + 1} to ${(number - 1) * entriesPerPage + lines.length} of ${entries.length}`,
          listOf(
            "entries",
            lines.map((entry) => entryLine(entry, context)),
          ),
        )}
        ${files.isEmpty ? null : section("files", "Files", files.list())}
      </main>`,
  );
}

/** Changes, and what AWS Config recorded although no call explains it. */
function changesOf({ entries }: Evidence): TimelineEntry[] {
  return entries.filter(({ kind }) => kind === "change" || kind === "unexplained");
}

/** Whether the first page has room for all of a Region. */
function isShort({ regions }: Report, { changes, verdicts, settings, gaps }: Evidence): boolean {
  const most = Math.max(shownOfMany, Math.floor(maxLines / regions.length));
  return [changes, verdicts, settings, gaps].every(({ length }) => length <= most);
}

function pageName(region: string, number: number): string {
  return `${region}-${number}.html`;
}

function listOf(className: string, lines: Html[]): Html {
  return html`<ul class=${`lines ${className}`}>
    ${lines}
  </ul>`;
}

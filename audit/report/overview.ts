import { formatLength, formatTime } from "../cli/format";
import { madeBy } from "../cli/json";
import { changesIn, type Evidence } from "../evidence/evidence";
import type { Gap } from "../evidence/gaps";
import { criterionInWords, gapInWords, nonComplianceInWords } from "../evidence/sentences";
import type { Who } from "../evidence/setting-track";
import { type Html, html } from "./html";
import { namesIn } from "./lines";
import type { RegionReport, Report } from "./model";
import { badge } from "./verdict";

/** How many callers, or reasons why something is not known, the first screen names; the rest is below. */
const maxNamed = 5;

/** The first screen: whose account, and for each Region by itself what came of it. */
export function overview(report: Report): Html {
  const { caller, regions, from, to, madeAt } = report;
  return html`<header>
    ${simulated(report)}
    <p class="kicker">Evidence from AWS Config and CloudTrail</p>
    <h1>X-Ray encryption of account ${caller.account}${labelIn(report)}</h1>
    <p class="soft">
      ${`${formatTime(from)} to ${formatTime(to)}. Regions: ${regions.map(({ region }) => region).join(", ")}.`}
      ${` Made ${formatTime(madeAt)} by `}<code>${caller.arn}</code>${` with ${madeBy}.`}
    </p>
    <h2 id="overview">Each Region by itself</h2>
    <div class="cards">${regions.map((region) => card(region, caller.account))}</div>
    ${sum(regions)}
  </header>`;
}

/** On the first screen, and across each page on paper. */
export function simulated({ caller }: Pick<Report, "caller">): Html {
  return caller.simulatedTime === undefined
    ? null
    : html`<p class="simulated">
          <strong>SIMULATED</strong> These are answers of a local account, not of AWS. Nothing here is
          evidence.
        </p>
        <div class="watermark" aria-hidden="true">SIMULATED</div>`;
}

function labelIn({ regions }: Report): string {
  const labels = [...new Set(regions.flatMap(({ label }) => label ?? []))];
  return labels.length === 0 ? "" : ` (${labels.join(", ")})`;
}

function card(report: RegionReport, account: string): Html {
  const { region, now, evidence, criteria } = report;
  const isRead = now.error === null;
  return html`<article class="card" aria-labelledby=${`card-${region}`}>
    <div class="region">
      <h3 id=${`card-${region}`}><a href=${`#${region}`}>${region}</a></h3>
      ${isRead ? html`<span class="soft">${"now: "}${badge(now.verdict?.complianceType)}</span>` : null}
    </div>
    <p class="outcome">${outcome(evidence)}</p>
    <dl>
      ${item("Held against", criteriaInWords(criteria, evidence))}
      ${evidence === undefined ? null : figures(evidence, account)} ${item("Not known", unknowns(report))}
    </dl>
  </article>`;
}

function outcome(evidence: Evidence | undefined): string {
  if (evidence === undefined) return "Nothing is known of its history: it could not be read.";
  const words = nonComplianceInWords(evidence);
  return evidence.nonCompliance.judged === 0 ? `Not known: ${words}.` : `The rule said ${words}.`;
}

function criteriaInWords(criteria: RegionReport["criteria"], evidence: Evidence | undefined): Html {
  if (evidence === undefined) return "could not be read";
  if (criteria.length === 0) return "no AWS Config rule judges the setting now";
  return list(criteria.map((criterion) => criterionInWords(criterion)));
}

function figures(evidence: Evidence, account: string): Html {
  const { nonCompliant, judged, longest } = evidence.nonCompliance;
  const spell = evidence.verdicts.find(
    ({ complianceType, from, to }) =>
      complianceType === "NON_COMPLIANT" && to.getTime() - from.getTime() === longest,
  );
  const changes = changesIn(evidence);
  const share = `${((100 * nonCompliant) / judged).toFixed(1)} % of the time with a verdict`;
  return html`${
    judged === 0
      ? null
      : html`${item("Time wrong", nonCompliant === 0 ? "none" : `${formatLength(nonCompliant)}, ${share}`)}
        ${item("Longest spell", spell === undefined ? "none" : `${formatLength(longest)}, ${formatTime(spell.from)} to ${formatTime(spell.to)}`)}`
  }
  ${item(
    `Setting changed ${changes.length === 1 ? "1 time" : `${changes.length} times`}`,
    changes.length === 0
      ? null
      : list(grouped(changes.map(({ who, at }) => ({ words: byWhom(who, account), at })))),
  )}`;
}

/** Who made changes, without the event of each; those of this account by their name in it. */
function byWhom(who: Who, account: string): string {
  if (who.is === "caller") return `by ${namesIn(who.call.principal, account)}`;
  return who.is === "candidates" ? "by one of several that may have" : `not identified: ${who.why}`;
}

/** What cannot be said of a Region, and why. */
function unknowns({ problems, evidence, now, labelUnread }: RegionReport): Html {
  const gaps = evidence?.gaps ?? [];
  const sentences = [
    ...problems,
    ...(now.error === null || problems.includes(now.error.message) ? [] : [now.error.message]),
    ...(labelUnread === undefined ? [] : [`What people call the account: ${labelUnread}`]),
    ...grouped(gaps.map((gap) => ({ words: gapInWords(gap), at: gap.from, gap }))),
  ];
  return sentences.length === 0 ? "nothing that the sources should say" : list(sentences);
}

/** What is the same said once, with the times of the first and the last. */
function grouped(said: readonly { words: string; at: Date; gap?: Gap }[]): string[] {
  const groups = [...Map.groupBy(said, ({ words }) => words)].map(([words, all]) => {
    const [first, last] = [all[0], all.at(-1)];
    if (first === undefined || last === undefined) return words;
    const end = last.gap?.to ?? last.at;
    if (all.length > 1)
      return `${words} (${all.length} times, ${formatTime(first.at)} to ${formatTime(end)})`;
    return `${words} (${formatTime(first.at)}${first.gap === undefined ? "" : ` to ${formatTime(end)}`})`;
  });
  const others = groups.length - maxNamed;
  return others > 0 ? [...groups.slice(0, maxNamed), `and ${others} more, told below`] : groups;
}

/** A sum over Regions says that it is one. */
function sum(regions: readonly RegionReport[]): Html {
  const read = regions.flatMap(({ evidence }) => evidence?.nonCompliance ?? []);
  if (regions.length < 2 || read.length === 0) return null;
  const total = (member: "nonCompliant" | "judged" | "occurrences"): number =>
    read.reduce((so, one) => so + one[member], 0);
  return html`<p class="sum">
    ${`Sum over ${read.length} of ${regions.length} Regions, in which times of several Regions add up even where they are the same time: `}
    ${`${formatLength(total("nonCompliant"))} NON_COMPLIANT of ${formatLength(total("judged"))} with a verdict.`}
  </p>`;
}

function item(name: string, value: Html): Html {
  return html`<div>
    <dt>${name}</dt>
    <dd>${value}</dd>
  </div>`;
}

function list(sentences: readonly string[]): Html {
  return sentences.length === 1
    ? (sentences[0] ?? null)
    : html`<ul class="plain">
        ${sentences.map((sentence) => html`<li>${sentence}</li>`)}
      </ul>`;
}

import { formatLength, formatTime } from "../cli/format";
import { changesIn } from "../evidence/evidence";
import { type Html, html } from "./html";
import type { Report } from "./model";
import { share } from "./tables";

/** The page's first screen: account, period, and four figures. */
export function summary(report: Report): Html {
  const { caller, regions, from, to, madeAt } = report;
  const scope = `${formatTime(from)} to ${formatTime(to)}, ${many(regions.length, "Region")}.`;
  return html`<header>
    ${simulated(report)}
    <p class="kicker">Evidence from AWS Config and CloudTrail</p>
    <h1>X-Ray encryption of account ${caller.account}</h1>
    <p class="soft">${`${scope} Made ${formatTime(madeAt)}.`}</p>
    <dl class="figures">
      ${compliantNow(report)} ${outOfCompliance(report)} ${changed(report)} ${evaluated(report)}
    </dl>
  </header>`;
}

/** On the first screen, and across each page on paper. */
function simulated({ caller }: Report): Html {
  return caller.simulatedTime === undefined
    ? null
    : html`<p class="simulated">
          <strong>SIMULATED</strong> These are answers of a local account, not of AWS. Nothing here is
          evidence.
        </p>
        <div class="watermark" aria-hidden="true">SIMULATED</div>`;
}

function compliantNow({ regions }: Report): Html {
  const unread = regions.filter(({ now }) => now.error !== null).length;
  const compliant = regions.filter(({ now }) => now.verdict?.complianceType === "COMPLIANT").length;
  return figure(
    "Compliant now",
    `${compliant} of ${many(regions.length, "Region")}`,
    unread > 0 ? `${unread} could not be read` : "by the rule's latest verdict",
    compliant === regions.length ? "ok" : "bad",
  );
}

function outOfCompliance({ regions }: Report): Html {
  const all = regions.flatMap(({ evidence }) => evidence?.nonCompliance ?? []);
  const nonCompliant = sum(all.map((one) => one.nonCompliant));
  const judged = sum(all.map((one) => one.judged));
  const occurrences = sum(all.map((one) => one.occurrences));
  const unread = regions.length - all.length;
  const details = [
    ...(judged === 0 ? [] : [`${share(nonCompliant, judged)} of judged time`, many(occurrences, "time")]),
    ...(unread === 0 ? [] : [`without ${many(unread, "Region")}`]),
  ];
  const value = judged === 0 ? "Never judged" : formatLength(nonCompliant);
  return figure("Out of compliance", value, details.join(", "));
}

function changed({ regions }: Report): Html {
  const changes = sum(regions.map(({ evidence }) => (evidence ? changesIn(evidence).length : 0)));
  return figure("Setting changed", many(changes, "time"), "by CloudTrail and AWS Config");
}

function evaluated({ regions }: Report): Html {
  const read = regions.filter(({ now }) => now.error === null);
  const ages = read.map(({ now }) => now.lastEvaluation?.ageSeconds ?? Infinity);
  const oldest = ages.length === 0 ? Infinity : Math.max(...ages);
  return figure(
    "Last evaluation",
    Number.isFinite(oldest) ? `${formatLength(oldest * 1000)} old` : "Missing",
    read.length === 1 ? "when this page was made" : "in the Region where it is oldest",
  );
}

function figure(name: string, value: string, detail: string, className = ""): Html {
  return html`<div class=${className}>
    <dt>${name}</dt>
    <dd>${value} <small>${detail}</small></dd>
  </div>`;
}

function many(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

import { visibleIn } from "../../cli/visible";
import { formatTime } from "../cli/format";
import { madeBy } from "../cli/json";
import { readsList } from "../report/how-made";
import { type Html, html } from "../report/html";
import { htmlDocument } from "../report/html-document";
import { simulated } from "../report/overview";
import { firstPage } from "../report/page";
import { section } from "../report/section";
import { badge } from "../report/verdict";
import type { AccountsReport } from "./accounts-report";
import { notesInWords, outcomeInWords, totalsInWords, verdictNow } from "./sentences";
import type { AccountSummary } from "./summary";

/** The page in front of many accounts' reports. Like theirs it loads nothing. */
export function accountsPage(found: AccountsReport): string {
  const report = visibleIn(found);
  const { accounts, caller, madeAt } = report;
  const title = `X-Ray encryption of ${accounts.length} accounts`;
  return htmlDocument(
    title,
    madeAt,
    html`<a class="skip" href="#accounts">Skip to the accounts</a>
      <header>
        ${simulated(report)}
        <p class="kicker">Evidence from AWS Config and CloudTrail</p>
        <h1>${title}</h1>
        <p class="soft">
          ${`${periodInWords(report)} Made ${formatTime(madeAt)} by `}<code>${caller.arn}</code>${` with ${madeBy}.`}
        </p>
        <ul class="plain">
          ${totalsInWords(accounts).map((sentence) => html`<li>${sentence}</li>`)}
        </ul>
      </header>
      <main>
        ${section(
          "accounts",
          "Accounts, the longest wrong first",
          html`<ol class="lines">
            ${accounts.map(accountLine)}
          </ol>`,
        )}
        ${section("made", "How this was made", howMade(report))}
      </main>`,
  );
}

function accountLine(account: AccountSummary): Html {
  const { account: id, label, folder } = account;
  const name = `${id}${label === null ? "" : ` (${label})`}`;
  return html`<li id=${`account-${id}`}>
    <p class="region">
      <strong>${folder === null ? name : html`<a href=${`${folder}/${firstPage}`}>${name}</a>`}</strong>${" "}
      <span class="soft">${"now: "}${badge(verdictNow(account) ?? "not known")}</span>
    </p>
    ${" "}
    <p class=${account.error === null ? "outcome" : "problem"}>${outcomeInWords(account)}</p>
    ${notesInWords(account).map(
      (note) =>
        html`${" "}
          <p>${note}</p>`,
    )}
  </li>`;
}

function periodInWords({ period: { since, until } }: AccountsReport): string {
  const from = since === undefined ? "From each account’s first record" : `From ${formatTime(since)}`;
  return `${from} to ${until === undefined ? "the time of its report" : formatTime(until)}.`;
}

/** Who ran it, how the accounts were chosen and asked, and what the words mean. */
function howMade({ caller, madeAt, role, aggregator, reads }: AccountsReport): Html {
  return html`<ul class="plain">
      <li>
        Made ${formatTime(madeAt)} by <code>${caller.arn}</code> (AWS’s ID: <code>${caller.userId}</code>), as
        STS said of the credentials, with ${madeBy}.
      </li>
      <li>
        ${
          aggregator === undefined
            ? "The accounts are those of a list. Others may exist."
            : html`The accounts and their Regions are those that AWS Config’s aggregator
                <code>${aggregator}</code> names. Others may exist.`
        }
        ${" Each was asked itself, as its role "}<code>${role}</code>; the caller’s own account with the
        caller’s own credentials.
      </li>
      <li>
        Wrong is the time in which the rule said NON_COMPLIANT, by AWS Config’s own records. Times of several
        Regions add up even where they are the same time. Accounts stand in the order of that sum; of equals,
        the one of which less is known stands first.
      </li>
      <li>
        A Region is guarded where an AWS Config rule judges the setting and a recorder records it, both at the
        time of the report. Where that is not so, or not known, a verdict that stands is not taken for
        compliant. The badge of an account says compliant only where all its Regions are guarded and
        compliant.
      </li>
      <li>
        Behind each account’s name is its report, with the call, the item and the file behind each line.
      </li>
    </ul>
    ${readsList(reads)}`;
}

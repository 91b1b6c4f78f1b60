import { formatTime } from "../cli/format";
import { madeBy } from "../cli/json";
import { type Html, html } from "./html";
import type { Reads } from "./answers";
import type { Report } from "./model";

/** Who ran the report, what was asked of AWS, and what its words rest on. */
export function howMade({ caller, period, regions, madeAt, hasTrail, reads }: Report): Html {
  const rules = [...new Set(regions.flatMap(({ now }) => now.rule ?? []))];
  const { since, until } = period;
  const requested =
    since === undefined && until === undefined
      ? "everything that AWS Config keeps"
      : `${since === undefined ? "the beginning" : formatTime(since)} to ${until === undefined ? "now" : formatTime(until)}`;
  return html`<ul class="plain">
      <li>
        Made ${formatTime(madeAt)} by <code>${caller.arn}</code> (AWS’s ID: <code>${caller.userId}</code>), as
        STS said of the credentials, with ${madeBy}. Period: ${requested}.
      </li>
      <li>
        What the setting was is told by the calls of <code>PutEncryptionConfig</code> in CloudTrail, where its
        record is whole, and by AWS Config’s items of <code>AWS::XRay::EncryptionConfig</code> elsewhere. AWS
        Config records a change some minutes late. Which of the two a time is of is said with it.
      </li>
      <li>
        ${"What the rule said are the verdicts that AWS Config recorded, by the time of its record, as "}<code>AWS::Config::ResourceCompliance</code>${rules.length === 0 ? "" : ", of "}${rules.map((rule, index) => html`${index === 0 ? "" : ", "}<code>${rule}</code>`)}.
        ${" AWS Config records a verdict when it differs from the one before, so one stands until the next, but not while its recorder is stopped. No verdict was recomputed, and none is told as the one on a change: nothing that AWS keeps says so."}
      </li>
      <li>
        Who made a change is in CloudTrail: ${hasTrail ? "in the trail’s files that were read, and " : ""}in
        its event history, which reaches back 90 days; before that, in what the rule’s function kept of it in
        its log. A call and AWS Config’s item share no identifier: a call is named for a recorded change only
        where no other can have made it.
      </li>
      <li>
        Disabling a key does not change the setting. It shows as a changed verdict, from the rule’s next run
        on schedule. Traces that are stored already are never re-encrypted.
      </li>
      <li>
        A key without an ARN is of this account and of the Region that it stands under; a caller without one
        is of this account. An item is named by its <code>configurationStateId</code> and capture time. A file
        is named for it if the bucket’s folder of that day, or of the next, has a file with the same item.
      </li>
    </ul>
    ${readsList(reads)}`;
}

/** What was asked of AWS, and when it was answered. */
export function readsList(reads: readonly Reads[]): Html {
  return reads.map(
    ({ region, calls }) =>
      html`<p class="reads">
        Answered in ${region}:${" "}
        ${calls.map(({ call, answers, first, last }) => `${call} ${answers === 1 ? formatTime(first) : `${answers} times, ${formatTime(first)} to ${formatTime(last)}`}`).join("; ")}.
      </p>`,
  );
}

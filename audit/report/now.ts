import { formatLength, formatTime } from "../cli/format";
import type { InventoryRow } from "../inventory/inventory";
import { type Html, html } from "./html";
import { badge, when } from "./verdict";

/** What a Region has when the report is made, by X-Ray, KMS and AWS Config. */
export function nowList(row: InventoryRow): Html {
  const { setting, settingSince, spans, verdict, lastEvaluation, notes, error } = row;
  if (error !== null) return html`<p>${error.message}</p>`;
  const updating = setting?.status === "UPDATING" ? " (updating)" : "";
  return html`<dl class="now">
      ${item(
        "Setting",
        html`${setting?.type ?? "unknown"}${updating},
        ${settingSince === null ? " since: not recorded" : html`${" since "}${when(settingSince)}`}`,
      )}
      ${item("Key", keyOf(row))} ${item("Spans go to", spans ?? "unknown")}
      ${item(
        "Verdict",
        html`${badge(verdict?.complianceType)}
        ${verdict?.since == null ? null : html`${" since "}${when(verdict.since)}`}
        ${verdict?.annotation == null ? null : `: ${verdict.annotation}`}`,
      )}
      ${item(
        "Last evaluation",
        lastEvaluation === null
          ? "never"
          : `${formatTime(lastEvaluation.at)}, ${formatLength(lastEvaluation.ageSeconds * 1000)} before this report`,
      )}
    </dl>
    ${
      notes.length === 0
        ? null
        : html`<ul class="plain">
            ${notes.map((note) => html`<li>${note}</li>`)}
          </ul>`
    }`;
}

function keyOf({ key, setting }: InventoryRow): Html {
  if (key === null) return setting?.type === "NONE" ? "X-Ray’s default" : "none that is known";
  const about = [
    ...key.aliases,
    key.state ?? "state unknown",
    ...(key.manager === "AWS" ? ["managed by AWS"] : []),
  ];
  return html`<code>${key.arn}</code>, ${about.join(", ")}`;
}

function item(name: string, value: Html): Html {
  return html`<div>
    <dt>${name}</dt>
    <dd>${value}</dd>
  </div>`;
}

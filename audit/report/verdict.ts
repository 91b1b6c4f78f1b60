import { timeInWords, verdictInWords } from "../cli/format";
import { type Html, html } from "./html";

/** How a verdict looks: a class, and a sign, so that colour is never all there is. */
export function styleOf(complianceType: string | undefined): { look: "ok" | "bad" | "none"; sign: string } {
  if (complianceType === "COMPLIANT") return { look: "ok", sign: "✓" };
  return complianceType === "NON_COMPLIANT" ? { look: "bad", sign: "✕" } : { look: "none", sign: "–" };
}

export function badge(complianceType: string | undefined): Html {
  const { look, sign } = styleOf(complianceType);
  return html`<span class=${`verdict ${look}`}
    ><span aria-hidden="true">${sign} </span>${verdictInWords(complianceType)}</span
  >`;
}

/** A time that breaks between date and time of day, if it must. */
export function when(time: Date | string): Html {
  const text = timeInWords(time);
  const [day = text, hour = ""] = text.split(" ");
  const iso = typeof time === "string" ? time : time.toISOString();
  return html`<time datetime=${iso}><span>${day}</span>${" "}<span>${hour}</span></time>`;
}

import { formatTime, formatVerdict } from "../cli/format";
import { type Html, html } from "./html";

/** A verdict's CSS class, and a sign, so that color is never the only difference. */
export function styleOf(complianceType: string | undefined): { look: "ok" | "bad" | "none"; sign: string } {
  if (complianceType === "COMPLIANT") return { look: "ok", sign: "✓" };
  return complianceType === "NON_COMPLIANT" ? { look: "bad", sign: "✕" } : { look: "none", sign: "–" };
}

export function badge(complianceType: string | undefined): Html {
  const { look, sign } = styleOf(complianceType);
  return html`<span class=${`verdict ${look}`}
    ><span aria-hidden="true">${sign} </span>${formatVerdict(complianceType)}</span
  >`;
}

/** A time that wraps only between date and time of day. */
export function when(time: Date | string): Html {
  const text = formatTime(time);
  const [day = text, hour = ""] = text.split(" ");
  const iso = typeof time === "string" ? time : time.toISOString();
  return html`<time datetime=${iso}><span>${day}</span>${" "}<span>${hour}</span></time>`;
}

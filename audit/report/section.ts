import { type Html, html } from "./html";

/** A part of a page, under a heading. */
export function section(id: string, title: string, content: Html): Html {
  return html`<section id=${id} aria-labelledby=${`${id}-heading`}>
    <h2 id=${`${id}-heading`}>${title}</h2>
    ${content}
  </section>`;
}

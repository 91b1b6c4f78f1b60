import { render } from "preact-render-to-string";
import { formatTime } from "../cli/format";
import { madeBy } from "../cli/json";
import { type Html, html } from "./html";
import { style } from "./style";

/** A whole page. It loads nothing: no script, no font, no image. */
export function htmlDocument(title: string, madeAt: Date, body: Html): string {
  const document = html`<html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
      <title>${title}, ${madeAt.toISOString().slice(0, 10)}</title>
      <style dangerouslySetInnerHTML=${{ __html: style }} />
    </head>
    <body>
      ${body}
      <footer>
        Made ${formatTime(madeAt)} by ${madeBy}. Verdicts are AWS Config’s own records; none was recomputed.
      </footer>
    </body>
  </html>`;
  return `<!doctype html>\n${render(document)}\n`;
}

/** The page's only style sheet. Light and dark by variables; text and background have a contrast of at least 4.5. */
export const style = `
:root {
  color-scheme: light dark;
  --ground: #f7f7f5; --sheet: #ffffff; --text: #1c2530; --soft: #55606e; --line: #dcdfe3; --faint: #eef0f2;
  --link: #0b57a4; --ok: #17704f; --ok-ground: #e3f2eb; --bad: #b0261c; --bad-stripe: #8e1b13; --bad-ground: #fbe9e7;
  --none: #e3e6ea; --none-dot: #aab2bc; --none-text: #3f4956; --on-verdict: #ffffff; --tick: #1c2530;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #12161c; --sheet: #1a2029; --text: #e6eaf0; --soft: #a3aebb; --line: #313a46; --faint: #222a34;
    --link: #8ec1ff; --ok: #7fd8b1; --ok-ground: #16362a; --bad: #ffaaa1; --bad-stripe: #8e1b13; --bad-ground: #45201d;
    --none: #2c3540; --none-dot: #55616f; --none-text: #c8d0d9; --tick: #f3f5f8;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-behavior: smooth; }
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
body {
  margin: 0; background: var(--ground); color: var(--text);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
}
main, header, footer { max-width: 74rem; margin: 0 auto; padding: 0 1.5rem; }
header { padding-top: 1.5rem; }
header > .soft { max-width: none; }
.kicker { margin: 0; color: var(--soft); font-size: .8rem; letter-spacing: .08em; text-transform: uppercase; }
h1 { margin: .25rem 0 .5rem; font-size: clamp(1.6rem, 4vw, 2.2rem); line-height: 1.2; font-weight: 650; letter-spacing: -.01em; }
h2 { margin: 0 0 .4rem; font-size: 1.2rem; font-weight: 650; }
h3 { margin: .9rem 0 .2rem; font-size: 1rem; font-weight: 600; }
.card h3 { margin: 0; }
p { margin: .4rem 0; max-width: 46rem; }
a { color: var(--link); }
a:focus-visible, [tabindex]:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 3px; }
.skip { position: absolute; left: -9999px; }
.skip:focus { left: 1rem; top: 1rem; background: var(--sheet); padding: .5rem 1rem; z-index: 1; }
.soft, .meta { color: var(--soft); }
.meta { font-size: .9rem; }
section { margin: 2.25rem 0; }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 21rem), 1fr)); gap: 1rem; margin: .8rem 0 0; }
.card { background: var(--sheet); border: 1px solid var(--line); border-radius: 10px; padding: .9rem 1.1rem; }
.outcome { font-weight: 600; }
.card dl, .now { margin: .4rem 0 0; font-size: .85rem; line-height: 1.4; }
.card dl ul { margin: 0; }
.card dl div, .now div { padding: .25rem 0; border-top: 1px solid var(--line); }
.now div { display: grid; grid-template-columns: 7.5rem minmax(0, 1fr); gap: .2rem .8rem; }
dt { color: var(--soft); }
dd { margin: 0; }
.sum { font-size: .9rem; max-width: none; }
main > section { background: var(--sheet); border: 1px solid var(--line); border-radius: 10px; padding: 1.25rem; margin: 1.5rem 0; }
.region { display: flex; flex-wrap: wrap; gap: .4rem .8rem; align-items: baseline; justify-content: space-between; }
.verdict { display: inline-block; padding: .05rem .6rem; border-radius: 99px; font-size: .85rem; font-weight: 600; white-space: nowrap;
  border: 1px solid var(--line); color: var(--none-text); background: var(--faint); }
.verdict.ok { color: var(--ok); background: var(--ok-ground); border-color: currentColor; }
.verdict.bad { color: var(--bad); background: var(--bad-ground); border-color: currentColor; }
.verdict-chart { display: block; width: 100%; height: 128px; margin: .9rem 0 0; overflow: visible; }
.verdict-chart text { font-size: 13px; font-weight: 600; }
.verdict-chart .ok text, .verdict-chart .bad text { fill: var(--on-verdict); }
.verdict-chart .none text { fill: var(--none-text); }
.verdict-chart a:focus-visible { outline: none; }
.verdict-chart a:focus-visible .edge, .verdict-chart a:hover .edge { stroke: var(--link); stroke-width: 4; }
.verdict-chart .tick { stroke: var(--tick); stroke-width: 2; }
.verdict-chart .tick-head { fill: var(--tick); }
.verdict-chart .axis line { stroke: var(--soft); }
.verdict-chart .axis text { fill: var(--soft); font-size: 12px; font-weight: 400; font-variant-numeric: tabular-nums; }
.legend { display: flex; flex-wrap: wrap; gap: .4rem 1.4rem; margin: .2rem 0 .8rem; padding: 0; list-style: none; font-size: .85rem; color: var(--soft); }
.legend svg { width: 28px; height: 14px; vertical-align: -2px; margin-right: .45rem; }
.legend .setting-key { display: inline; width: 28px; height: 14px; margin: 0 .45rem 0 0; }
.lines { list-style: none; margin: .4rem 0; padding: 0; font-size: .9rem; font-variant-numeric: tabular-nums; }
.lines > li { border-top: 1px solid var(--line); padding: .4rem 0; }
.lines p { margin: 0; max-width: none; }
.source, .files, .reads { color: var(--soft); font-size: .8rem; max-width: none; }
.what, .by { display: block; }
body { overflow-wrap: anywhere; }
code { font: .92em/1.45 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
time, .length { white-space: nowrap; }
.lines time:first-child { font-weight: 600; }
ul.files { list-style: none; margin: .2rem 0; padding: 0; }
li:target { background: var(--faint); }
.problem { border-left: 4px solid var(--bad); background: var(--bad-ground); padding: .5rem .9rem; border-radius: 0 6px 6px 0; max-width: none; }
ul.plain { padding-left: 1.1rem; margin: .4rem 0; }
footer { color: var(--soft); font-size: .85rem; padding-bottom: 3rem; }
.simulated { margin: 0 0 1.5rem; padding: .5rem .9rem; max-width: none; border: 2px solid currentColor; border-radius: 6px; color: var(--bad); background: var(--bad-ground); }
.watermark { display: none; }
.verdict-chart .setting text { fill: var(--text); }
.verdict-chart .setting .edge { fill: var(--faint); stroke: var(--soft); }
.verdict-chart .setting.recording .edge { stroke-dasharray: 4 3; }
.verdict-chart .track { fill: var(--soft); font-size: 12px; font-weight: 400; }
@media (max-width: 40rem) {
  main, header, footer { padding-left: 1rem; padding-right: 1rem; }
  main > section { padding: 1rem; }
  .now div { grid-template-columns: minmax(0, 1fr); gap: 0; }
}
@page { margin: 8mm 9mm; }
@media print {
  :root { color-scheme: light; --ground: #fff; --sheet: #fff; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  html { font-size: 6.5pt; }
  body { font-size: 1rem; line-height: 1.18; orphans: 2; widows: 2; }
  main, header, footer { max-width: none; padding: 0; }
  h1 { font-size: 15pt; }
  h2, h3, .files { break-after: avoid; }
  ul.files { break-after: auto; }
  h2 { font-size: 10pt; }
  h3 { font-size: 8pt; margin: .5rem 0 .1rem; }
  .cards { grid-template-columns: repeat(3, minmax(0, 1fr)); gap: .5rem; }
  .card { padding: .4rem .6rem; }
  .card dl, .now { line-height: inherit; }
  main > section { border: 0; padding: 0; margin: .8rem 0; }
  .lines > li { padding: .05rem 0; }
  .lines p { display: inline; }
  .source { font-size: 6pt; }
  .files, .reads { font-size: 5.6pt; line-height: 1.15; }
  p.files { margin: .2rem 0 0; }
  ul.files { margin: 0; }
  .now { columns: 2; }
  .verdict { padding: 0 .4rem; }
  .verdict-chart { zoom: .6; }
  .card, .lines > li, .files li, .verdict-chart, .now div { break-inside: avoid; }
  .lines > li:first-child, .verdict-chart { break-before: avoid; }
  .what, .by { display: inline; }
  .skip { display: none; }
  main > section { margin: .6rem 0; }
  .watermark {
    display: block; position: fixed; top: 45%; left: 0; right: 0; text-align: center; transform: rotate(-25deg);
    font-size: 64pt; font-weight: 700; letter-spacing: .1em; color: rgb(176 38 28 / .16); pointer-events: none;
  }
}
`;

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
header { padding-top: 3rem; }
.kicker { margin: 0; color: var(--soft); font-size: .8rem; letter-spacing: .08em; text-transform: uppercase; }
h1 { margin: .25rem 0 .5rem; font-size: clamp(1.6rem, 4vw, 2.2rem); line-height: 1.2; font-weight: 650; letter-spacing: -.01em; }
h2 { margin: 0 0 .4rem; font-size: 1.2rem; font-weight: 650; }
h3 { margin: 0; font-size: 1rem; font-weight: 600; }
p { margin: .4rem 0; max-width: 46rem; }
a { color: var(--link); }
a:focus-visible, [tabindex]:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 3px; }
.skip { position: absolute; left: -9999px; }
.skip:focus { left: 1rem; top: 1rem; background: var(--sheet); padding: .5rem 1rem; z-index: 1; }
.soft, .meta { color: var(--soft); }
.meta { font-size: .9rem; }
section { margin: 2.25rem 0; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr)); gap: 1rem; margin: 1.5rem 0 0; }
.figures div { background: var(--sheet); border: 1px solid var(--line); border-radius: 10px; padding: .9rem 1.1rem; }
.figures .ok { border-left: 5px solid var(--ok); }
.figures .bad { border-left: 5px solid var(--bad); }
.figures dt { color: var(--soft); font-size: .85rem; }
.figures dd { margin: .15rem 0 0; font-size: 1.3rem; font-weight: 650; line-height: 1.3; }
.figures small { display: block; color: var(--soft); font-size: .85rem; font-weight: 400; }
.sheet { background: var(--sheet); border: 1px solid var(--line); border-radius: 10px; padding: 1.25rem; margin: 1rem 0; }
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
.scroll { overflow-x: auto; margin: .8rem 0 0; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: var(--soft); padding: 0 0 .4rem; font-size: .85rem; }
th, td { text-align: left; vertical-align: top; padding: .55rem .9rem .55rem 0; border-top: 1px solid var(--line); }
thead th { border-top: 0; color: var(--soft); font-weight: 600; font-size: .8rem; }
tbody th { font-weight: 600; }
tbody + tbody > tr:first-child > * { border-top: 1px solid var(--line); }
tbody > tr + tr > .inner { border-top: 1px dashed var(--line); }
tbody:target, tr:target { background: var(--faint); }
code { font: .82em/1.45 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
.time { white-space: nowrap; }
time span { white-space: nowrap; }
.sheet > .scroll:first-child { margin-top: 0; }
.key { min-width: 11rem; }
.by { min-width: 8.5rem; }
li:target { background: var(--faint); }
.property, .length, th[scope="row"] { white-space: nowrap; }
.problem { border-left: 4px solid var(--bad); background: var(--bad-ground); padding: .5rem .9rem; border-radius: 0 6px 6px 0; max-width: none; }
details > summary { cursor: pointer; color: var(--link); font-size: .9rem; margin-top: .8rem; }
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
  header { padding-top: 1.75rem; }
  .sheet { padding: 1rem; }
  .scroll table { min-width: 40rem; }
  #changes table { min-width: 76rem; }
  .verdict-chart .inner, .verdict-chart .narrow text { display: none; }
  .figures { grid-template-columns: 1fr 1fr; gap: .6rem; }
  .figures dd { font-size: 1.1rem; }
}
@media print {
  :root { color-scheme: light; --ground: #fff; --sheet: #fff; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  body { font-size: 10pt; }
  header { padding-top: 0; }
  section { margin: 1.2rem 0; }
  .sheet, .figures div, tbody { break-inside: avoid; }
  .scroll { overflow: visible; }
  .skip, .legend a { display: none; }
  .watermark {
    display: block; position: fixed; top: 45%; left: 0; right: 0; text-align: center; transform: rotate(-25deg);
    font-size: 64pt; font-weight: 700; letter-spacing: .1em; color: rgb(176 38 28 / .16); pointer-events: none;
  }
  details::details-content { content-visibility: visible; block-size: auto; }
}
`;

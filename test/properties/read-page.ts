import assert from "node:assert/strict";
import { type HTMLElement, parse } from "node-html-parser";
import type { EncryptionSetting } from "../../rule/decision/setting";
import { keyArn } from "./histories";
import {
  aTime,
  changeTimeIn,
  gapIn,
  knownByIn,
  lengthIn,
  nonComplianceIn,
  parts,
  recordedIn,
  settingIn,
  timeIn,
  whoIn,
} from "./read-words";
import type { Change, Drawn, Statement } from "./statements";

/** What a reader takes from the report's page on one Region, eu-west-1: from its first screen, its chart and its lines. */
export function statementsOn(html: string): Statement[] {
  const page = parse(html);
  const section = one(page, "#eu-west-1");
  return [
    ...cardOn(page),
    ...all(section, "svg[role=group]").flatMap((chart) => chartIn(chart, section)),
    ...all(section, "li.period").map(periodIn),
    ...all(section, "li.change").map(changeIn),
    ...all(section, "li.unexplained").map(unexplainedIn),
    ...all(section, "li.said").flatMap(verdictLine),
    ...all(section, "li.gap").map((item): Statement => {
      const [from = "", to = ""] = all(item, "time").map((time) => time.getAttribute("datetime") ?? "");
      const [, begin = "", end = "", gap = ""] = parts(
        new RegExp(`^(${aTime}) to (${aTime}): (.*)\\.$`),
        words(item),
      );
      assert.deepEqual([from, to], [timeIn(begin), timeIn(end)]);
      return { kind: "gap", from, to, ...gapIn(gap) };
    }),
  ];
}

/** The first screen's card of the Region. */
function cardOn(page: HTMLElement): Statement[] {
  const card = one(page, "article.card");
  const rows = new Map(all(card, "dl > div").map((row) => [words(one(row, "dt")), words(one(row, "dd"))]));
  const changed = [...rows.keys()].find((name) => name.startsWith("Setting changed")) ?? "";
  const [, count] = parts(/^Setting changed (\d+) times?$/, changed);
  const [, , said = ""] = parts(/^(Not known: |The rule said )(.*)\.$/, words(one(card, ".outcome")));
  const outcome = nonComplianceIn(said);
  const figures: Statement[] = [{ kind: "count", changes: Number(count) }, outcome];
  if (outcome.judged === 0) return figures;
  const wrong = rows.get("Time wrong") ?? "";
  if (wrong === "none") {
    assert.equal(rows.get("Longest spell"), "none");
    return [...figures, { kind: "non-compliance", nonCompliant: 0, occurrences: 0, longest: 0 }];
  }
  const [, nonCompliant = "", share] = parts(/^(.*), ([\d.]+) % of the time with a verdict$/, wrong);
  const [, longest = "", from = "", to = ""] = parts(
    new RegExp(`^(.*), (${aTime}) to (${aTime})$`),
    rows.get("Longest spell") ?? "",
  );
  const spell = { from: timeIn(from), to: timeIn(to) };
  return [
    ...figures,
    {
      ...{ kind: "non-compliance", nonCompliant: lengthIn(nonCompliant), share: Number(share) },
      longest: lengthIn(longest),
    },
    { kind: "verdict", complianceType: "NON_COMPLIANT", ...spell, before: null },
    { kind: "length", ...spell, length: lengthIn(longest) },
  ];
}

/** A chart says each of its periods several times over: by place, title, label, words inside, and look. */
function chartIn(chart: HTMLElement, section: HTMLElement): Statement[] {
  const [, begin = "", end = "", changes] = parts(
    new RegExp(`^From (${aTime}) to (${aTime}): above, .* with (\\d+) changes marked by lines; below, `),
    words(one(chart, "desc")),
  );
  const span = { from: timeIn(begin), to: timeIn(end) };
  const lines = all(chart, "line.tick").map((line): Statement => {
    const share = percent(line, "x1") / 100;
    const at = Date.parse(span.from) + share * (Date.parse(span.to) - Date.parse(span.from));
    return { kind: "mark", at: new Date(Math.round(at)).toISOString() };
  });
  return [
    { kind: "count", changes: Number(changes) },
    ...lines,
    ...all(chart, "a").flatMap((bar): Statement[] => {
      const target = section.getElementById((bar.getAttribute("href") ?? "").slice(1));
      assert.ok(target, `${bar.getAttribute("href")} leads nowhere`);
      const said = bar.classNames.startsWith("setting ") ? settingBar(bar) : verdictBar(bar);
      const [period] = said;
      assert.ok(period !== undefined && "from" in period && "to" in period);
      assert.ok(
        [period.from, period.to].every((time) => words(target).includes(inWords(time as string))),
        `${words(one(bar, "title"))} leads to ${words(target)}`,
      );
      return [...said, placeOf(bar, period as { from: string; to: string }, span)];
    }),
  ];
}

function settingBar(bar: HTMLElement): Statement[] {
  const [, setting = "", source, from = "", to = ""] = parts(
    new RegExp(`^(.*), (by CloudTrail's calls|by AWS Config's record), (${aTime}) to (${aTime})$`),
    words(one(bar, "title")),
  );
  const by = source === "by CloudTrail's calls" ? "call" : "recording";
  assert.ok(bar.classList.contains(by), `${bar.classNames} for one ${source}`);
  const [, label, begin = "", length = ""] = parts(
    new RegExp(`^(.*), from (${aTime}) for (.*)$`),
    bar.getAttribute("aria-label") ?? "",
  );
  assert.equal(label, `${setting}, ${source}`);
  const named = settingIn(setting);
  const [short] = all(bar, "text");
  if (short !== undefined)
    assert.ok(
      setting.startsWith(words(short).replace("…", "")) ||
        words(short) === (named === null ? "not named" : "default"),
      `${setting} is labelled ${words(short)}`,
    );
  const period = { from: timeIn(from), to: timeIn(to) };
  return [
    { kind: "setting", setting: named, ...period, by },
    { kind: "length", from: timeIn(begin), to: period.to, length: lengthIn(length) },
  ];
}

function verdictBar(bar: HTMLElement): Statement[] {
  const [, verdict = "", from = "", to = "", , why = ""] = parts(
    new RegExp(`^(.*), (${aTime}) to (${aTime})( \\((.*)\\))?$`),
    words(one(bar, "title")),
  );
  const [, label, begin = "", length = ""] = parts(
    new RegExp(`^(.*) from (${aTime}) for (.*)$`),
    bar.getAttribute("aria-label") ?? "",
  );
  assert.equal(label, verdict);
  const look = looks[verdict];
  assert.ok(look, verdict);
  assert.ok(bar.classList.contains(look.name), `${verdict} looks ${bar.classNames}`);
  assert.equal(one(bar, "rect").getAttribute("fill"), `url(#fill-${look.name})`);
  const [inside] = all(bar, "text");
  if (inside !== undefined) assert.equal(words(inside), `${look.sign} ${verdict}`);
  const period = { from: timeIn(from), to: timeIn(to) };
  return [
    verdictIn(verdict, period, why),
    { kind: "length", from: timeIn(begin), to: period.to, length: lengthIn(length) },
  ];
}

/** How the legend says that a verdict looks. */
const looks: Record<string, { name: string; sign: string }> = {
  compliant: { name: "ok", sign: "✓" },
  "not compliant": { name: "bad", sign: "✕" },
  "no verdict known": { name: "none", sign: "–" },
};

function verdictIn(verdict: string, period: { from: string; to: string }, why: string): Statement {
  if (verdict === "no verdict known" || verdict === "none recorded")
    return { kind: "gap", of: "verdict", ...period, why };
  const types: Record<string, string> = { compliant: "COMPLIANT", "not compliant": "NON_COMPLIANT" };
  const complianceType = types[verdict];
  assert.ok(complianceType, verdict);
  assert.equal(why, "");
  return { kind: "verdict", complianceType, ...period, before: null };
}

function placeOf(bar: HTMLElement, { from, to }: { from: string; to: string }, chart: Drawn["chart"]): Drawn {
  const box = one(bar, "svg");
  return { kind: "drawn", from, to, x: percent(box, "x"), width: percent(box, "width"), chart };
}

function verdictLine(line: HTMLElement): Statement[] {
  const [from = "", to = ""] = all(line, "time").map((time) => timeIn(words(time)));
  const period = { from, to };
  const badge = one(line, ".verdict");
  const why = line.querySelector(".why");
  const [, said = ""] = parts(/^[✓✕–] (.*)$/, words(badge));
  const look = looks[said === "none recorded" ? "no verdict known" : said];
  assert.ok(look && badge.classList.contains(look.name) && words(badge).startsWith(look.sign), said);
  return [
    verdictIn(said, period, why === null ? "" : words(why)),
    { kind: "length", ...period, length: lengthIn(words(one(line, ".length"))) },
  ];
}

function periodIn(line: HTMLElement): Statement {
  const [from = "", to = ""] = all(line, "time").map((time) => timeIn(words(time)));
  const [, source] = parts(/, as before, by (CloudTrail’s calls|AWS Config’s record)\.$/, words(line));
  const by = source === "CloudTrail’s calls" ? "call" : "recording";
  return { kind: "setting", setting: settingOf(one(line, "code")), from, to, by };
}

function unexplainedIn(line: HTMLElement): Statement {
  parts(
    /time of AWS Config’s record AWS Config recorded .*; no call in CloudTrail explains it\.$/,
    words(line),
  );
  return { kind: "unexplained", at: timeIn(words(one(line, "time"))), setting: settingOf(one(line, "code")) };
}

function changeIn(line: HTMLElement): Statement {
  const at = timeIn(words(one(line, "time")));
  const [what, ...notes] = all(line, ".soft").map(words);
  const { by, isFirst, isSure } = changeTimeIn(what ?? "");
  const fromBy = notes.find((note) => note.startsWith("from: "))?.slice("from: ".length);
  const recorded = notes.find((note) => note.startsWith("AWS Config "));
  const [from, to] = all(one(line, ".what"), "code");
  assert.ok(from && to);
  const change: Change = {
    kind: "change",
    at,
    by,
    isSure,
    from: isFirst ? null : { setting: settingOf(from), by: knownByIn(fromBy) },
    to: settingOf(to),
    ...whoIn(withArns(words(one(line, ".by")))),
    recordedAt: recorded === undefined ? (by === "recording" ? at : null) : recordedIn(recorded),
  };
  return change;
}

/** A caller of this account goes by the name in it. */
function withArns(who: string): string {
  return who.replaceAll(/(?<=^|possibly |or )(user|assumed-role)\//g, (name, kind) =>
    kind === "user" ? `arn:aws:iam::123456789012:${name}` : `arn:aws:sts::123456789012:${name}`,
  );
}

/** A key of this account and Region goes by its ID. */
function settingOf(code: HTMLElement): EncryptionSetting | null {
  const text = words(code);
  if (text === "not known") return null;
  if (text === "NONE") return { type: text };
  return { type: "KMS", keyId: text.includes(":") || text.startsWith("alias/") ? text : keyArn(text) };
}

function all(parent: HTMLElement, selector: string): HTMLElement[] {
  // By name alone is several times faster.
  return /^\w+$/.test(selector) ? parent.getElementsByTagName(selector) : parent.querySelectorAll(selector);
}

function one(parent: HTMLElement, selector: string): HTMLElement {
  const [found] = all(parent, selector);
  assert.ok(found, `${selector} is missing in ${parent.outerHTML}`);
  return found;
}

function words(element: HTMLElement): string {
  return element.text.replaceAll(/\s+/g, " ").trim();
}

function percent(element: HTMLElement, attribute: string): number {
  return Number(parts(/^([\d.e-]+)%$/, element.getAttribute(attribute) ?? "")[1]);
}

function inWords(time: string): string {
  return time.replace("T", " ").replace(".000Z", "Z");
}

import assert from "node:assert/strict";
import { type HTMLElement, NodeType, parse } from "node-html-parser";
import type { EncryptionSetting } from "../../rule/decision/setting";
import {
  aTime,
  changeTimeIn,
  gapIn,
  knownByIn,
  lengthIn,
  parts,
  recordedIn,
  settingIn,
  timeIn,
  whileIn,
  whoIn,
} from "./read-words";
import type { Change, Drawn, NonCompliance, Statement } from "./statements";

/** What a reader takes from the report's page on one Region, eu-west-1: from its figures, its charts and its tables. */
export function statementsOn(html: string): Statement[] {
  const page = parse(html);
  const verdicts = one(page, "#verdicts");
  return [
    ...figuresOn(page),
    ...all(verdicts, "svg[role=group]").flatMap((chart) => chartIn(chart, verdicts)),
    ...all(verdicts, "li[id^=setting-]").flatMap((item) => whileIn(words(item))),
    ...all(verdicts, "tbody tr").flatMap(verdictRow),
    ...all(verdicts, "h4 + ul li").map((item): Statement => {
      const [from = "", to = ""] = all(item, "time").map((time) => time.getAttribute("datetime") ?? "");
      const [, begin = "", end = "", gap = ""] = parts(
        new RegExp(`^(${aTime}) to (${aTime}): (.*)\\.$`),
        words(item),
      );
      assert.deepEqual([from, to], [timeIn(begin), timeIn(end)]);
      return { kind: "gap", from, to, ...gapIn(gap) };
    }),
    ...all(page, "#changes tbody").map(changeIn),
    ...all(page, "#non-compliance tbody tr").map(nonComplianceRow),
  ];
}

/** The first screen's figures. */
function figuresOn(page: HTMLElement): Statement[] {
  const figures = new Map(
    all(page, "dl.figures > div").map((figure) => {
      const detail = words(one(figure, "small"));
      return [
        words(one(figure, "dt")),
        {
          value: words(one(figure, "dd"))
            .slice(0, -detail.length || undefined)
            .trim(),
          detail,
        },
      ];
    }),
  );
  const changed = figures.get("Setting changed")?.value ?? "";
  const out = figures.get("Out of compliance") ?? { value: "", detail: "" };
  const [, count] = parts(/^(\d+) times?$/, changed);
  const time: NonCompliance = { kind: "non-compliance" };
  if (out.value === "Never judged") time.judged = 0;
  else {
    const [, share, times] = parts(/^([\d.]+) % of judged time, (\d+) times?$/, out.detail);
    Object.assign(time, {
      nonCompliant: lengthIn(out.value),
      share: Number(share),
      occurrences: Number(times),
    });
  }
  return [{ kind: "count", changes: Number(count) }, time];
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

function verdictRow(row: HTMLElement): Statement[] {
  const [from = "", to = "", length = "", verdict] = all(row, "td").map(words);
  const period = { from: timeIn(from), to: timeIn(to) };
  const badge = one(row, ".verdict");
  const why = row.querySelector("td > .soft");
  const [, said = ""] = parts(/^[✓✕–] (.*)$/, words(badge));
  assert.ok(verdict?.startsWith(words(badge)));
  const look = looks[said === "none recorded" ? "no verdict known" : said];
  assert.ok(look && badge.classList.contains(look.name) && words(badge).startsWith(look.sign), verdict);
  return [
    verdictIn(said, period, why === null ? "" : words(why)),
    { kind: "length", ...period, length: lengthIn(length) },
  ];
}

/** A change, or an item that no call explains: the rows of one `tbody`. */
function changeIn(body: HTMLElement): Statement {
  const at = timeIn(words(one(body, "th .time")));
  const [, what = ""] = parts(/^eu-west-1; (.*)$/, words(one(body, "th .soft")));
  const odd = body.querySelector("td[colspan=4]");
  if (odd !== null) {
    const [, setting = ""] = parts(
      /^AWS Config recorded (.*); no call in CloudTrail explains it\.$/,
      words(odd),
    );
    return { kind: "unexplained", at, setting: settingIn(setting) };
  }
  const { by, isFirst, isSure } = changeTimeIn(what.replaceAll("’", "'"));
  const cell = one(body, "td.by");
  const notes = cell.querySelectorAll(".soft").map(words);
  const fromBy = notes.find((note) => note.startsWith("from: "))?.slice("from: ".length);
  const recorded = notes.find((note) => note.startsWith("AWS Config "));
  const unsaid = body.querySelector("td[colspan=3]");
  if (unsaid !== null) assert.equal(words(unsaid), "CloudTrail does not say what the call asked for.");
  const change: Change = {
    kind: "change",
    at,
    by,
    isSure,
    from: isFirst ? null : { setting: settingOf(body, 1), by: knownByIn(fromBy) },
    to: settingOf(body, 2),
    ...whoIn(
      cell.childNodes
        .filter(({ nodeType }) => nodeType === NodeType.TEXT_NODE)
        .map(({ text }) => text)
        .join(" ")
        .trim(),
    ),
    recordedAt: recorded === undefined ? (by === "recording" ? at : null) : recordedIn(recorded),
  };
  return change;
}

/** A side of a change: a type that is not there is the same on both sides, and then a key's. */
function settingOf(body: HTMLElement, side: 1 | 2): EncryptionSetting | null {
  const cells = new Map(
    all(body, "td.property").map((name) => {
      const row = all(name.parentNode as HTMLElement, "td.property, td.key").map(words);
      return [row[0], row[side]];
    }),
  );
  const type = cells.get("Configuration.type");
  const keyId = cells.get("Configuration.keyId");
  assert.notEqual(type, "none", "there is no setting without a type");
  if (type === "NONE") return { type };
  return keyId === undefined || keyId === "not known" ? null : { type: "KMS", keyId };
}

function nonComplianceRow(row: HTMLElement): Statement {
  const [, ...cells] = row.querySelectorAll("th, td").map(words);
  const [nonCompliant = "", share = "", times, longest = "", judged = ""] = cells;
  if (cells.length === 1) {
    assert.equal(nonCompliant, "AWS Config recorded no verdict.");
    return { kind: "non-compliance", judged: 0 };
  }
  return {
    kind: "non-compliance",
    nonCompliant: lengthIn(nonCompliant),
    share: Number(parts(/^([\d.]+) %$/, share)[1]),
    occurrences: Number(times),
    longest: longest === "–" ? 0 : lengthIn(longest),
    judged: lengthIn(judged),
  };
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

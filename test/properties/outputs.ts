import { entryToRow } from "../../audit/evidence/csv";
import { entriesOf } from "../../audit/evidence/entries";
import { type Evidence, evidenceOf } from "../../audit/evidence/evidence";
import { entryToJson, regionToJson } from "../../audit/evidence/json";
import { entryText, regionText } from "../../audit/evidence/text";
import { failedRow } from "../../audit/inventory/inventory";
import type { Report } from "../../audit/report/model";
import { page } from "../../audit/report/page";
import type { EncryptionSetting } from "../../rule/decision/setting";
import type { History } from "./histories";
import { statementsOn } from "./read-page";
import { entryIn, regionIn } from "./read-text";
import type { Statement } from "./statements";
import type { Output } from "./whole-oracle";

const region = "eu-west-1";
/** As wide as nothing is wrapped. */
const terminal = { color: false, width: 500 };

/** The evidence of a history, as each command reads and tells it. */
export const views: ((history: History) => Evidence)[] = [
  ({ answers, truth, now }) => evidenceOf(answers, { from: new Date(truth.items[0]?.at ?? now), to: now }),
  // As a report has it, whose charts begin where the first of its Regions does: here a day before this one.
  ({ answers, now }) =>
    evidenceOf(answers, { from: new Date((answers.items[0]?.at ?? now).getTime() - 86_400_000), to: now }),
  // As with `--since`: of what AWS Config recorded before, only the last is read.
  ({ answers, now }) => {
    const first = answers.items[0]?.at ?? now;
    // To the second, as the options are.
    const from = new Date(Math.floor((first.getTime() + now.getTime()) / 2000) * 1000);
    const fromLast = <T extends { at: Date }>(all: readonly T[]): T[] => {
      const last = all.findLast(({ at }) => at < from);
      return [...(last ? [last] : []), ...all.filter(({ at }) => at >= from)];
    };
    return evidenceOf(
      { ...answers, items: fromLast(answers.items), reports: fromLast(answers.reports) },
      { from, to: now },
    );
  },
];

/** What programs read of a time: tracks, JSON and CSV. */
export function dataOf(evidence: Evidence, { answers }: History): Output[] {
  const { entries, span } = evidence;
  const read = { sources: answers, rule: undefined, criteria: [] };
  const json = entries.flatMap((entry) => fromJson(parsed(entryToJson(region, entry)) as Json));
  return [
    { name: "tracks", span, said: tracksIn(evidence), tellsAllOf: ["setting", "verdict"] },
    {
      name: "JSON",
      span,
      said: [...json, ...fromRegion(parsed(regionToJson(region, read, evidence)) as JsonRegion)],
      tellsAllOf: ["setting", "verdict"],
    },
    {
      name: "CSV",
      span,
      said: entries.flatMap((entry) => fromCsv(entryToRow(entryToJson(region, entry)))),
      tellsAllOf: ["verdict"],
    },
  ];
}

/** What people read of a time: the text of the timeline, and the report's page. */
export function pagesOf(evidence: Evidence): Output[] {
  const { span } = evidence;
  return [
    {
      name: "text",
      span,
      said: [
        ...evidence.entries.map((entry) => entryIn(entryText(region, entry, terminal))),
        ...regionIn(regionText(region, evidence, [])),
      ],
      tellsAllOf: ["setting", "verdict"],
    },
    pageOf(evidence, page(reportOf(evidence))),
  ];
}

/** A report's page as it is read. */
export function pageOf({ span }: Evidence, html: string): Output {
  return { name: "page", span, said: statementsOn(html), tellsAllOf: ["setting", "verdict"] };
}

/** A report on one Region. What is there now is not read: histories say nothing of it. */
export function reportOf(evidence: Evidence): Report {
  const { span } = evidence;
  const { row } = failedRow("123456789012", region, new Error("not read"));
  return {
    madeAt: span.to,
    caller: { account: "123456789012", arn: "arn:aws:iam::123456789012:user/auditor", userId: "AIDA" },
    period: { since: undefined, until: undefined },
    hasTrail: false,
    ...span,
    regions: [
      {
        ...{ region, now: row, label: undefined, labelUnread: undefined, sources: undefined },
        // A test may have broken the tracks.
        evidence: { ...evidence, entries: entriesOf(evidence) },
        ...{ isRecorded: true, criteria: [], problems: [], reason: "ok" },
      },
    ],
    reads: [],
  };
}

function tracksIn({ settings, verdicts, gaps }: Evidence): Statement[] {
  const times = ({ from, to }: { from: Date; to: Date }) => ({
    from: from.toISOString(),
    to: to.toISOString(),
  });
  return [
    ...settings.map((one): Statement => ({
      kind: "setting",
      setting: one.setting ?? null,
      by: one.by,
      ...times(one),
    })),
    ...verdicts.flatMap((one): Statement[] =>
      one.complianceType === undefined
        ? []
        : [{ kind: "verdict", complianceType: one.complianceType, before: null, ...times(one) }],
    ),
    ...gaps.map((one): Statement => ({ kind: "gap", of: one.of, why: one.why, ...times(one) })),
  ];
}

/** As it is after it was written and read. */
function parsed(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

/** What a reader of the JSON finds. */
interface Json {
  kind: string;
  at: string;
  timeFrom: "call" | "recording";
  from: { setting: Value; knownBy: "call" | "earlier call" | "recording" } | null;
  to: Value;
  certain: boolean;
  caller: { principal: string; eventId: string } | null;
  candidates: { principal: string; at: string }[];
  callerUnknown: string | null;
  recordedAt: string | null;
  complianceType: string;
  before: string | null;
  until: string;
  of: "setting" | "verdict" | "calls";
  why: string;
  setting: Value;
}
interface JsonRegion {
  changes: number;
  nonCompliance: Record<"nonCompliantSeconds" | "judgedSeconds" | "occurrences" | "longestSeconds", number>;
  settings: { setting: Value; from: string; to: string; knownBy: "call" | "recording" }[];
}
type Value = { type: string; keyId: string | null } | null;

function fromJson(json: Json): Statement {
  const { at, until: to } = json;
  switch (json.kind) {
    case "verdict":
      return { kind: "verdict", complianceType: json.complianceType, from: at, to, before: json.before };
    case "gap":
      return { kind: "gap", of: json.of, from: at, to, why: json.why };
    case "unexplained":
      return { kind: "unexplained", at, setting: settingFrom(json.setting) };
    case "change":
      return {
        kind: "change",
        at,
        by: json.timeFrom,
        from: json.from && { setting: settingFrom(json.from.setting), by: json.from.knownBy },
        to: settingFrom(json.to),
        caller: json.caller,
        candidates: json.candidates,
        unidentified: json.callerUnknown,
        recordedAt: json.recordedAt,
        isSure: json.certain,
      };
    default:
      throw new Error(`no entry is a ${json.kind}`);
  }
}

function fromRegion({ changes, nonCompliance, settings }: JsonRegion): Statement[] {
  return [
    { kind: "count", changes },
    {
      kind: "non-compliance",
      nonCompliant: nonCompliance.nonCompliantSeconds * 1000,
      judged: nonCompliance.judgedSeconds * 1000,
      occurrences: nonCompliance.occurrences,
      longest: nonCompliance.longestSeconds * 1000,
    },
    ...settings.map(({ setting, from, to, knownBy }): Statement => ({
      kind: "setting",
      setting: settingFrom(setting),
      from,
      to,
      by: knownBy,
    })),
  ];
}

function fromCsv(row: ReturnType<typeof entryToRow>): Statement {
  const text = (name: string): string => row[name] ?? "";
  const cell = (name: string): string | null => (text(name) === "" ? null : text(name));
  const value = (side: "from" | "to"): Value => {
    const type = cell(`${side}Type`);
    return type === null ? null : { type, keyId: cell(`${side}KeyId`) };
  };
  const knownBy = cell("fromKnownBy");
  return fromJson({
    kind: text("kind"),
    at: text("at"),
    timeFrom: text("timeFrom") as Json["timeFrom"],
    from: knownBy === null ? null : { setting: value("from"), knownBy: knownBy as "call" },
    to: value("to"),
    certain: text("certain") === "true",
    caller: cell("callId") === null ? null : { principal: text("caller"), eventId: text("callId") },
    candidates: (cell("candidates")?.split("; ") ?? []).map((one) => {
      const [principal = "", at = ""] = one.split(" at ");
      return { principal, at };
    }),
    callerUnknown: cell("callerUnknown"),
    recordedAt: cell("recordedAt"),
    complianceType: text("verdict"),
    before: cell("verdictBefore"),
    until: text("until"),
    of: text("gapOf") as Json["of"],
    why: text("gapWhy"),
    setting: value("to"),
  });
}

function settingFrom(value: Value): EncryptionSetting | null {
  if (value === null) return null;
  return value.type === "KMS" ? { type: "KMS", keyId: value.keyId ?? "" } : { type: "NONE" };
}

import assert from "node:assert/strict";
import fc from "fast-check";
import { entryToRow } from "../../audit/evidence/csv";
import { entriesOf } from "../../audit/evidence/entries";
import { type Evidence, evidenceOf } from "../../audit/evidence/evidence";
import { entryToJson } from "../../audit/evidence/json";
import { whileSentences } from "../../audit/evidence/sentences";
import type { EncryptionSetting } from "../../rule/decision/setting";
import { contradiction, type Statement } from "./evidence-oracle";
import { histories, type History } from "./histories";
import { statementsIn } from "./read-sentences";

const region = "eu-west-1";

/** Says of this many histories that nothing said about them contradicts what really happened. */
export function describeEvidence(runs: number, seed: number): void {
  describe(`the evidence of any of ${runs} histories`, function () {
    this.timeout(10 * 60_000);

    it("contradicts nothing that really happened, in its tracks, its JSON, its CSV and its sentences", () => {
      const seen = { named: 0, candidates: 0, recorded: 0, verdicts: 0 };
      fc.assert(
        fc.property(histories, (history) => {
          const said = [evidenceFor(history), ofReport(history), ofLaterHalf(history)].flatMap(statementsOf);
          for (const statement of said) refute(statement, history);
          for (const one of said) {
            if (one.kind === "verdict") seen.verdicts += 1;
            if (one.kind !== "change") continue;
            if (one.caller !== null) seen.named += 1;
            if (one.candidates.length > 0) seen.candidates += 1;
            if (one.recordedAt !== null && one.by === "call") seen.recorded += 1;
          }
        }),
        { numRuns: runs, seed },
      );
      // Evidence that never says anything would contradict nothing.
      assert.ok(seen.named > runs && seen.recorded > runs / 2 && seen.verdicts > runs, JSON.stringify(seen));
      assert.ok(seen.candidates > 0);
    });

    it("would be found out if a change were told with the next verdict of the quarter of an hour after it", () => {
      const { failed } = fc.check(
        fc.property(histories, (history) => {
          for (const statement of pairedByNearness(history)) refute(statement, history);
        }),
        { numRuns: 200, seed },
      );

      assert.ok(failed);
    });
  });
}

function evidenceFor({ answers, truth, now }: History): Evidence {
  const from = new Date(truth.items[0]?.at ?? now);
  return evidenceOf(answers, { from, to: now });
}

/** As a report has it, whose charts begin where the first of its Regions does: here a day before this one. */
function ofReport({ answers, now }: History): Evidence {
  const from = new Date((answers.items[0]?.at ?? now).getTime() - 86_400_000);
  return evidenceOf(answers, { from, to: now });
}

/** As with `--since`: of what AWS Config recorded before, only the last is read. */
function ofLaterHalf({ answers, now }: History): Evidence {
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
}

function refute(statement: Statement, history: History): void {
  const why = contradiction(statement, history);
  if (why !== undefined) assert.fail(`${JSON.stringify(statement)}: ${why}`);
}

/** All that is said of it, as the outputs say it. */
function statementsOf(evidence: Evidence): Statement[] {
  const iso = (date: Date): string => date.toISOString();
  const entries = entriesOf(evidence);
  return [
    ...evidence.settings.map(({ setting = null, from, to, by }): Statement => ({
      kind: "setting",
      setting,
      from: iso(from),
      to: iso(to),
      by,
    })),
    ...evidence.verdicts.map(({ complianceType = null, from, to }): Statement => ({
      kind: "verdict",
      complianceType,
      from: iso(from),
      to: iso(to),
    })),
    ...entries.flatMap((entry) => fromJson(JSON.parse(JSON.stringify(entryToJson(region, entry))) as Json)),
    ...entries.flatMap((entry) => fromCsv(entryToRow(region, entry))),
    ...whileSentences(evidence).flatMap(({ sentence }) => statementsIn(sentence)),
  ];
}

/** What a reader of the JSON finds. */
interface Json {
  kind: string;
  at: string;
  timeFrom: "call" | "recording";
  from: { setting: Value; knownBy: "call" | "earlier call" | "recording" } | null;
  to: Value;
  caller: { eventId: string } | null;
  candidates: { eventId: string }[];
  recordedAt: string | null;
  complianceType: string | null;
  until: string;
}
type Value = { type: string; keyId: string | null } | null;

function fromJson(json: Json): Statement[] {
  if (json.kind === "verdict")
    return [{ kind: "verdict", complianceType: json.complianceType, from: json.at, to: json.until }];
  if (json.kind !== "change") return [];
  return [
    {
      kind: "change",
      at: json.at,
      by: json.timeFrom,
      from: json.from && { setting: settingFrom(json.from.setting), by: json.from.knownBy },
      to: settingFrom(json.to),
      caller: json.caller?.eventId ?? null,
      candidates: json.candidates.map(({ eventId }) => eventId),
      recordedAt: json.recordedAt,
    },
  ];
}

function fromCsv(row: Record<string, string>): Statement[] {
  const cell = (name: string): string | null => (row[name] === "" ? null : (row[name] ?? null));
  const value = (side: "from" | "to"): Value => {
    const type = cell(`${side}Type`);
    return type === null ? null : { type, keyId: cell(`${side}KeyId`) };
  };
  const knownBy = cell("fromKnownBy");
  return fromJson({
    kind: row["kind"] ?? "",
    at: row["at"] ?? "",
    timeFrom: row["timeFrom"] as Json["timeFrom"],
    from: knownBy === null ? null : { setting: value("from"), knownBy: knownBy as "call" },
    to: value("to"),
    caller: row["callId"] ? { eventId: row["callId"] } : null,
    candidates: [],
    recordedAt: cell("recordedAt"),
    complianceType: cell("verdict"),
    until: row["until"] ?? "",
  });
}

function settingFrom(value: Value): EncryptionSetting | null {
  if (value === null) return null;
  return value.type === "KMS" ? { type: "KMS", keyId: value.keyId ?? "" } : { type: "NONE" };
}

/** How it was once: a recorded change, told with the next verdict within a quarter of an hour. */
function pairedByNearness({ answers }: History): Statement[] {
  return answers.items.slice(1).flatMap(({ at }): Statement[] => {
    const next = answers.reports.find((report) => {
      const after = report.at.getTime() - at.getTime();
      return after >= 0 && after < 15 * 60_000;
    });
    const standing = next ?? answers.reports.findLast((report) => report.at < at);
    return standing?.complianceType === undefined
      ? []
      : [{ kind: "verdict on a change", complianceType: standing.complianceType, at: at.toISOString() }];
  });
}

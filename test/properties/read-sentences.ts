import assert from "node:assert/strict";
import type { EncryptionSetting } from "../../rule/decision/setting";
import type { Statement } from "./evidence-oracle";
import { keyArn } from "./histories";

/** What a reader takes from a sentence of timeline and report that names both tracks. */
export function statementsIn(sentence: string): Statement[] {
  const parts =
    /^While (it was|AWS Config's last record was) (.*) \((\S+ \S+Z) to (\S+ \S+Z)(?:, by CloudTrail's calls)?\): (.*)\.$/.exec(
      sentence,
    );
  assert.ok(parts, sentence);
  const [, lead = "", setting = "", from = "", to = "", said = ""] = parts;
  return [
    {
      kind: "setting",
      setting: settingIn(setting),
      from: timeIn(from),
      to: timeIn(to),
      by: lead === "it was" ? "call" : "recording",
    },
    ...said.split("; ").flatMap(verdictIn),
  ];
}

function settingIn(words: string): EncryptionSetting | null {
  if (words === "X-Ray's default encryption") return { type: "NONE" };
  const [, id] = /^key (\S+)$/.exec(words) ?? [];
  if (id !== undefined) return { type: "KMS", keyId: keyArn(id) };
  return words.startsWith("alias/") ? { type: "KMS", keyId: words } : null;
}

function verdictIn(clause: string): Statement[] {
  const verdict = /^([A-Z_]+) from (\S+ \S+Z) to (\S+ \S+Z)$/.exec(clause);
  if (verdict === null) {
    assert.match(clause, /^no verdict known/);
    return [];
  }
  const [, complianceType = "", from = "", to = ""] = verdict;
  return [{ kind: "verdict", complianceType, from: timeIn(from), to: timeIn(to) }];
}

function timeIn(words: string): string {
  return new Date(words.replace(" ", "T")).toISOString();
}

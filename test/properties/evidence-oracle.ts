import type { EncryptionSetting } from "../../rule/decision/setting";
import type { History } from "./histories";

/** One statement that some output makes. Times are ISO 8601. */
export type Statement =
  | {
      kind: "change";
      at: string;
      by: "call" | "recording";
      from: { setting: EncryptionSetting | null; by: "call" | "earlier call" | "recording" } | null;
      to: EncryptionSetting | null;
      /** The event IDs of the one caller, or of the candidates. */
      caller: string | null;
      candidates: string[];
      recordedAt: string | null;
    }
  | { kind: "setting"; setting: EncryptionSetting | null; from: string; to: string; by: "call" | "recording" }
  | { kind: "verdict"; complianceType: string | null; from: string; to: string }
  /** A verdict that is said to be the one on a change: nothing that AWS answers proves one. */
  | { kind: "verdict on a change"; complianceType: string; at: string };

/** What a statement says that the truth does not bear out: a sentence, or undefined. */
export function contradiction(statement: Statement, { truth, now }: History): string | undefined {
  const worked = truth.calls.filter(({ works }) => works);
  const settingBefore = (time: number): EncryptionSetting =>
    worked.findLast((call) => call.at < time)?.setting ?? truth.initial;
  switch (statement.kind) {
    case "change": {
      const at = Date.parse(statement.at);
      if (statement.by === "call") {
        const call = worked.find((one) => one.at === at);
        if (call === undefined) return "there was no call then";
        if (call.eventId !== statement.caller) return `it was ${call.eventId}`;
        if (!isAlias(statement.to) && !same(call.setting, statement.to))
          return "the call asked for something else";
        if (
          statement.from?.by === "call" &&
          !isAlias(statement.from.setting) &&
          !same(settingBefore(at), statement.from.setting)
        )
          return "it was something else before";
        if (statement.recordedAt !== null) {
          const item = truth.items.find((one) => one.at === Date.parse(statement.recordedAt ?? ""));
          if (item === undefined) return "there is no such item";
          if (worked.findLast((one) => one.at <= item.saw) !== call)
            return "that item saw another call's setting";
        }
      } else {
        const item = truth.items.find((one) => one.at === at);
        if (item === undefined || !same(item.setting, statement.to))
          return "AWS Config recorded no such item";
        if (
          statement.caller !== null &&
          worked.findLast((one) => one.at <= item.saw)?.eventId !== statement.caller
        )
          return "somebody else had set it";
      }
      if (statement.from?.by === "recording") {
        const item = truth.items.findLast(
          (one) => one.at < at && same(one.setting, statement.from?.setting ?? null),
        );
        if (item === undefined) return "nothing of the kind had been recorded";
      }
      return undefined;
    }
    case "setting": {
      const [from, to] = [Date.parse(statement.from), Date.parse(statement.to)];
      if (statement.by === "call") {
        if (isAlias(statement.setting)) return undefined;
        const other = [from + 1, ...worked.map(({ at }) => at + 1), to].find(
          (time) => time > from && time <= to && !same(settingBefore(time), statement.setting),
        );
        return other === undefined ? undefined : `it was something else at ${new Date(other).toISOString()}`;
      }
      const items = truth.items.filter(({ at }) => at >= from && at < to);
      return items.some((item) => !same(item.setting, statement.setting))
        ? "AWS Config recorded something else meanwhile"
        : undefined;
    }
    case "verdict": {
      if (statement.complianceType === null) return undefined;
      const [from, to] = [Date.parse(statement.from), Math.min(Date.parse(statement.to), now.getTime())];
      const standing = truth.reports.findLast(({ at }) => at <= from);
      if (standing?.complianceType !== statement.complianceType) return "the rule had not said so";
      const other = truth.reports.find(
        ({ at, complianceType }) => at > from && at < to && complianceType !== statement.complianceType,
      );
      return other && `the rule said ${other.complianceType} at ${new Date(other.at).toISOString()}`;
    }
    case "verdict on a change": {
      const item = truth.items.find(({ at }) => at === Date.parse(statement.at));
      const isRight =
        item?.setting.type === "KMS" &&
        item.setting.keyId.endsWith(":key/1234abcd-12ab-34cd-56ef-1234567890ab");
      return statement.complianceType === (isRight ? "COMPLIANT" : "NON_COMPLIANT")
        ? undefined
        : `the rule says ${isRight ? "COMPLIANT" : "NON_COMPLIANT"} of that setting`;
    }
  }
}

function same(one: EncryptionSetting | null, other: EncryptionSetting | null): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function isAlias(setting: EncryptionSetting | null): boolean {
  return setting?.type === "KMS" && setting.keyId.startsWith("alias/");
}

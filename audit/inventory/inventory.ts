import { GetEncryptionConfigCommand } from "@aws-sdk/client-xray";
import {
  type EncryptionSetting,
  InvalidEncryptionSettingError,
  parseSetting,
} from "../../rule/decision/setting";
import { AuditError, callAws } from "../aws/aws-call";
import type { Clients } from "../aws/clients";
import { describeKey } from "../aws/key-description";
import { readRecorder } from "../aws/recorder";
import { evaluationStatus, findRule, standingResult } from "../aws/rule";
import { spanDestination } from "../aws/span-destination";
import type { Reason } from "../cli/exit-codes";
import { discoveredIds, encryptionConfigType } from "../history/recorded-items";
import { settingSince } from "../history/setting-history";
import { standingVerdict } from "../history/verdict-history";

/** X-Ray's encryption in one account and Region at one moment. This is the JSON form, version 1. */
export interface InventoryRow {
  account: string;
  region: string;
  /** `status` is X-Ray's; null where the setting was read from AWS Config, which does not record it. */
  setting: { type: "NONE" | "KMS"; keyId: string | null; status: string | null; source: string } | null;
  /** ISO 8601; null when AWS Config recorded nothing. */
  settingSince: string | null;
  /** Null for default encryption. `state` and `manager` are null when they could not be read. */
  key: { arn: string; aliases: string[]; state: string | null; manager: string | null } | null;
  /** `XRay`, `CloudWatchLogs`, or null when it could not be read. */
  spans: string | null;
  recorder: { name: string; recording: boolean; recordsType: boolean } | null;
  rule: string | null;
  verdict: { complianceType: string; annotation: string | null; since: string | null } | null;
  lastEvaluation: { at: string; ageSeconds: number } | null;
  /** What could not be read, and what an auditor should know: sentences. */
  notes: string[];
  /** Why the row is empty. */
  error: { reason: Reason; message: string } | null;
}

/** A row with its part of the exit code. */
export interface InventoryAnswer {
  row: InventoryRow;
  reason: Reason;
}

/** Reads one Region. Never fails: an error becomes part of the row. */
export async function inventoryOf(
  clients: Clients,
  account: string,
  options: { rule?: string | undefined; now: Date },
): Promise<InventoryAnswer> {
  try {
    return await readRow(clients, account, options);
  } catch (error) {
    return failedRow(account, clients.region, error);
  }
}

/** A row for what could not be read. */
export function failedRow(account: string, region: string, error: unknown): InventoryAnswer {
  const reason = error instanceof AuditError ? error.reason : "internal";
  const message = error instanceof Error ? error.message : String(error);
  return { row: { ...emptyRow(account, region), error: { reason, message } }, reason };
}

export function emptyRow(account: string, region: string): InventoryRow {
  return {
    account,
    region,
    setting: null,
    settingSince: null,
    key: null,
    spans: null,
    recorder: null,
    rule: null,
    verdict: null,
    lastEvaluation: null,
    notes: [],
    error: null,
  };
}

/** A time, and how long ago it is. */
export function ageOf(at: Date, now: Date): { at: string; ageSeconds: number } {
  return {
    at: at.toISOString(),
    ageSeconds: Math.max(0, Math.round((now.getTime() - at.getTime()) / 1000)),
  };
}

async function readRow(
  clients: Clients,
  account: string,
  { rule: wanted, now }: { rule?: string | undefined; now: Date },
): Promise<InventoryAnswer> {
  const row = emptyRow(account, clients.region);
  const unread: AuditError[] = [];
  /** For what may be missing in a row: the error becomes a note. */
  const optional = async <T>(read: Promise<T>): Promise<T | undefined> => {
    try {
      return await read;
    } catch (error) {
      if (!(error instanceof AuditError)) throw error;
      unread.push(error);
      return undefined;
    }
  };
  const [live, spans, recorder, rule, ids] = await Promise.all([
    liveSetting(clients),
    optional(spanDestination(clients)),
    optional(readRecorder(clients).then((found) => ({ found }))),
    findRule(clients, wanted).then((found) => found?.name),
    optional(discoveredIds(clients, encryptionConfigType)),
  ]);
  row.setting = live;
  row.spans = spans ?? null;
  row.rule = rule ?? null;
  if (recorder?.found !== undefined) {
    const { name, recording, records } = recorder.found;
    row.recorder = { name, recording, recordsType: records(encryptionConfigType) };
  }
  const [id] = ids ?? [];
  const [key, result, status, since, recorded] = await Promise.all([
    live.keyId === null ? undefined : describeKey(clients, live.keyId),
    rule === undefined ? undefined : optional(standingResult(clients, rule)),
    rule === undefined ? undefined : optional(evaluationStatus(clients, rule)),
    id === undefined ? undefined : optional(settingSince(clients, id)),
    id === undefined || rule === undefined ? undefined : optional(standingVerdict(clients, id, rule)),
  ]);
  if (key !== undefined) {
    row.key = { ...key, state: key.state ?? null, manager: key.manager ?? null };
    Reflect.deleteProperty(row.key, "unread");
    unread.push(...key.unread);
  }
  row.settingSince = since?.toISOString() ?? null;
  if (result !== undefined) {
    const isRecorded = recorded?.complianceType === result.complianceType;
    row.verdict = {
      complianceType: result.complianceType,
      annotation: result.annotation ?? null,
      since: isRecorded ? recorded.at.toISOString() : null,
    };
  }
  const evaluatedAt = result?.evaluatedAt ?? status?.lastSuccessAt;
  row.lastEvaluation = evaluatedAt === undefined ? null : ageOf(evaluatedAt, now);
  row.notes = [
    ...notesOn(row, recorder !== undefined),
    ...(status?.failure === undefined
      ? []
      : [`The latest evaluation of rule ${rule ?? ""} failed: ${status.failure}.`]),
    ...unread.map(({ message }) => message),
  ];
  if (unread.length > 0) return { row, reason: "partial" };
  return { row, reason: recorder?.found === undefined ? "noRecorder" : "ok" };
}

/** What an auditor should know about a Region that could be read. */
function notesOn(row: InventoryRow, recorderRead: boolean): string[] {
  const { region, recorder, rule, spans, setting } = row;
  return [
    ...(recorder === null && recorderRead
      ? [`${region} has no AWS Config recorder: nothing proves what the setting was before.`]
      : []),
    ...(recorder !== null && !recorder.recording
      ? [`Recorder ${recorder.name} is stopped: changes are not recorded.`]
      : []),
    ...(recorder !== null && !recorder.recordsType
      ? [`Recorder ${recorder.name} does not record ${encryptionConfigType}.`]
      : []),
    ...(rule === null ? [`No AWS Config rule judges the setting in ${region}.`] : []),
    ...(spans === "CloudWatchLogs"
      ? ["Spans go to CloudWatch Logs, to log group aws/spans, which this setting does not encrypt."]
      : []),
    ...(setting?.status === "UPDATING" ? ["X-Ray is still applying the setting: old and new may mix."] : []),
  ];
}

/** @throws AuditError */
async function liveSetting({ xray, region }: Clients): Promise<NonNullable<InventoryRow["setting"]>> {
  const call = { what: "X-Ray's encryption setting", action: "xray:GetEncryptionConfig", region };
  const { EncryptionConfig } = await callAws(call, () => xray.send(new GetEncryptionConfigCommand({})));
  let setting: EncryptionSetting;
  try {
    setting = parseSetting(EncryptionConfig, "EncryptionConfig");
  } catch (cause) {
    if (!(cause instanceof InvalidEncryptionSettingError)) throw cause;
    throw new AuditError("unreadable", `X-Ray's answer in ${region} cannot be understood: ${cause.message}`, {
      cause,
    });
  }
  return {
    type: setting.type,
    keyId: setting.type === "KMS" ? setting.keyId : null,
    status: EncryptionConfig?.Status ?? null,
    source: "X-Ray",
  };
}

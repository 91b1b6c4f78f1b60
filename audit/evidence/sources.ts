import type { Read } from "../aws/clients";
import type { CallSource } from "../aws/cloudtrail";
import type { HashedFile } from "../aws/read-file";
import type { EncryptionSetting } from "../../rule/decision/setting";

/** Which of AWS Config's items says something, and where it was read. */
export interface ItemSource {
  /** `configurationStateId`; undefined where AWS Config does not say. */
  stateId: string | undefined;
  capturedAt: Date;
  read: Read | undefined;
  /** The delivered file that has the same item; undefined where none was found, or looked for. */
  file: HashedFile | undefined;
}

/** A configuration item of X-Ray's setting, as AWS Config recorded it. */
export interface SettingItem {
  /** When AWS Config captured it: some minutes after the setting was what it says. */
  at: Date;
  /** Undefined where there is no setting any more. */
  setting: EncryptionSetting | undefined;
  /** The item's status: `OK`, `ResourceDiscovered`, `ResourceDeleted` … */
  status: string;
  item?: ItemSource;
}

/** A verdict of the rule, by an item of `AWS::Config::ResourceCompliance`. AWS Config records one when it differs. */
export interface VerdictReport {
  at: Date;
  /** Undefined from when on there was no verdict any more. */
  complianceType: string | undefined;
  item?: ItemSource;
}

/** A successful call of `PutEncryptionConfig`. */
export interface EncryptionCall {
  at: Date;
  eventId: string;
  /** The ARN of a user or role session, or the service that called. */
  principal: string;
  /** What it set: the key as X-Ray answered it, or else as it was asked for, which may be an alias. Undefined where CloudTrail does not say. */
  setting: EncryptionSetting | undefined;
  /** Where the call was read, and for a trail's record in which file. */
  source: CallSource;
  read?: Read | undefined;
  file?: HashedFile | undefined;
}

/** A stretch of time; `to` is not part of it. */
export interface Span {
  from: Date;
  to: Date;
}

/** What the sources say of the setting of one Region. Each list is in order of time. */
export interface Sources {
  /** From the last one before the period on. */
  items: readonly SettingItem[];
  /** From the last one before the period on. */
  reports: readonly VerdictReport[];
  calls: readonly EncryptionCall[];
  /** The time for which every call is known; undefined where CloudTrail could not be read. */
  callsKnown: Span | undefined;
  /** Why `callsKnown` is undefined: a clause. */
  callsUnread?: string;
  /** Why not every call after `callsKnown` is known, where CloudTrail's delay is not the reason: a clause. */
  callsLater?: string;
  /** When the recorder was stopped, as far as that is known. */
  recorderStops: readonly RecorderStop[];
  /** Why AWS Config records the setting no longer, or never did: a clause. Since when is not known. */
  notRecordedNow?: string | undefined;
}

/** A time in which the recorder was stopped, for all or part of it. */
export interface RecorderStop extends Span {
  /** A clause, where it is not known since when. */
  why?: string;
}

/**
 * Milliseconds by which an item may be late: AWS Config records "usually within minutes" of a change, without a promise
 * (AWS Config Developer Guide, "Recording AWS Resources"). Longer than needed costs names of callers, never the truth.
 */
export const recordingLag = 15 * 60_000;

/** Whether two settings are the same. Keys are compared as written: X-Ray answers with ARNs. */
export function isSame(one: EncryptionSetting | undefined, other: EncryptionSetting | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return one.type === "KMS" && other.type === "KMS" ? one.keyId === other.keyId : one.type === other.type;
}

/** Whether two settings certainly differ: one that is not named may be any, and an alias may stand for any key. */
export function isDifferent(
  one: EncryptionSetting | undefined,
  other: EncryptionSetting | undefined,
): boolean {
  return one !== undefined && other !== undefined && !mayBe(one, other) && !mayBe(other, one);
}

/** Whether a call's setting may be the recorded one: an alias or a key ID stands for a key that is recorded by its ARN. */
export function mayBe(
  asked: EncryptionSetting | undefined,
  recorded: EncryptionSetting | undefined,
): boolean {
  if (asked === undefined) return true;
  if (asked.type !== "KMS" || recorded?.type !== "KMS") return isSame(asked, recorded);
  if (asked.keyId.includes("alias/")) return true;
  return asked.keyId === recorded.keyId || recorded.keyId.endsWith(`:key/${asked.keyId}`);
}

import type { EncryptionSetting } from "../../rule/decision/setting";

/** One statement that some output makes. Times are ISO 8601. A setting that is null is one that the output does not name. */
export type Statement =
  | Change
  | Setting
  | Verdict
  | Gap
  | NonCompliance
  | Drawn
  /** An item that no call in CloudTrail explains. */
  | { kind: "unexplained"; at: string; setting: EncryptionSetting | null }
  /** How many times the setting changed. */
  | { kind: "count"; changes: number }
  /** A line in a chart that says: the setting changed. */
  | { kind: "mark"; at: string }
  /** How long something lasted, in milliseconds. */
  | { kind: "length"; from: string; to: string; length: number }
  /** A verdict that is said to be the one on a change: nothing that AWS answers proves one. */
  | { kind: "verdict on a change"; complianceType: string; at: string };

export interface Change {
  kind: "change";
  at: string;
  by: "call" | "recording";
  from: { setting: EncryptionSetting | null; by: "call" | "earlier call" | "recording" } | null;
  to: EncryptionSetting | null;
  /** Whether it is said that the setting changed, and not only that it may have. */
  isSure: boolean;
  caller: { principal: string; eventId: string } | null;
  candidates: { principal: string; at: string }[];
  /** Why nobody is named. */
  unidentified: string | null;
  recordedAt: string | null;
}

export interface Setting {
  kind: "setting";
  setting: EncryptionSetting | null;
  from: string;
  to: string;
  by: "call" | "recording";
}

export interface Verdict {
  kind: "verdict";
  complianceType: string;
  from: string;
  to: string;
  /** The one before; null where none is said. */
  before: string | null;
}

/** What is not known. */
export interface Gap {
  kind: "gap";
  of: "setting" | "verdict" | "calls";
  from: string;
  to: string;
  why: string;
}

/** Figures on the time not compliant; those left out are not said. Times in milliseconds, the share in percent. */
export interface NonCompliance {
  kind: "non-compliance";
  nonCompliant?: number;
  judged?: number;
  occurrences?: number;
  longest?: number;
  share?: number;
}

/** Where a chart draws a time: in percent of its width. */
export interface Drawn {
  kind: "drawn";
  from: string;
  to: string;
  x: number;
  width: number;
  /** From when to when the chart is. */
  chart: { from: string; to: string };
}

/** A statement of a time, from one to another. */
export type Stretch = Setting | Verdict | Gap;

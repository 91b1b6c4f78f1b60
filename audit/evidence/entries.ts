import type { Gap } from "./gaps";
import type { SettingChange } from "./setting-track";
import type { ItemSource, SettingItem, Span } from "./sources";
import type { VerdictPeriod } from "./verdict-track";

/** One entry of a timeline. Each is of one track; none says anything of the other. */
export type TimelineEntry =
  | ({ kind: "change" } & SettingChange)
  /** The rule said something else than before. */
  | {
      kind: "verdict";
      at: Date;
      until: Date;
      complianceType: string;
      /** The one before; undefined where none was known. */
      before: string | undefined;
      item?: ItemSource | undefined;
    }
  /** Something is not known. */
  | ({ kind: "gap"; at: Date; until: Date } & Pick<Gap, "of" | "why">)
  /** What AWS Config recorded although no call explains it. */
  | { kind: "unexplained"; at: Date; setting: SettingChange["to"]; item?: ItemSource | undefined };

/** What entries are made from. */
export interface Tracks {
  span: Span;
  changes: SettingChange[];
  verdicts: VerdictPeriod[];
  /** What AWS Config recorded although no call explains it. */
  unexplained: SettingItem[];
  /** What is not known, and why. */
  gaps: Gap[];
}

/** Both tracks as one list, in order of time. */
export function entriesOf({ changes, verdicts, unexplained, gaps, span }: Tracks): TimelineEntry[] {
  const entries: TimelineEntry[] = [
    ...changes.map((change) => ({ kind: "change" as const, ...change })),
    ...verdicts.flatMap(({ from, to, complianceType, item }, index) =>
      complianceType === undefined
        ? []
        : [
            {
              kind: "verdict" as const,
              at: from,
              until: to,
              complianceType,
              before: verdicts[index - 1]?.complianceType,
              item,
            },
          ],
    ),
    ...unexplained.map(({ at, setting, item }) => ({ kind: "unexplained" as const, at, setting, item })),
    ...gaps.map(({ of, from, to, why }) => ({ kind: "gap" as const, at: from, until: to, of, why })),
  ];
  return entries
    .filter(({ at }) => at >= span.from && at <= span.to)
    .sort((a, b) => a.at.getTime() - b.at.getTime());
}

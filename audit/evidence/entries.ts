import type { Evidence } from "./evidence";
import type { SettingChange } from "./setting-track";
import type { Span } from "./sources";

/** One entry of a timeline. Each is of one track; none says anything of the other. */
export type TimelineEntry =
  | ({ kind: "change" } & SettingChange)
  /** The rule's verdict became another one, or is no longer known. */
  | {
      kind: "verdict";
      at: Date;
      until: Date;
      complianceType: string | undefined;
      /** The one before; undefined where none was known. */
      before: string | undefined;
      /** Why no verdict is known: a clause. */
      why: string | undefined;
    }
  /** What AWS Config recorded although no call explains it. */
  | { kind: "unexplained"; at: Date; setting: SettingChange["to"] };

/** Both tracks as one list, in order of time. */
export function entriesOf({ changes, verdicts, unexplained, span }: Evidence): TimelineEntry[] {
  const within = ({ from, to }: Span, at: Date): boolean => at >= from && at <= to;
  const entries: TimelineEntry[] = [
    ...changes.map((change) => ({ kind: "change" as const, ...change })),
    ...verdicts.flatMap(({ from, to, complianceType, why }, index) => {
      const before = verdicts[index - 1]?.complianceType;
      // That nothing was known at the beginning is no news.
      return index === 0 && complianceType === undefined
        ? []
        : [{ kind: "verdict" as const, at: from, until: to, complianceType, before, why }];
    }),
    ...unexplained.map(({ at, setting }) => ({ kind: "unexplained" as const, at, setting })),
  ];
  return entries.filter(({ at }) => within(span, at)).sort((a, b) => a.at.getTime() - b.at.getTime());
}

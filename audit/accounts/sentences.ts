import { formatLength } from "../cli/format";
import { type AccountSummary, isUnknown, type RegionSummary } from "./summary";

/** What came of an account, a sentence. What is not known is never told as compliant. */
export function outcomeInWords({ error, sum, regions }: AccountSummary): string {
  if (error !== null) return `Nothing is known: the account could not be asked. ${error.message}`;
  if (sum.judgedSeconds === 0)
    return "Nothing is known of whether it was wrong: no verdict of compliant or not is recorded.";
  const [first, ...others] = regions.filter((region) => !isUnknown(region));
  const where =
    others.length === 0 ? `In ${first?.region ?? ""}` : `Added up over ${others.length + 1} Regions`;
  const judged = `${formatLength(sum.judgedSeconds * 1000)} with a verdict`;
  if (sum.occurrences === 0) return `${where}: never NON_COMPLIANT in ${judged}.`;
  const times = sum.occurrences === 1 ? "once" : `${sum.occurrences} times`;
  const longest = formatLength(sum.longestSeconds * 1000);
  return `${where}: NON_COMPLIANT ${times}, for ${formatLength(sum.nonCompliantSeconds * 1000)} of ${judged}; the longest spell ${longest}.`;
}

/** What else to know of an account: where it is wrong now, what is not guarded, and what is not known. */
export function notesInWords({ error, regions }: AccountSummary): string[] {
  if (error !== null) return [];
  const named = (chosen: readonly RegionSummary[]): string => chosen.map(({ region }) => region).join(", ");
  const byReason = (chosen: readonly RegionSummary[], what: string): string[] =>
    [...Map.groupBy(chosen, ({ notGuarded }) => notGuarded.join("; "))].map(
      ([why, same]) => `${what}: ${named(same)} (${why}).`,
    );
  const wrong = regions.filter(({ verdict }) => verdict === "NON_COMPLIANT");
  const unread = regions.filter(({ history }) => history === null);
  const unjudged = regions.filter((region) => region.history !== null && isUnknown(region));
  const seconds = regions.reduce(
    (so, region) => so + (isUnknown(region) ? 0 : (region.history?.unjudgedSeconds ?? 0)),
    0,
  );
  return [
    ...(wrong.length === 0 ? [] : [`Not compliant now: ${named(wrong)}.`]),
    ...byReason(
      regions.filter(({ guarded }) => guarded === false),
      "Not guarded now",
    ),
    ...byReason(
      regions.filter(({ guarded }) => guarded === null),
      "Whether it is guarded is not known",
    ),
    ...(unread.length === 0 ? [] : [`The history could not be read: ${named(unread)}.`]),
    ...(unjudged.length === 0 ? [] : [`No verdict of compliant or not is recorded: ${named(unjudged)}.`]),
    ...(seconds === 0
      ? []
      : [`Of the Regions with a verdict, none is known for ${formatLength(seconds * 1000)} in all.`]),
  ];
}

/** What the rule says of an account now, taken together: compliant only where all of it is guarded and compliant. */
export function verdictNow({
  regions,
}: Pick<AccountSummary, "regions">): "COMPLIANT" | "NON_COMPLIANT" | undefined {
  if (regions.some(({ verdict }) => verdict === "NON_COMPLIANT")) return "NON_COMPLIANT";
  return regions.every(({ verdict, guarded }) => verdict === "COMPLIANT" && guarded === true)
    ? "COMPLIANT"
    : undefined;
}

/** What came of all accounts: sentences. */
export function totalsInWords(accounts: readonly AccountSummary[]): string[] {
  const regions = accounts.flatMap((account) => account.regions);
  const wrong = accounts.filter(({ sum }) => sum.nonCompliantSeconds > 0);
  const unknown = accounts.filter(({ sum }) => sum.judgedSeconds === 0);
  const refused = unknown.filter(({ error }) => error !== null);
  const never = accounts.filter(({ sum }) => sum.judgedSeconds > 0 && sum.nonCompliantSeconds === 0);
  const inPart = never.filter((account) => account.regions.some(isUnknown));
  const wrongNow = accounts.filter((account) => verdictNow(account) === "NON_COMPLIANT");
  const unguarded = regions.filter(({ guarded }) => guarded === false);
  const accountsOf = accounts.filter((account) => account.regions.some(({ guarded }) => guarded === false));
  const notKnown = regions.filter(({ guarded }) => guarded === null);
  return [
    `Wrong at some time: ${wrong.length} of ${accounts.length} accounts. Wrong now: ${wrongNow.length}.`,
    `Nothing known: ${unknown.length}. Of these could not be asked: ${refused.length}; have no verdict of compliant or not: ${unknown.length - refused.length}.`,
    `Never wrong in the time with a verdict: ${never.length}. Of these have Regions of which nothing is known: ${inPart.length}.`,
    `Not guarded now: ${unguarded.length} of ${regions.length} Regions, in ${accountsOf.length} accounts. Not known whether guarded: ${notKnown.length}.`,
  ];
}

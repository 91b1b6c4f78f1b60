/** How many of a list come before the first that is not early, where all that are early come first. */
export function countWhile<T>(list: readonly T[], isEarly: (one: T) => boolean): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isEarly(list[middle] as T)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How many of a list that is in order of time are at a time or before it. */
export function countUpTo(list: readonly { at: Date }[], time: number): number {
  return countWhile(list, ({ at }) => at.getTime() <= time);
}

/** Those of a list that is in order of time which are after one time, and not after another. */
export function between<T extends { at: Date }>(list: readonly T[], after: number, upTo: number): T[] {
  return list.slice(countUpTo(list, after), countUpTo(list, upTo));
}

/** The last one at a time or before it. */
export function lastUpTo<T extends { at: Date }>(list: readonly T[], time: number): T | undefined {
  return list[countUpTo(list, time) - 1];
}

/** The first one after a time. */
export function firstAfter<T extends { at: Date }>(list: readonly T[], time: number): T | undefined {
  return list[countUpTo(list, time)];
}

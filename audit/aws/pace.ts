import { setTimeout } from "node:timers/promises";

/** Lets so many through in a second, in the order in which they come: each waits for its turn. */
export function pace(perSecond: number): () => Promise<void> {
  let next = 0;
  return async () => {
    const now = performance.now();
    const turn = Math.max(now, next);
    next = turn + 1000 / perSecond;
    if (turn > now) await setTimeout(turn - now);
  };
}

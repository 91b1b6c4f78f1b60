/** By this the notifier knows, and people see, that an alarm was set off to try its way to them. */
const mark = "TEST: nothing happened; asked for by ";

/** The reason to set off an alarm for a test, as CloudWatch passes it on. */
export function testReason(by: string): string {
  return `${mark}${by}`;
}

/** Who asked for a test; undefined where a reason says that of none. */
export function askedForBy(reason: unknown): string | undefined {
  return typeof reason === "string" && reason.startsWith(mark) ? reason.slice(mark.length) : undefined;
}

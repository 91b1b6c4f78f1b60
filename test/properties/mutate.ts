import fc from "fast-check";

/** One thing done to a JSON document: at a place counted from its root. */
export interface Mutation {
  /** Which part of an event: the event itself, or the JSON in one of its strings. */
  part: "event" | "invokingEvent" | "ruleParameters";
  place: number;
  deed: { kind: "remove" } | { kind: "replace"; by: unknown } | { kind: "rename"; to: string };
}

/** What is done to a string that holds JSON, as characters. */
export interface Scratch {
  part: "invokingEvent" | "ruleParameters";
  at: number;
  kind: "cut" | "insert" | "raw";
  text: string;
}

const junk = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    false,
    0,
    -1,
    1e308,
    "",
    " ",
    "NONE",
    "KMS",
    [],
    {},
    [{}],
    "x".repeat(20_000),
  ),
  fc.constantFrom<unknown>("OK", "AWS::XRay::EncryptionConfig", "123456789012", "any", "\u0000\n", "\ud800", {
    type: "NONE",
  }),
  fc.string({ maxLength: 12 }),
  fc.jsonValue({ maxDepth: 2 }),
);

export const mutations: fc.Arbitrary<Mutation[]> = fc.array(
  fc.record({
    part: fc.constantFrom(
      "event" as const,
      "invokingEvent" as const,
      "invokingEvent" as const,
      "ruleParameters" as const,
    ),
    place: fc.nat({ max: 60 }),
    deed: fc.oneof(
      fc.constant({ kind: "remove" as const }),
      fc.record({ kind: fc.constant("replace" as const), by: junk }),
      fc.record({
        kind: fc.constant("rename" as const),
        to: fc.constantFrom("Type", "type", "KeyId", "keyID", "__proto__", "constructor", "toString", ""),
      }),
    ),
  }),
  { maxLength: 3 },
);

export const scratches: fc.Arbitrary<Scratch[]> = fc.array(
  fc.record({
    part: fc.constantFrom("invokingEvent" as const, "ruleParameters" as const),
    at: fc.nat({ max: 900 }),
    kind: fc.constantFrom("cut" as const, "insert" as const, "raw" as const),
    text: fc.string({ maxLength: 6 }),
  }),
  { maxLength: 1 },
);

type Container = Record<string, unknown> | unknown[];

/** Changes a copy of a JSON document at one place. */
export function mutated(document: unknown, { place, deed }: Mutation): unknown {
  const copy: unknown = structuredClone(document);
  const places = placesIn(copy);
  const target = places[place % Math.max(places.length, 1)];
  if (target === undefined) return deed.kind === "replace" ? deed.by : copy;
  const [container, member] = target;
  if (Array.isArray(container)) {
    container.splice(Number(member), 1, ...(deed.kind === "replace" ? [deed.by] : []));
    return copy;
  }
  const value = container[member];
  if (deed.kind !== "replace") Reflect.deleteProperty(container, member);
  // As JSON.parse makes members, "__proto__" too.
  if (deed.kind === "replace") define(container, member, deed.by);
  if (deed.kind === "rename") define(container, deed.to, value);
  return copy;
}

function define(container: Container, member: string, value: unknown): void {
  Object.defineProperty(container, member, { value, enumerable: true, writable: true, configurable: true });
}

function placesIn(value: unknown): [Record<string, unknown> | unknown[], string][] {
  if (typeof value !== "object" || value === null) return [];
  const container = value as Record<string, unknown>;
  return Object.keys(container).flatMap((member) => [
    [container, member] as [Record<string, unknown>, string],
    ...placesIn(container[member]),
  ]);
}

export function scratched(json: string, { at, kind, text }: Scratch): string {
  const place = at % (json.length + 1);
  switch (kind) {
    case "cut":
      return json.slice(0, place);
    case "insert":
      return `${json.slice(0, place)}${text}${json.slice(place)}`;
    case "raw":
      return text;
  }
}

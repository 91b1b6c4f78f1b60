import { AwsError } from "../../account/aws-error";

type Matcher = (event: unknown) => boolean;

/** An EventBridge event pattern, parsed. */
export class EventPattern {
  private constructor(private readonly matchers: Matcher[]) {}

  /**
   * @param text the pattern as JSON
   * @throws AwsError `InvalidEventPatternException` for a pattern that AWS rejects, and for an operator that is not
   *   simulated: ignoring it could match the wrong events
   */
  static parse(text: string): EventPattern {
    let pattern: unknown;
    try {
      pattern = JSON.parse(text);
    } catch {
      throw invalid(`it is not JSON: ${text}`);
    }
    return new EventPattern(matchersOf(pattern, []));
  }

  matches(event: unknown): boolean {
    return this.matchers.every((matches) => matches(event));
  }
}

/** @param path where in the event the pattern stands */
function matchersOf(pattern: unknown, path: string[]): Matcher[] {
  if (typeof pattern !== "object" || pattern === null || Array.isArray(pattern)) {
    throw invalid(`'${path.join(".")}' must be an object or an array`);
  }
  const entries = Object.entries(pattern);
  if (entries.length === 0) throw invalid(`'${path.join(".")}' must not be empty`);
  return entries.flatMap(([key, value]: [string, unknown]) => {
    const here = [...path, key];
    if (key === "$or") return [anyOf(value, path)];
    if (key.startsWith("$")) throw invalid(`operator '${key}' is not simulated`);
    if (!Array.isArray(value)) return matchersOf(value, here);
    if (value.length === 0) throw invalid(`'${here.join(".")}' must not be an empty array`);
    const alternatives = value.map(alternative);
    // A field of an event that is an array matches when one of its members does.
    return [
      (event: unknown) => {
        const found = valueAt(event, here);
        return (Array.isArray(found) ? found : [found]).some((one) =>
          alternatives.some((matches) => matches(one)),
        );
      },
    ];
  });
}

/** `$or`: two patterns or more, of which one matches (EventBridge User Guide, "Comparison operators"). */
function anyOf(patterns: unknown, path: string[]): Matcher {
  if (!Array.isArray(patterns) || patterns.length < 2) throw invalid("'$or' takes two patterns or more");
  const all = patterns.map((pattern) => matchersOf(pattern, path));
  return (event) => all.some((matchers) => matchers.every((matches) => matches(event)));
}

function alternative(expected: unknown): (value: unknown) => boolean {
  if (typeof expected !== "object" || expected === null) return (value) => value === expected;
  const [[operator, operand] = ["", undefined], ...more] = Object.entries(expected);
  if (more.length > 0)
    throw invalid(`an operator must be the only member of its object, unlike ${JSON.stringify(expected)}`);
  switch (operator) {
    case "prefix":
      if (typeof operand !== "string") throw invalid("'prefix' takes a string");
      return (value) => typeof value === "string" && value.startsWith(operand);
    case "exists":
      return (value) => (value !== undefined) === operand;
    case "anything-but": {
      const unwanted: unknown[] = Array.isArray(operand) ? operand : [operand];
      if (unwanted.some((one) => typeof one === "object"))
        throw invalid("'anything-but' with an operator is not simulated");
      return (value) => value !== undefined && !unwanted.includes(value);
    }
    default:
      throw invalid(`operator '${operator}' is not simulated`);
  }
}

function valueAt(event: unknown, path: string[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined,
    event,
  );
}

function invalid(why: string): AwsError {
  return new AwsError("InvalidEventPatternException", `Event pattern is not valid: ${why}.`);
}

import { AwsError } from "../../account/aws-error";

/** A metric filter's pattern, parsed: whether a line of a log matches. */
export type MetricPattern = (line: string) => boolean;

/**
 * Parses a JSON pattern that compares one member with a text: `{ $.level = "ERROR" }`, `{ $.problem = "*" }` (CloudWatch
 * Logs User Guide, "Filter pattern syntax").
 *
 * @throws AwsError `InvalidParameterException` for any other pattern: ignoring a part of it would count the wrong lines
 */
export function parseMetricPattern(pattern: string): MetricPattern {
  const [, path, text] = /^\{ *\$\.([A-Za-z0-9_.]+) *= *"([^"]*)" *\}$/.exec(pattern) ?? [];
  if (path === undefined || text === undefined) {
    throw new AwsError(
      "InvalidParameterException",
      `The local account supports patterns like { $.member = "text" }, not ${pattern}.`,
    );
  }
  // A star matches any characters.
  const parts = text.split("*").map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, "\\$&"));
  const expected = new RegExp(`^${parts.join(".*")}$`, "s");
  return (line) => {
    const found = memberOf(line, path.split("."));
    return typeof found === "string" && expected.test(found);
  };
}

function memberOf(line: string, path: string[]): unknown {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  for (const key of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}

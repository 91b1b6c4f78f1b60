/** The values of a metric by period, oldest first; undefined where there was no data. */
export type Series = readonly (number | undefined)[];

/** An expression of metric math on metrics by their IDs. */
export type Expression = (series: Record<string, Series>) => Series;

const id = "[a-z][A-Za-z0-9_]*";
const sum = new RegExp(`^${id}( \\+ ${id})+$`);
const sinceFirst = new RegExp(`^IF\\(FILL\\((${id}), REPEAT\\), (${id})\\)$`);

/**
 * Reads an expression: sums, and `IF(FILL(m, REPEAT), m)`. Source: CloudWatch User Guide, "Using math expressions".
 *
 * @throws Error for any other, and for an ID that is no metric's
 */
export function parseExpression(text: string, ids: readonly string[]): Expression {
  const named = text.match(new RegExp(`\\b${id}\\b`, "g")) ?? [];
  const unknown = named.find((name) => !ids.includes(name));
  if (unknown !== undefined) throw new Error(`the expression ${text} names ${unknown}, which is no metric`);
  if (sum.test(text)) return (series) => added(named.map((name) => series[name] ?? []));
  const [, condition = "", value = ""] = sinceFirst.exec(text) ?? [];
  if (condition === "") {
    throw new Error(`the local account knows sums and IF(FILL(m, REPEAT), m), but not ${text}`);
  }
  return (series) => ifTrue(repeated(series[condition] ?? []), series[value] ?? []);
}

/** "Missing values in a time series are treated as 0." Where all are missing there is no time stamp. */
function added(all: readonly Series[]): Series {
  return (all[0] ?? []).map((_, index) => {
    const values = all.flatMap((series) => series[index] ?? []);
    return values.length === 0 ? undefined : values.reduce((one, other) => one + other, 0);
  });
}

function repeated(series: Series): Series {
  let last: number | undefined;
  return series.map((value) => (last = value ?? last));
}

/** Dropped where there is no condition or it is 0; 0 where it is true and there is no value. */
function ifTrue(condition: Series, values: Series): Series {
  return values.map((value, index) => ((condition[index] ?? 0) === 0 ? undefined : (value ?? 0)));
}

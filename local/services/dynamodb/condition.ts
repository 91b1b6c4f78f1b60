import { isDeepStrictEqual } from "node:util";
import type { AttributeValue, PutItemInput } from "@aws-sdk/client-dynamodb";
import { AwsError } from "../../account/aws-error";

export type Item = Record<string, AttributeValue>;

/**
 * Whether an item fulfils a write's condition: `attribute_not_exists(name)`, `attribute_exists(name)` or `name = :value`.
 *
 * @throws AwsError `ValidationException` for an expression that is not simulated: to ignore it could let two writers in
 */
export function holds(
  request: Pick<
    PutItemInput,
    "ConditionExpression" | "ExpressionAttributeNames" | "ExpressionAttributeValues"
  >,
  item: Item | undefined,
): boolean {
  const {
    ConditionExpression: text,
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: values,
  } = request;
  if (text === undefined) return true;
  const attribute = (name = "") => item?.[names?.[name] ?? name];
  const exists = /^attribute_(not_)?exists\(\s*(#?\w+)\s*\)$/.exec(text);
  if (exists !== null) return (attribute(exists[2]) === undefined) === (exists[1] !== undefined);
  const equals = /^(#?\w+)\s*=\s*(:\w+)$/.exec(text);
  if (equals === null) {
    throw new AwsError("ValidationException", `The local account does not simulate the condition ${text}.`);
  }
  return isDeepStrictEqual(attribute(equals[1]), values?.[equals[2] ?? ""]);
}

import { AwsError } from "../account/aws-error";

/** The errors of an operation for a token that is not one of its own; AWS's services differ in them. */
export type TokenError = () => AwsError;

const invalidToken: TokenError = () =>
  new AwsError("InvalidNextTokenException", "The nextToken is not one of an earlier answer.");

/**
 * One page of a list, and the token for the next where there is one.
 *
 * @param token as an earlier page gave it; undefined for the first page
 * @throws AwsError for a token that no page gave
 */
export function pageOf<T>(
  all: readonly T[],
  size: number,
  token: string | undefined,
  tokenError = invalidToken,
): { page: T[]; next: string | undefined } {
  const position = token === undefined ? "0" : Buffer.from(token, "base64").toString();
  if (!/^\d{1,9}$/.test(position)) throw tokenError();
  const start = Number(position);
  const end = start + size;
  return {
    page: all.slice(start, end),
    next: end < all.length ? Buffer.from(String(end)).toString("base64") : undefined,
  };
}

import { AwsError } from "../account/aws-error";

/** Makes the error for an invalid token. AWS's services differ in it. */
export type TokenError = () => AwsError;

const invalidToken: TokenError = () =>
  new AwsError("InvalidNextTokenException", "The nextToken was not returned by an earlier call.");

/**
 * One page of a list, and the token for the next page if there is one.
 *
 * @param token from an earlier page; undefined for the first page
 * @throws AwsError for an invalid token
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

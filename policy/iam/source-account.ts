import type { Principal, Statement } from "./statement";

export const account = /^\d{12}$/;
const organization = /^o-[a-z0-9]{10,32}$/;
export const arnOfAccount = /^arn:[^:*]+:[^:]+:[^:]*:\d{12}:/;

/** Condition keys that name the account or organization a service acts for. Calls by services carry them. */
const boundSource: Record<string, RegExp> = {
  "aws:sourceaccount": account,
  "aws:sourcearn": arnOfAccount,
  "aws:sourceorgid": organization,
  // SNS's own key for the account (SNS Developer Guide, example cases for access control).
  "aws:sourceowner": account,
};

/** Condition keys that name the caller. Calls by services carry none of them. */
const boundCaller: Record<string, RegExp> = {
  "aws:principalaccount": account,
  "aws:principalarn": arnOfAccount,
  "aws:principalorgid": organization,
};

/** Operators that require a match. `...IfExists` is not one of them: it also allows calls without the key. */
const operator = /^(?:foranyvalue:)?(?:string(?:equals|equalsignorecase|like)|arn(?:equals|like))$/;

/**
 * Whether a statement allows this principal for named accounts or organizations only.
 *
 * @param principal matters if it is a service or anyone; every other principal is in a named account
 */
export function hasSourceAccount(statement: Statement, principal: Principal): boolean {
  if (principal.kind !== "Service" && principal.kind !== "anyone") return true;
  const keys = principal.kind === "Service" ? boundSource : { ...boundSource, ...boundCaller };
  return statement.conditions.some(({ operator: compares, key, values }) => {
    const form = keys[key];
    return (
      form !== undefined && operator.test(compares) && values.length > 0 && values.every((v) => form.test(v))
    );
  });
}

/** The principals that a statement allows for any account. */
export function principalsWithoutSourceAccount(
  statement: Statement,
  except: readonly string[] = [],
): Principal[] {
  if (!statement.allows) return [];
  return statement.principals.filter(
    (principal) => !hasSourceAccount(statement, principal) && !except.includes(principal.value),
  );
}

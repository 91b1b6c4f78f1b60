import type { Principal, Statement } from "./statement";

export const account = /^\d{12}$/;
const organization = /^o-[a-z0-9]{10,32}$/;
export const arnOfAccount = /^arn:[^:*]+:[^:]+:[^:]*:\d{12}:/;

/** Conditions on whom a service acts for: a service's call carries them. */
const boundSource: Record<string, RegExp> = {
  "aws:sourceaccount": account,
  "aws:sourcearn": arnOfAccount,
  "aws:sourceorgid": organization,
  // Amazon SNS's own name for the account (SNS Developer Guide, example cases for access control).
  "aws:sourceowner": account,
};

/** Conditions on who calls. A service's call carries none of them. */
const boundCaller: Record<string, RegExp> = {
  "aws:principalaccount": account,
  "aws:principalarn": arnOfAccount,
  "aws:principalorgid": organization,
};

/** Operators that compare for likeness. `...IfExists` is not among them: it lets in whoever does not say. */
const operator = /^(?:foranyvalue:)?(?:string(?:equals|equalsignorecase|like)|arn(?:equals|like))$/;

/**
 * Whether a statement that lets this principal in does so for named accounts or organizations only.
 *
 * @param principal a service, or anyone; other principals are names already
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

/** The principals that a statement lets in for whichever account. */
export function principalsWithoutSourceAccount(
  statement: Statement,
  except: readonly string[] = [],
): Principal[] {
  if (!statement.allows) return [];
  return statement.principals.filter(
    (principal) => !hasSourceAccount(statement, principal) && !except.includes(principal.value),
  );
}

import { isObject, type Properties, stringsOf } from "../support/property";

/** A statement of a policy document. Single values have become lists. */
export interface Statement {
  /** Its name in violations: by `Sid` or by number. */
  name: string;
  allows: boolean;
  actions: string[];
  notActions: string[];
  resources: string[];
  notResources: string[];
  principals: Principal[];
  /** Whether it has `NotPrincipal`: everyone except the listed principals. */
  allButPrincipals: boolean;
  conditions: Condition[];
}

export interface Principal {
  kind: "anyone" | "AWS" | "Service" | "Federated" | "CanonicalUser";
  value: string;
}

export interface Condition {
  /** Lower case: `stringequals`. */
  operator: string;
  /** Lower case: `aws:sourceaccount`. */
  key: string;
  values: string[];
}

/** A value is not a policy document. The message continues a sentence: "is not JSON". */
export class PolicyDocumentError extends Error {
  override readonly name = "PolicyDocumentError";
}

/**
 * Parses a policy document.
 *
 * @param document JSON, or an object, which some resources accept too
 * @throws PolicyDocumentError rather than return fewer statements: a part that cannot be read may allow anything
 */
export function parsePolicyDocument(document: unknown): Statement[] {
  const parsed: unknown = typeof document === "string" ? parseJson(document) : document;
  const statement = isObject(parsed) ? parsed["Statement"] : undefined;
  const statements = Array.isArray(statement) ? Array.from<unknown>(statement) : [statement];
  return statements.map((one, index) => {
    if (!isObject(one) || (one["Effect"] !== "Allow" && one["Effect"] !== "Deny")) {
      throw new PolicyDocumentError("has no list of statements with an Effect");
    }
    return parseStatement(one, index);
  });
}

function parseStatement(statement: Properties, index: number): Statement {
  const sid = statement["Sid"];
  return {
    name: typeof sid === "string" && sid !== "" ? `statement ${sid}` : `statement ${index + 1}`,
    allows: statement["Effect"] === "Allow",
    actions: stringsOf(statement, "Action"),
    notActions: stringsOf(statement, "NotAction"),
    resources: stringsOf(statement, "Resource"),
    notResources: stringsOf(statement, "NotResource"),
    principals: parsePrincipals(statement["Principal"]),
    allButPrincipals: statement["NotPrincipal"] !== undefined,
    conditions: parseConditions(statement["Condition"]),
  };
}

const kinds = ["AWS", "Service", "Federated", "CanonicalUser"] as const;

function parsePrincipals(principal: unknown): Principal[] {
  if (principal === "*") return [{ kind: "anyone", value: "*" }];
  if (!isObject(principal)) return [];
  return kinds.flatMap((kind) =>
    stringsOf(principal, kind).map((value) => ({
      kind: kind === "AWS" && value === "*" ? "anyone" : kind,
      value,
    })),
  );
}

function parseConditions(condition: unknown): Condition[] {
  if (!isObject(condition)) return [];
  return Object.keys(condition).flatMap((operator) => {
    const keys = condition[operator];
    if (!isObject(keys)) return [];
    return Object.keys(keys).map((key) => ({
      operator: operator.toLowerCase(),
      key: key.toLowerCase(),
      // IAM reads numbers and booleans in JSON as strings.
      values: [keys[key]].flat().map(String),
    }));
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new PolicyDocumentError("is not JSON", { cause });
  }
}

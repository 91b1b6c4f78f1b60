/** What `aws.iam.getPolicyDocument` is given. Source: the AWS provider's data source `aws_iam_policy_document`. */
interface PolicyDocumentArgs {
  version?: string;
  policyId?: string;
  statements?: StatementArgs[];
  /** Documents whose statements come first. A statement with the same `sid` takes the place of theirs. */
  sourcePolicyDocuments?: string[];
  /** Documents whose statements take the place of those with the same `sid`, and else come last. */
  overridePolicyDocuments?: string[];
}

interface StatementArgs {
  sid?: string;
  effect?: string;
  actions?: string[];
  notActions?: string[];
  resources?: string[];
  notResources?: string[];
  principals?: PrincipalArgs[];
  notPrincipals?: PrincipalArgs[];
  conditions?: { test: string; variable: string; values: string[] }[];
}

interface PrincipalArgs {
  type: string;
  identifiers: string[];
}

interface Document {
  Version: string;
  Id?: string;
  Statement: { Sid?: string }[];
}

/**
 * Answers `aws.iam.getPolicyDocument`, which asks AWS nothing: the provider only writes JSON.
 *
 * @returns what the provider returns, `json` and `minifiedJson`
 */
export function policyDocument(args: PolicyDocumentArgs): Record<string, unknown> {
  const {
    version,
    policyId,
    statements = [],
    sourcePolicyDocuments = [],
    overridePolicyDocuments = [],
  } = args;
  const documents = [
    ...sourcePolicyDocuments.map(parsed),
    { Statement: statements.map(statement) },
    ...overridePolicyDocuments.map(parsed),
  ];
  const document: Document = {
    Version: version ?? "2012-10-17",
    ...(policyId !== undefined && { Id: policyId }),
    Statement: documents.reduce<Document["Statement"]>((all, one) => merged(all, one.Statement), []),
  };
  return { ...args, json: JSON.stringify(document, undefined, 2), minifiedJson: JSON.stringify(document) };
}

function parsed(json: string): Pick<Document, "Statement"> {
  const { Statement = [] } = JSON.parse(json) as {
    Statement?: Document["Statement"] | Document["Statement"][0];
  };
  return { Statement: [Statement].flat() };
}

function merged(all: Document["Statement"], more: Document["Statement"]): Document["Statement"] {
  const named = new Set(more.flatMap(({ Sid }) => Sid ?? []));
  return [...all.filter(({ Sid }) => Sid === undefined || !named.has(Sid)), ...more];
}

function statement(args: StatementArgs): { Sid?: string } {
  const { sid, effect = "Allow", principals, notPrincipals, conditions = [] } = args;
  const texts = (values: string[] | undefined) => oneOrAll(values?.map(unescaped));
  return withoutUndefined({
    Sid: sid === "" ? undefined : sid,
    Effect: effect,
    Principal: principalsOf(principals),
    NotPrincipal: principalsOf(notPrincipals),
    Action: texts(args.actions),
    NotAction: texts(args.notActions),
    Resource: texts(args.resources),
    NotResource: texts(args.notResources),
    Condition: conditions.length === 0 ? undefined : conditionsOf(conditions),
  });
}

function principalsOf(principals: PrincipalArgs[] = []): unknown {
  if (principals.length === 0) return undefined;
  if (principals.some(({ type }) => type === "*")) return "*";
  const byType = Map.groupBy(principals, ({ type }) => type);
  return Object.fromEntries(
    [...byType].map(([type, all]) => [
      type,
      oneOrAll(all.flatMap(({ identifiers }) => identifiers.map(unescaped))),
    ]),
  );
}

function conditionsOf(
  conditions: NonNullable<StatementArgs["conditions"]>,
): Record<string, Record<string, unknown>> {
  const byTest: Record<string, Record<string, unknown>> = {};
  for (const { test, variable, values } of conditions) {
    byTest[test] = { ...byTest[test], [variable]: oneOrAll(values.map(unescaped)) };
  }
  return byTest;
}

/** A policy variable is written `&{...}`, because `${...}` is the program's own. */
function unescaped(text: string): string {
  return text.replaceAll("&{", "${");
}

function oneOrAll(values: string[] | undefined): string | string[] | undefined {
  return values?.length === 1 ? values[0] : values;
}

function withoutUndefined(object: object): object {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}

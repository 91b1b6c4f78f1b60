/**
 * Replaces each `Resource` that matches the ARN by `*`. AWS checks some actions against a resource that its reference
 * does not list, and the simulator accepts only `*` for them.
 */
export function withWildcardResource(policy: unknown, arn: string): unknown {
  if (typeof policy !== "object" || policy === null || !("Statement" in policy)) return policy;
  const statements: unknown[] = [policy.Statement].flat();
  return {
    ...policy,
    Statement: statements.map((statement) => {
      if (typeof statement !== "object" || statement === null || !("Resource" in statement)) return statement;
      const resources: unknown[] = [statement.Resource].flat();
      return { ...statement, Resource: resources.map((one) => (names(one, arn) ? "*" : one)) };
    }),
  };
}

function names(pattern: unknown, arn: string): boolean {
  if (typeof pattern !== "string") return false;
  const escaped = pattern.replace(/[\\^$.|+()[\]{}]/g, "\\$&");
  return new RegExp(`^${escaped.replaceAll("*", ".*").replaceAll("?", ".")}$`).test(arn);
}

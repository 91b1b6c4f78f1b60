/**
 * A policy as it bears on one resource, for a simulator that knows an action only with the resource `*`: what names the
 * resource, by its ARN or a pattern, becomes `*`. Some actions are judged by a resource that AWS's reference does not list.
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

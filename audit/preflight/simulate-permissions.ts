import { GetRoleCommand, paginateSimulatePrincipalPolicy } from "@aws-sdk/client-iam";
import { callAws } from "../aws/aws-call";
import type { Caller, Clients } from "../aws/clients";
import { inParallel } from "../aws/in-parallel";
import { listAll } from "../aws/pages";
import type { ContextKey, Permission } from "./permissions";

/**
 * Asks IAM which of the permissions a caller lacks. The simulation covers the caller's own policies, boundaries and
 * service control policies, not resource policies: the resources do not exist yet.
 *
 * @returns what is not allowed; empty when everything is
 * @throws AuditError when IAM refuses the simulation
 */
export async function missingPermissions(
  clients: Clients,
  caller: Caller,
  permissions: readonly Permission[],
  context: readonly ContextKey[],
): Promise<Permission[]> {
  if (caller.arn.endsWith(":root")) return [];
  const PolicySourceArn = await policySource(clients, caller);
  const byResource = [...Map.groupBy(permissions, ({ resource }) => resource)];
  const answers = await inParallel(
    byResource,
    ([resource, wanted]) => simulate(clients, { PolicySourceArn, resource, context }, wanted),
    // IAM has one endpoint for all Regions, and throttles early.
    { atOnce: 3 },
  );
  return answers.flat();
}

async function simulate(
  { iam, region }: Clients,
  {
    PolicySourceArn,
    resource,
    context,
  }: { PolicySourceArn: string; resource: string; context: readonly ContextKey[] },
  wanted: readonly Permission[],
): Promise<Permission[]> {
  const results = await listAll(
    { what: "what the caller may do", action: "iam:SimulatePrincipalPolicy", region },
    paginateSimulatePrincipalPolicy,
    iam,
    {
      PolicySourceArn,
      ActionNames: wanted.map(({ action }) => action),
      ResourceArns: [exampleName(resource)],
      ContextEntries: context.map(({ name, value }) => ({
        ContextKeyName: name,
        ContextKeyType: "string" as const,
        ContextKeyValues: [value],
      })),
    },
    ({ EvaluationResults }) => EvaluationResults,
  );
  const allowed = new Set(
    results
      .filter(({ EvalDecision }) => EvalDecision === "allowed")
      .map(({ EvalActionName }) => EvalActionName?.toLowerCase()),
  );
  return wanted.filter(({ action }) => !allowed.has(action.toLowerCase()));
}

/** A name as AWS would complete it. IAM simulates one resource, not a pattern. */
function exampleName(resource: string): string {
  return resource.replace(/(?<=[a-z0-9])\*$/, "-0000000");
}

/** IAM simulates users and roles. A session's ARN names its role, but not the path, which IAM is asked for. */
async function policySource({ iam, region }: Clients, { arn }: Caller): Promise<string> {
  const RoleName = /:assumed-role\/([^/]+)\//.exec(arn)?.[1];
  if (RoleName === undefined) return arn;
  const { Role } = await callAws({ what: `the role ${RoleName}`, action: "iam:GetRole", region }, () =>
    iam.send(new GetRoleCommand({ RoleName })),
  );
  return Role?.Arn ?? arn;
}

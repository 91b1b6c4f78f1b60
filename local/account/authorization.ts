import { runSimulation, type Simulation } from "@cloud-copilot/iam-simulate";
import { AwsError } from "./aws-error";
import { withWildcardResource } from "./wildcard-resource";

/** A request that IAM allows or denies. */
export interface AccessRequest {
  /** A role's ARN, or a service principal such as `config.amazonaws.com`. */
  principal: string;
  /** `sns:Publish` */
  action: string;
  /** An ARN, or `*` for actions without resource-level permissions. */
  resource: string;
  /** The ARN that AWS checks, for an action whose reference lists only `*`. */
  unlistedResource?: string;
  /** The resource's own policy, if it has one. */
  resourcePolicy?: unknown;
  /** The resource's account, if it is not this one. */
  resourceAccount?: string | undefined;
  /** Condition keys in addition to those of every request. */
  context?: Record<string, string | string[]>;
}

/** IAM's decision. A denial's `reason` is a sentence that names principal, action, resource and what is missing. */
export type Decision = { allowed: true } | { allowed: false; reason: string };

/** Looks up a role's identity policies by its ARN. */
export interface PolicySource {
  identityPolicies(roleArn: string): { name: string; policy: unknown }[];
  /** The policy that bounds a role; undefined for a role without a boundary. */
  boundaryOf(roleArn: string): { name: string; policy: unknown } | undefined;
}

/** What IAM asks of an organization. */
export interface ControlPolicies {
  /** `o-…` */
  readonly id: string;
  isMember(accountId: string): boolean;
  /** The service control policies that bind an account, from the root down; none for the management account. */
  bind(accountId: string): OrgPolicies[];
}

export interface OrgPolicies {
  orgIdentifier: string;
  policies: { name: string; policy: unknown }[];
}

/**
 * What a principal of another account may do by its own policies, which nobody here knows: it may be an administrator there.
 * So the resource's policy decides alone.
 */
const anything = {
  name: "AnotherAccounts",
  policy: { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] },
};

/** Decisions by simulation. A simulation contains all policies that apply, so every account gets the same result. */
const decisions = new Map<string, Promise<Decision>>();

/** Decides requests by the deployed policies, with an IAM simulator. */
export class Authorization {
  constructor(
    private readonly accountId: string,
    private readonly iam: PolicySource,
    private readonly organization?: ControlPolicies,
  ) {}

  /** @throws AwsError `MalformedPolicyDocument` for a policy that AWS would have rejected */
  async decide(request: AccessRequest): Promise<Decision> {
    const boundary = this.boundary(request);
    const simulation: Simulation = {
      request: {
        principal: request.principal,
        action: request.action,
        resource: { resource: request.resource, accountId: request.resourceAccount ?? this.accountId },
        // Every request counts as sent over TLS, as requests to AWS are.
        contextVariables: {
          "aws:SecureTransport": "true",
          ...(isRole(request.principal) && { "aws:PrincipalArn": request.principal }),
          ...this.organizationContext(request),
          ...request.context,
        },
      },
      identityPolicies: this.identityPolicies(request),
      ...(boundary !== undefined && { permissionBoundaryPolicies: [boundary] }),
      serviceControlPolicies: this.controlPolicies(request.principal),
      resourceControlPolicies: [],
      ...(request.resourcePolicy === undefined ? {} : { resourcePolicy: request.resourcePolicy }),
    };
    const key = JSON.stringify(simulation);
    let decision = decisions.get(key);
    if (decision === undefined) {
      decision = simulate(simulation, request);
      decisions.set(key, decision);
    }
    return decision;
  }

  /** A service's call carries the organization of the account that it acts for, a role's that of its own account. */
  private organizationContext({ principal, context = {} }: AccessRequest): Record<string, string> {
    const key = isRole(principal) ? "aws:PrincipalOrgID" : "aws:SourceOrgID";
    const account = isRole(principal) ? accountOf(principal) : String(context["aws:SourceAccount"]);
    return this.organization?.isMember(account) === true ? { [key]: this.organization.id } : {};
  }

  /**
   * What an organization denies. Its policies bind roles of its member accounts, and among these no service-linked ones
   * ("Tasks and entities not restricted by SCPs", Organizations User Guide).
   */
  private controlPolicies(principal: string): Simulation["serviceControlPolicies"] {
    if (!isRole(principal) || principal.includes(":role/aws-service-role/")) return [];
    return this.organization?.bind(accountOf(principal)) ?? [];
  }

  private identityPolicies({ principal, unlistedResource }: AccessRequest) {
    if (isRole(principal) && accountOf(principal) !== this.accountId) return [anything];
    const policies = isRole(principal) ? this.iam.identityPolicies(principal) : [];
    return policies.map((policy) => listed(policy, unlistedResource));
  }

  private boundary({ principal, unlistedResource }: AccessRequest) {
    const policy = isRole(principal) ? this.iam.boundaryOf(principal) : undefined;
    return policy && listed(policy, unlistedResource);
  }

  /** Like `decide`, but throws a denial as the error that AWS returns. */
  async require(request: AccessRequest): Promise<void> {
    const decision = await this.decide(request);
    if (!decision.allowed) throw new AwsError("AccessDeniedException", decision.reason, 400);
  }
}

/** A policy as the simulator takes it for an action that AWS checks on a resource which its reference does not list. */
function listed({ name, policy }: { name: string; policy: unknown }, unlistedResource: string | undefined) {
  return {
    name,
    policy: unlistedResource === undefined ? policy : withWildcardResource(policy, unlistedResource),
  };
}

async function simulate(simulation: Simulation, request: AccessRequest): Promise<Decision> {
  const answer = await runSimulation(simulation, {});
  if (answer.resultType === "error") {
    throw new AwsError(
      "MalformedPolicyDocument",
      `${request.action} on ${request.resource}: ${describe(answer.errors)}`,
    );
  }
  if (answer.overallResult === "Allowed") return { allowed: true };
  const analyses =
    answer.resultType === "single" ? [answer.result.analysis] : answer.results.map((r) => r.analysis);
  const subject = `${request.principal} is not authorized to perform ${request.action} on ${request.unlistedResource ?? request.resource}`;
  const why = analyses.map((analysis) => explain(analysis, request)).join("; ") || nothingAllows(request);
  return { allowed: false, reason: `${subject}: ${why}` };
}

type Errors = Extract<Awaited<ReturnType<typeof runSimulation>>, { resultType: "error" }>["errors"];
type Analysis = Extract<
  Awaited<ReturnType<typeof runSimulation>>,
  { resultType: "single" }
>["result"]["analysis"];

function describe(errors: Errors): string {
  const policies = [
    ...(errors.resourcePolicyErrors ?? []),
    ...Object.values(errors.identityPolicyErrors ?? {}).flat(),
  ];
  return policies.length > 0
    ? policies.map(({ path, message }) => `${path}: ${message}`).join("; ")
    : errors.message;
}

function explain(analysis: Analysis, request: AccessRequest): string {
  const [control] = analysis.scpAnalysis?.ouAnalysis.flatMap((one) => one.denyStatements) ?? [];
  if (control !== undefined)
    return `statement ${control.explain.identifier} of a service control policy denies it`;
  const isBounded = analysis.identityAnalysis?.result === "Allowed";
  if (isBounded && ![undefined, "Allowed"].includes(analysis.permissionBoundaryAnalysis?.result)) {
    return "the role's permissions boundary does not allow it";
  }
  const parts = [
    { name: "identity", analysis: analysis.identityAnalysis },
    { name: "resource", analysis: analysis.resourceAnalysis },
  ];
  for (const part of parts) {
    const [denial] = part.analysis?.denyStatements ?? [];
    if (denial !== undefined)
      return `statement ${denial.explain.identifier} of a ${part.name} policy denies it`;
  }
  for (const part of parts) {
    const near = part.analysis?.unmatchedStatements.find(
      ({ statement, actionMatch, principalMatch, resourceMatch, conditionMatch }) =>
        statement.effect() === "Allow" &&
        actionMatch &&
        resourceMatch &&
        principalMatch !== "NoMatch" &&
        conditionMatch === "NoMatch",
    );
    if (near === undefined) continue;
    const conditions = (near.explain.conditions ?? [])
      .filter(({ matches }) => !matches)
      .map(({ conditionKeyValue }) => conditionKeyValue);
    return `statement ${near.explain.identifier} of a ${part.name} policy would allow it, but its condition on ${conditions.join(", ")} does not match`;
  }
  return nothingAllows(request);
}

/** Names the policies that could have allowed the request. A service has no policies of its own. */
function nothingAllows({ principal, resourcePolicy }: AccessRequest): string {
  const policies = [
    ...(isRole(principal) ? ["the role's policies"] : []),
    ...(resourcePolicy === undefined ? [] : ["the resource's policy"]),
  ];
  return policies.length === 0
    ? "the resource has no policy that allows it"
    : `no statement of ${policies.join(" or of ")} allows it`;
}

function accountOf(arn: string): string {
  return arn.split(":")[4] ?? "";
}

function isRole(principal: string): boolean {
  return principal.startsWith("arn:");
}

import { runSimulation, type Simulation } from "@cloud-copilot/iam-simulate";
import { AwsError } from "./aws-error";
import { withWildcardResource } from "./wildcard-resource";

/** A request to be judged as IAM would judge it. */
export interface AccessRequest {
  /** A role's ARN, or a service principal such as `config.amazonaws.com`. */
  principal: string;
  /** `sns:Publish` */
  action: string;
  /** An ARN, or `*` for actions that know no resource. */
  resource: string;
  /** The ARN that AWS judges the action by although its reference knows only `*`, where that is so. */
  unlistedResource?: string;
  /** The policy on the resource, where it has one. */
  resourcePolicy?: unknown;
  /** The resource's account, where it is not this one. */
  resourceAccount?: string | undefined;
  /** Condition keys beyond those that every request carries. */
  context?: Record<string, string | string[]>;
}

/** IAM's answer. When it is no, `reason` is a sentence that names principal, action, resource and what is missing. */
export type Decision = { allowed: true } | { allowed: false; reason: string };

/** Whoever knows the policies that speak for a role, by its ARN. */
export interface PolicySource {
  identityPolicies(roleArn: string): { name: string; policy: unknown }[];
}

/** A question holds all policies that bear on it, so it has the same answer in every account. */
const decisions = new Map<string, Promise<Decision>>();

/** Judges requests against the policies that were declared, with an IAM simulator. */
export class Authorization {
  constructor(
    private readonly accountId: string,
    private readonly iam: PolicySource,
  ) {}

  /** @throws AwsError `MalformedPolicyDocument` for a policy that AWS would not have taken */
  async decide(request: AccessRequest): Promise<Decision> {
    const simulation: Simulation = {
      request: {
        principal: request.principal,
        action: request.action,
        resource: { resource: request.resource, accountId: request.resourceAccount ?? this.accountId },
        // Everything in this account speaks TLS, as all of AWS's services do.
        contextVariables: { "aws:SecureTransport": "true", ...request.context },
      },
      identityPolicies: this.identityPolicies(request),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      ...(request.resourcePolicy === undefined ? {} : { resourcePolicy: request.resourcePolicy }),
    };
    const question = JSON.stringify(simulation);
    let decision = decisions.get(question);
    if (decision === undefined) {
      decision = simulate(simulation, request);
      decisions.set(question, decision);
    }
    return decision;
  }

  private identityPolicies({ principal, unlistedResource }: AccessRequest) {
    const policies = isRole(principal) ? this.iam.identityPolicies(principal) : [];
    return unlistedResource === undefined
      ? policies
      : policies.map(({ name, policy }) => ({
          name,
          policy: withWildcardResource(policy, unlistedResource),
        }));
  }

  /** As `decide`, but a refusal is thrown as AWS answers it. */
  async require(request: AccessRequest): Promise<void> {
    const decision = await this.decide(request);
    if (!decision.allowed) throw new AwsError("AccessDeniedException", decision.reason, 400);
  }
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

/** Which policies could have allowed it: a service has none of its own. */
function nothingAllows({ principal, resourcePolicy }: AccessRequest): string {
  const policies = [
    ...(isRole(principal) ? ["the role's policies"] : []),
    ...(resourcePolicy === undefined ? [] : ["the resource's policy"]),
  ];
  return policies.length === 0
    ? "the resource has no policy that would let it in"
    : `no statement of ${policies.join(" or of ")} allows it`;
}

function isRole(principal: string): boolean {
  return principal.startsWith("arn:");
}

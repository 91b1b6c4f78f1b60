import type {
  EvaluationResult,
  SimulatePolicyResponse,
  SimulatePrincipalPolicyRequest,
} from "@aws-sdk/client-iam";
import type { AccountContext } from "../../account/context";
import type { Decision } from "../../account/authorization";
import { AwsError, notSimulated } from "../../account/aws-error";
import { pageOf } from "../../endpoint/paging";

/** `SimulatePrincipalPolicy`, for a role's own policies: a decision for each action on each resource. */
export async function simulatePrincipalPolicy(
  account: AccountContext,
  principal: string,
  request: SimulatePrincipalPolicyRequest,
): Promise<SimulatePolicyResponse> {
  const { PolicySourceArn = "", ActionNames = [], ResourceArns = ["*"], MaxItems = 100 } = request;
  await account.authorization.require({
    principal,
    action: "iam:SimulatePrincipalPolicy",
    resource: PolicySourceArn,
  });
  if (!account.iam.exists(PolicySourceArn))
    throw new AwsError("NoSuchEntity", `The role ${PolicySourceArn} cannot be found.`, 404);
  const { PolicyInputList, ContextEntries = [], ResourcePolicy } = request;
  if (PolicyInputList ?? ResourcePolicy) throw notSimulated("a policy simulation with policies of its own");
  const context = Object.fromEntries(
    ContextEntries.map(({ ContextKeyName = "", ContextKeyType, ContextKeyValues = [] }) => [
      ContextKeyName,
      ContextKeyType?.endsWith("List") === true ? ContextKeyValues : (ContextKeyValues[0] ?? ""),
    ]),
  );
  const results: EvaluationResult[] = [];
  for (const action of ActionNames) {
    for (const resource of ResourceArns)
      results.push(await simulate(account, PolicySourceArn, { action, resource, context }));
  }
  const { page, next } = pageOf(
    results,
    MaxItems,
    request.Marker,
    () => new AwsError("ValidationError", "Invalid Marker."),
  );
  return {
    EvaluationResults: page,
    IsTruncated: next !== undefined,
    ...(next === undefined ? {} : { Marker: next }),
  };
}

async function simulate(
  account: AccountContext,
  principal: string,
  {
    action,
    resource,
    context,
  }: { action: string; resource: string; context: Record<string, string | string[]> },
): Promise<EvaluationResult> {
  const { authorization } = account;
  const decide = (on: string): Promise<Decision> =>
    authorization.decide({ principal, action, resource: on, context });
  let decision: Decision;
  try {
    // An action that does not support this kind of resource is simulated on `*`, which is how it is granted.
    decision = await decide(resource).catch(() => decide("*"));
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new AwsError("InvalidInput", `${action} on ${resource} cannot be simulated: ${error.message}`);
  }
  return {
    EvalActionName: action,
    EvalResourceName: resource,
    EvalDecision: decision.allowed ? "allowed" : "implicitDeny",
  };
}

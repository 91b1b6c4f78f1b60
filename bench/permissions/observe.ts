import { type AccessRequest, Authorization, type Decision } from "../../local/authorization";
import type { Iam } from "../../local/services/iam";
import { runLocal } from "../../local/run";
import { bundledScenarios, readScenario } from "../../local/scenario-file";

/** An action that a statement of a role's own policies allows. */
export interface Grant {
  role: string;
  sid: string;
  action: string;
  /** The scenarios in which the role did it and was allowed to; none when it never was seen. */
  usedIn: string[];
}

interface Statement {
  Sid?: string;
  Effect: string;
  Action: string | string[];
}

/** What every role of the stack is granted, and in which scenarios it uses it. */
export async function observeGrants(): Promise<Grant[]> {
  const granted = new Map<string, Grant>();
  const used = new Map<string, Set<string>>();
  for (const scenario of bundledScenarios()) {
    await whileWatching(
      (request, decision, iam) => {
        const role = roleOf(request.principal);
        if (role === undefined) return;
        for (const grant of grantsOf(role, iam, request.principal)) granted.set(keyOf(grant), grant);
        if (!decision.allowed) return;
        const key = `${role} ${request.action}`;
        used.set(key, (used.get(key) ?? new Set()).add(scenario));
      },
      () => runLocal({ stack: "dev", scenario: readScenario(scenario) }),
    );
  }
  return [...granted.values()]
    .map((grant) => ({ ...grant, usedIn: [...(used.get(`${grant.role} ${grant.action}`) ?? [])].sort() }))
    .sort((one, other) => keyOf(one).localeCompare(keyOf(other)));
}

type Watch = (request: AccessRequest, decision: Decision, iam: Iam) => void;

/** Tells of every decision of the local account's authorisation meanwhile. */
async function whileWatching<T>(watch: Watch, run: () => Promise<T>): Promise<T> {
  const own = Object.getOwnPropertyDescriptor(Authorization.prototype, "decide");
  const decide = own?.value as Authorization["decide"] | undefined;
  if (own === undefined || decide === undefined)
    throw new Error("Authorization has no method decide any more.");
  Object.defineProperty(Authorization.prototype, "decide", {
    ...own,
    async value(this: Authorization, request: AccessRequest): Promise<Decision> {
      const decision = await decide.call(this, request);
      watch(request, decision, (this as unknown as { iam: Iam }).iam);
      return decision;
    },
  });
  try {
    return await run();
  } finally {
    Object.defineProperty(Authorization.prototype, "decide", own);
  }
}

/** A role of the stack by what it is for; undefined for other principals. */
function roleOf(principal: string): string | undefined {
  return /:role\/xray-encryption-guard-([a-z-]+?)-[0-9a-f]{7}$/.exec(principal)?.[1];
}

/** The managed policy's statements are AWS's own affair; its name is an ARN. */
function grantsOf(role: string, iam: Iam, principal: string): Grant[] {
  return iam
    .identityPolicies(principal)
    .filter(({ name }) => !name.startsWith("arn:"))
    .flatMap(({ policy }) => (policy as { Statement: Statement[] }).Statement)
    .filter(({ Effect }) => Effect === "Allow")
    .flatMap(({ Sid = "", Action }) =>
      [Action].flat().map((action) => ({ role, sid: Sid, action, usedIn: [] })),
    );
}

function keyOf({ role, sid, action }: Grant): string {
  return `${role} ${sid} ${action}`;
}

import type { Registration } from "../../stack-runner/run";
import { actionsByType, type Location, unknownNeeds } from "./deployment-actions";

/** One permission that a deployment needs. */
export interface Permission {
  /** `s3:CreateBucket` */
  action: string;
  /** An ARN that ends in `*` where AWS completes the name; `*` where IAM knows no resource for the action. */
  resource: string;
}

/** What the provider itself calls, whatever it deploys. */
const always: Permission[] = [{ action: "sts:GetCallerIdentity", resource: "*" }];

/**
 * The permissions that a deployment of these resources needs, sorted by resource and action, each once.
 *
 * @throws AuditError `usage` for a type of resource that is not in the table
 */
export function permissionsFor(registrations: readonly Registration[], location: Location): Permission[] {
  const found = new Map<string, Permission>();
  const add = (permission: Permission): unknown =>
    found.set(`${permission.resource} ${permission.action}`, permission);
  always.forEach(add);
  // What configures a role names it without its path, and all roles of a stack have the same.
  const rolePath = registrations.map(({ inputs }) => inputs["path"]).find((path) => typeof path === "string");
  const place = rolePath === undefined ? location : { ...location, rolePath };
  for (const registration of registrations) {
    const needed = actionsByType[registration.type];
    // A component needs nothing itself.
    if (!registration.custom) continue;
    if (needed === undefined) throw unknownNeeds(registration.type);
    for (const { actions, resourceArn, isNeededBy } of needed) {
      if (isNeededBy?.(registration) === false) continue;
      const resource = resourceArn(registration, place);
      for (const action of actions) add({ action, resource });
    }
  }
  return [...found.entries()].sort(([a], [b]) => a.localeCompare(b)).map(([, permission]) => permission);
}

/** A condition key of the deployment's calls. */
export interface ContextKey {
  name: string;
  value: string;
}

/**
 * What the deployment's calls carry that a careful policy asks for: the boundary of the roles that it makes, and a service that
 * they are handed to. A simulation without them denies what the deployment may do.
 */
export function contextOf(registrations: readonly Registration[]): ContextKey[] {
  const boundary = registrations
    .map(({ inputs }) => inputs["permissionsBoundary"])
    .find((value) => typeof value === "string");
  return [
    { name: "iam:PassedToService", value: "lambda.amazonaws.com" },
    ...(boundary === undefined ? [] : [{ name: "iam:PermissionsBoundary", value: boundary }]),
  ];
}

/** The permissions as a policy document: one statement for each set of actions. */
export function policyFor(permissions: readonly Permission[]): {
  Version: "2012-10-17";
  Statement: { Effect: "Allow"; Action: string[]; Resource: string[] }[];
} {
  const byResource = Map.groupBy(permissions, ({ resource }) => resource);
  const byActions = Map.groupBy([...byResource], ([, all]) => all.map(({ action }) => action).join());
  return {
    Version: "2012-10-17",
    Statement: [...byActions].map(([actions, resources]) => ({
      Effect: "Allow",
      Action: actions.split(","),
      Resource: resources.map(([resource]) => resource),
    })),
  };
}

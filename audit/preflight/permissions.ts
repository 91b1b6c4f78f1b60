import type { Registration } from "../../stack-runner/run";
import { actionsByType, type Place } from "./deployment-actions";

/** What a deployment must be allowed, on what. */
export interface Permission {
  /** `s3:CreateBucket` */
  action: string;
  /** An ARN, a name's unknown end as `*`; `*` for actions that know no resource. */
  resource: string;
}

/** Not of any resource: what the provider itself, and whatever the program looks up, calls. */
const always: Permission[] = [{ action: "sts:GetCallerIdentity", resource: "*" }];

/**
 * What a deployment of these resources must be allowed: each action once a resource, by resource and action.
 *
 * @throws Error for a type of resource that this table lacks
 */
export function permissionsFor(registrations: readonly Registration[], place: Place): Permission[] {
  const found = new Map<string, Permission>();
  const add = (permission: Permission): unknown =>
    found.set(`${permission.resource} ${permission.action}`, permission);
  always.forEach(add);
  for (const registration of registrations) {
    const needed = actionsByType[registration.type];
    // Components are made of other resources; only a remote one is in the table, as its parts are not registered here.
    if (needed === undefined && !registration.custom) continue;
    if (needed === undefined) {
      throw new Error(
        `What a deployment of ${registration.type} must be allowed is unknown: add it to permissions.`,
      );
    }
    for (const { actions, on } of needed) {
      const resource = on(registration, place);
      for (const action of actions) add({ action, resource });
    }
  }
  return [...found.entries()].sort(([a], [b]) => a.localeCompare(b)).map(([, permission]) => permission);
}

/** The permissions as a policy document: a statement for each set of actions. */
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

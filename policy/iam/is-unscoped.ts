import { unscopedActions } from "./unscoped-actions";

const byService = new Map(
  Object.entries(unscopedActions).map(([service, actions]) => [
    service,
    new Set(actions.trim().toLowerCase().split(/\s+/)),
  ]),
);

/**
 * Whether IAM cannot scope an action to a resource, so that a policy can only allow it on `*`.
 *
 * @param action `service:Action`, in any letter case
 * @returns false also for services that the table does not have
 */
export function isUnscoped(action: string): boolean {
  const [service = "", name = ""] = action.toLowerCase().split(":");
  return byService.get(service)?.has(name) ?? false;
}

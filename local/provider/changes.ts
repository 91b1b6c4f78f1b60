import { isDeepStrictEqual } from "node:util";
import { propertyChanges } from "../deployment/property-changes";
import { comparable, isDefault } from "./check";
import type { Named, Properties } from "./provider";

/**
 * What changes a resource, and whether in place.
 *
 * @throws Error for a property of which the local account does not know what its change does
 */
export function changesOf(
  request: Named & { olds: Properties; news: Properties; ignoreChanges: readonly string[] },
): { updates: string[]; replaces: string[]; deleteBeforeReplace: boolean } {
  const { type, olds, news, ignoreChanges } = request;
  const [before, after] = [comparable(olds), comparable(news)];
  const changed = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (property) => !ignoreChanges.includes(property) && !isDeepStrictEqual(before[property], after[property]),
  );
  const table = propertyChanges[type];
  const replaces = changed.filter((property) => property === "region" || table?.replaces.includes(property));
  const updates = changed.filter((property) => table?.updates.includes(property));
  const unknown = changed.find((property) => !replaces.includes(property) && !updates.includes(property));
  if (unknown !== undefined)
    throw new Error(`The local account does not know whether a change of ${unknown} replaces a ${type}.`);
  // Two resources of one name cannot stand beside each other.
  const name = table?.autoname?.property;
  const deleteBeforeReplace =
    replaces.length > 0 && name !== undefined && !isDefault(news, name) && before[name] === after[name];
  return { updates, replaces, deleteBeforeReplace };
}

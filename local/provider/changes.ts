import { isDeepStrictEqual } from "node:util";
import { runtime } from "@pulumi/pulumi";
import { propertyChanges, replacesEveryType } from "../deployment/property-changes";
import { comparable, isDefault } from "./check";
import type { Named, Properties } from "./properties";

/**
 * What changes a resource, and whether in place.
 *
 * @throws Error for a property of which the local account does not know what its change does
 */
export function changesOf(
  request: Named & { olds: Properties; news: Properties; ignoreChanges: readonly string[] },
): { updates: string[]; replaces: string[]; deleteBeforeReplace: boolean } {
  const { type, olds, news, ignoreChanges } = request;
  const table = propertyChanges[type];
  if (table === undefined) throw new Error(`The local account does not know what replaces a ${type}.`);
  const { replacesIf = {}, keeps = [], autoname } = table;
  const replacing = [...replacesEveryType, ...table.replaces];
  const [before, after] = [comparable(olds), comparable(news)];
  const isKept = (property: string) => after[property] === undefined && keeps.includes(property);
  const changed = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (property) =>
      !ignoreChanges.includes(property) &&
      !isKept(property) &&
      !isDeepStrictEqual(before[property], after[property]),
  );
  const replaces: string[] = [];
  const updates: string[] = [];
  for (const property of changed) {
    const decide = replacesIf[property];
    // A value that a preview does not know yet may be any.
    const isUnknown = after[property] === runtime.unknownValue;
    if (decide ? isUnknown || decide(before[property], after[property]) : replacing.includes(property))
      replaces.push(property);
    else if (decide || table.updates.includes(property)) updates.push(property);
    else
      throw new Error(`The local account does not know whether a change of ${property} replaces a ${type}.`);
  }
  // Two resources of one name cannot stand beside each other.
  const name = autoname?.property;
  const keepsItsName = name !== undefined && !isDefault(news, name) && before[name] === after[name];
  const deleteBeforeReplace = replaces.length > 0 && (table.deleteBeforeReplace === true || keepsItsName);
  return { updates, replaces, deleteBeforeReplace };
}

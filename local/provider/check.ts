import { createHash } from "node:crypto";
import { type Autoname, propertyChanges, replacesEveryType } from "../deployment/property-changes";
import { isGlobal } from "../deployment/resource-types";
import type { Named, Properties } from "./properties";

export interface Checked {
  inputs: Properties;
  failures: { property: string; reason: string }[];
}

/** Under this key inputs name those that the provider gave, as Pulumi's bridged providers do. */
const defaultsKey = "__defaults";

/**
 * Refuses inputs that the local account does not know, and gives a resource the name and the Region that the program leaves
 * to the provider.
 *
 * @param olds the inputs before; undefined for a new resource, and for one that replaces another
 * @param seed the engine's: the same for the preview and the update that follows
 */
export function checkInputs(
  request: Named & {
    olds: Properties | undefined;
    news: Properties;
    seed: Uint8Array;
    proposedName: string | undefined;
  },
  region: string,
): Checked {
  const { type, name, olds, news, seed, proposedName } = request;
  const table = propertyChanges[type];
  const known = [
    ...replacesEveryType,
    ...(table?.replaces ?? []),
    ...(table?.updates ?? []),
    ...Object.keys(table?.replacesIf ?? {}),
  ];
  const failures = Object.keys(news)
    .filter((property) => !known.includes(property))
    .map((property) => ({
      property,
      reason: `the local account does not know ${property} of ${type}; leave it out to deploy there`,
    }));
  const defaults: Properties = isGlobal(type) ? {} : { region };
  const { unless } = table?.autoname ?? {};
  if (table?.autoname !== undefined && (unless === undefined || news[unless] === undefined)) {
    const { property } = table.autoname;
    const before = isDefault(olds, property) ? olds?.[property] : undefined;
    defaults[property] = before ?? proposedName ?? randomName(name, seed, table.autoname, news);
  }
  const given = Object.keys(defaults).filter((property) => news[property] === undefined);
  const inputs = { ...news, ...Object.fromEntries(given.map((property) => [property, defaults[property]])) };
  return { inputs: { ...inputs, [defaultsKey]: given }, failures };
}

/** Whether the provider gave an input. */
export function isDefault(inputs: Properties | undefined, property: string): boolean {
  const defaults = inputs?.[defaultsKey];
  return Array.isArray(defaults) && defaults.includes(property);
}

/** The inputs that count in a comparison. */
export function comparable(inputs: Properties): Properties {
  const { [defaultsKey]: _, ...rest } = inputs;
  return rest;
}

/** `guard-1a2b3c4`, cut where the resource takes fewer characters. */
function randomName(
  name: string,
  seed: Uint8Array,
  { maxLength, lowerCase, prefix = "", fifoSuffix = "" }: Autoname,
  news: Properties,
): string {
  const suffix = createHash("sha256").update(seed).digest("hex").slice(0, 7);
  const whole = `${name.slice(0, maxLength - suffix.length - 1)}-${suffix}`;
  const end = news[fifoSuffix] === true ? ".fifo" : "";
  return `${prefix}${lowerCase === true ? whole.toLowerCase() : whole}${end}`;
}

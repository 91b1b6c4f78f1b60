import * as pulumi from "@pulumi/pulumi";
import { closest, distance } from "fastest-levenshtein";
import * as aws from "../aws";
import { renamedOrUnknown } from "./names";
import type { StackSettings } from "./settings";
import { table } from "./table";

/** This project's name. A copy under another name keeps this namespace in its stack files, where nobody would read it. */
const ownName = "xray-encryption-guard";

/**
 * Reads the stack's configuration. Refuses values of another type and keys that are not settings. `checkSettings` checks the
 * values.
 *
 * @throws RunError, or Pulumi's own error for a value of another type
 */
export function readSettings(config = new pulumi.Config()): StackSettings {
  for (const key of Object.keys(pulumi.runtime.allConfig())) checkKey(key, config.name);
  const values = Object.entries(table).map(
    ([key, { type }]) => [key, type === "string" ? config.get(key) : config.getObject<unknown>(key)] as const,
  );
  const given = values.filter(([, value]) => value !== undefined);
  const secrets = given.map(([key]) => key).filter((key) => isConfigSecret(`${config.name}:${key}`));
  const inPlain = secrets.find((key) => key !== "notify");
  if (inPlain !== undefined) {
    throw new pulumi.RunError(
      `${config.name}:${inPlain} is a secret, but AWS and the stack's state show it in plain text: set it without --secret; only notify may be one.`,
    );
  }
  return { ...Object.fromEntries(given), ...(secrets.includes("notify") && { notifyIsSecret: true }) };
}

/** Whether the engine decrypted the value for the program. The types lack this function. */
const { isConfigSecret } = pulumi.runtime as unknown as { isConfigSecret: (key: string) => boolean };

/** Refuses a key that nobody would read. A default would be used although a value was given. */
function checkKey(key: string, project: string): void {
  const [namespace = "", name = ""] = key.split(":");
  if (namespace === project) {
    const why = renamedOrUnknown(name);
    if (why !== undefined) throw new pulumi.RunError(`${key} ${why}`);
    // Allows one slip per seven characters, so that a project with a short name is not mistaken for a provider.
  } else if (distance(namespace, project) <= project.length / 7) {
    throw new pulumi.RunError(
      `No program reads ${key}: did you mean ${project}:${name}? Remove it with \`npx pulumi config rm ${key}\`.`,
    );
  } else if (namespace === ownName || Object.hasOwn(table, name)) {
    throw new pulumi.RunError(
      `No program reads ${key}: in Pulumi.yaml the project is called ${project}. Rename the key to ${project}:${name}.`,
    );
  } else if (namespace === "aws") {
    checkProviderKey(key, name);
  }
}

/** Refuses a near miss only: the provider's plugin may know more keys than its SDK. */
function checkProviderKey(key: string, name: string): void {
  const known = Object.keys(aws.config);
  const near = closest(name, known);
  if (known.includes(name) || distance(name, near) > 2) return;
  throw new pulumi.RunError(`The AWS provider does not read ${key}: did you mean aws:${near}?`);
}

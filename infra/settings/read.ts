import * as pulumi from "@pulumi/pulumi";
import { distance } from "fastest-levenshtein";
import { renamedOrUnknown } from "./names";
import type { StackSettings } from "./settings";
import { table } from "./table";

/**
 * Reads the stack's configuration. Refuses values of another type and keys that are not settings. `checkSettings` checks the
 * values.
 *
 * @throws RunError, or Pulumi's own error for a value of another type
 */
export function readSettings(config = new pulumi.Config()): StackSettings {
  for (const key of Object.keys(pulumi.runtime.allConfig())) checkKey(key, config.name);
  const values = Object.entries(table).map(([key, { type }]) => [key, readValue(config, key, type)] as const);
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

function readValue(config: pulumi.Config, key: string, type: (typeof table)[keyof typeof table]["type"]) {
  switch (type) {
    case "string":
      return config.get(key);
    case "integer":
      return config.getNumber(key);
    case "boolean":
      return config.getBoolean(key);
    default:
      return config.getObject(key);
  }
}

/** Refuses a misspelt key. It would be ignored, and a default used although a value was given. */
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
  }
}

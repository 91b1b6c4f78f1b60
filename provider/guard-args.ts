import * as pulumi from "@pulumi/pulumi";
import type { GuardArgs } from "../infra/guard";
import { table } from "../infra/settings/table";
import type { Setting } from "../infra/settings/validation";

/**
 * The arguments of a guard as another language's program gave them. The engine hands over a whole list or map as one Output
 * where any of it was an Output or a secret; the guard takes plain lists of Outputs.
 */
export async function guardArgs(inputs: pulumi.Inputs): Promise<GuardArgs> {
  const args = Object.entries(inputs).map(
    async ([name, value]) => [name, await spread(name, value)] as const,
  );
  return Object.fromEntries(await Promise.all(args));
}

async function spread(name: string, value: unknown): Promise<unknown> {
  if (!pulumi.Output.isInstance(value)) return value;
  const output = value as Settling & pulumi.Output<Elements>;
  const { isInput, type } = (table as Record<string, Setting | undefined>)[name] ?? {};
  // Decides what is made: the guard refuses what is not known yet.
  if (isInput !== true) return (await output.isKnown) ? output.promise() : output;
  if (type === "string") return output;
  const known = await output.promise(true);
  if (typeof known !== "object" || known === null || pulumi.isUnknown(known)) return output;
  const later = Object.entries(known).map(
    ([key, element]) => [key, laterElement(output, key, element)] as const,
  );
  return Array.isArray(known) ? later.map(([, element]) => element) : Object.fromEntries(later);
}

/** An element of an Output as the guard takes it. Of a topic, only the ARN may be known later. */
function laterElement(output: pulumi.Output<Elements>, key: string, known: unknown): unknown {
  const element = output.apply((all) => all[key]);
  if (typeof known !== "object" || known === null || !("arn" in known)) return element;
  return { ...known, arn: element.apply((topic) => (topic as { arn: string }).arn) };
}

type Elements = Record<string, unknown>;

/** What an Output's promises are called. The types leave them out. */
interface Settling {
  isKnown: Promise<boolean>;
  promise(withUnknowns?: boolean): Promise<unknown>;
}

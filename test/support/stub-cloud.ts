import { type GuardArgs, XrayEncryptionGuard } from "../../infra/guard";
import { placeholderCloud } from "../../stack-runner/placeholder-cloud";
import { type Cloud, type Registration, type Run, runProgram } from "../../stack-runner/run";

/** The placeholder cloud, with names that are easy to read: `guard-id`. */
export function stubCloud(region?: string): Cloud {
  return placeholderCloud({ region, completeName: (name) => `${name}-id` });
}

/** Registers one guard, named `guard`, in a program of its own. */
export function runGuard(args: GuardArgs = {}, partition = "aws"): Promise<Run> {
  const regions = args.regions ?? [partition === "aws-cn" ? "cn-north-1" : "eu-west-1"];
  return runProgram({
    stack: "dev",
    cloud: stubCloud(regions[0]),
    program: () => {
      const guard = new XrayEncryptionGuard("guard", { ...args, regions });
      return { regions: guard.regions, ...(guard.bucketName && { bucketName: guard.bucketName }) };
    },
  });
}

/** The one registration of a type, or of a type and name; anything else is a failure. */
export function only(run: Run, type: string, name?: string): Registration {
  const found = run.registrations.filter(
    (registration) =>
      registration.type.endsWith(`:${type}`) && (name === undefined || registration.name === name),
  );
  const [first] = found;
  if (first === undefined || found.length > 1) {
    throw new Error(
      `Expected one ${type} ${name ?? ""}, found ${found.map((r) => r.name).join(", ") || "none"}.`,
    );
  }
  return first;
}

/** The statements of a policy that a registration carries as JSON. */
export function statements(registration: Registration, input = "policy"): unknown[] {
  const text = registration.inputs[input];
  if (typeof text !== "string") throw new Error(`${registration.urn} has no ${input}.`);
  const document = JSON.parse(text) as { Version: string; Statement: unknown[] };
  if (document.Version !== "2012-10-17") throw new Error(`${registration.urn}: unexpected policy version.`);
  return document.Statement;
}

import { type GuardArgs, XrayEncryptionGuard } from "../infra/guard";
import { placeholderCloud } from "../stack-runner/placeholder-cloud";
import { type Registration, runProgram } from "../stack-runner/run";

const region = "eu-west-1";

/** What one guard with these arguments registers, in a program of its own that no AWS account answers. */
export async function declaredGuard(args: GuardArgs): Promise<Registration[]> {
  const { registrations } = await runProgram({
    stack: "dev",
    cloud: placeholderCloud({ region, nothingMade: false }),
    program: () => {
      new XrayEncryptionGuard("guard", { ...args, regions: args.regions ?? [region] });
    },
  });
  return registrations;
}

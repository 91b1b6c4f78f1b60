import { InvocationError } from "./errors";

/** A variable of the function's environment. @throws InvocationError when it is not set */
export function environment(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === "") {
    throw new InvocationError(
      `${name} is not set; expected it in the function's environment, as the stack sets it.`,
    );
  }
  return value;
}

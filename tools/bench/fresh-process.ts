import { fork } from "node:child_process";

export interface FreshProcess {
  file: string;
  args?: readonly string[];
  /** Node's own options. */
  node?: readonly string[];
  env: Record<string, string>;
}

/**
 * Runs a file in a Node process of its own, which sends one message.
 *
 * @returns the message
 * @throws Error with what the process wrote to stderr, when it ends without one
 */
export function inFreshProcess<T>({ file, args = [], node = [], env }: FreshProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    const child = fork(file, [...args], {
      execArgv: [...node],
      stdio: ["ignore", "ignore", "pipe", "ipc"],
      env,
    });
    let stderr = "";
    let message: { value: T } | undefined;
    child.stderr?.on("data", (data: Buffer) => (stderr += data.toString()));
    child.on("message", (value) => (message = { value: value as T }));
    child.on("error", reject);
    child.on("close", (code) => {
      if (message !== undefined && code === 0) resolve(message.value);
      else reject(new Error(`${file} ended with code ${code ?? "none"} and no result: ${stderr}`));
    });
  });
}

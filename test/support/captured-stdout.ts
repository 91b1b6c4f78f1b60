/** Runs something, and keeps what it writes to stdout meanwhile from the terminal. */
export async function capturingStdout<T>(run: () => Promise<T>): Promise<{ outcome: T; stdout: string }> {
  const own = Object.getOwnPropertyDescriptor(process.stdout, "write");
  let stdout = "";
  process.stdout.write = (text: unknown) => {
    stdout += String(text);
    return true;
  };
  try {
    return { outcome: await run(), stdout };
  } finally {
    if (own === undefined) Reflect.deleteProperty(process.stdout, "write");
    else Object.defineProperty(process.stdout, "write", own);
  }
}

/** Undefined until somebody sets it, in Node 20. */
interface MaybePrepared {
  prepareStackTrace?: (error: Error, frames: NodeJS.CallSite[]) => unknown;
}

/**
 * Spares the stack traces that Pulumi's SDK takes of each promise it makes, about a thousand in a preview. It prints one only
 * for a promise that never settles. ts-node maps each to TypeScript's lines as soon as it is taken, which was a seventh of a
 * preview of the dev stack (`npm run bench -- --engine`). Every other stack trace is as before.
 */
export function sparePromiseStackTraces(errors: MaybePrepared = Error): void {
  const prepare = errors.prepareStackTrace;
  if (prepare === undefined) return;
  errors.prepareStackTrace = (error, frames) =>
    frames[0]?.getFunctionName() === "debuggablePromise" ? "" : prepare(error, frames);
}

import { createRequire } from "node:module";

interface Debuggable {
  debuggablePromise: (...args: unknown[]) => unknown;
}

/**
 * Pulumi notes a stack trace for every promise it makes, a dozen for each resource, for the report of its leak detector.
 * With source maps in place that is three quarters of a run's time. The notes are left empty here; errors that are
 * thrown keep their traces.
 */
const debuggable = createRequire(__filename)("@pulumi/pulumi/runtime/debuggable") as Debuggable;
const { debuggablePromise } = debuggable;

debuggable.debuggablePromise = (...args) => {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return debuggablePromise(...args);
  } finally {
    Error.stackTraceLimit = limit;
  }
};

import { Resource } from "@pulumi/pulumi";
import { createRequire } from "node:module";

interface Debuggable {
  debuggablePromise: (...args: unknown[]) => unknown;
}

/**
 * Pulumi captures a stack trace for every promise, a dozen for each resource, for the report of its leak detector. With
 * source maps installed, as ts-node does, this takes three quarters of the time of a run without the CLI, and a seventh of a
 * preview by the CLI. Here these traces stay empty. Thrown errors keep theirs.
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

/**
 * Ends the leak detector, too, which looks when the process ends: by the CLI each program has a process of its own, and
 * without it one process runs many programs, some of which fail.
 */
export function trackNoPromises(): void {
  debuggable.debuggablePromise = (promise) => promise;
}

/**
 * For each resource Pulumi also formats its whole call stack, twice through source maps, to tell the engine the line that
 * declared it: a fifteenth of a preview. Here that line is in the component, and the resource's parent says as much.
 */
(Resource as unknown as { callsites: () => unknown[] }).callsites = () => [];

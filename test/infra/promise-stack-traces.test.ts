import * as assert from "node:assert/strict";
import * as debuggable from "@pulumi/pulumi/runtime/debuggable";
import { sparePromiseStackTraces } from "../../infra/promise-stack-traces";

describe("the stack traces of a program", () => {
  const errors = Error as { prepareStackTrace?: (error: Error, frames: NodeJS.CallSite[]) => unknown };
  /** The SDK's own, which its types leave out. */
  const { debuggablePromise } = debuggable as unknown as {
    debuggablePromise: (promise: Promise<void>, context: string) => Promise<void>;
  };
  const { stackTraceLimit } = Error;
  const before = errors.prepareStackTrace;

  beforeEach(() => {
    Error.stackTraceLimit = 10;
  });

  afterEach(() => {
    Error.stackTraceLimit = stackTraceLimit;
    if (before === undefined) delete errors.prepareStackTrace;
    else errors.prepareStackTrace = before;
  });

  it("spares those that the SDK takes of promises, and leaves all others as they are", async () => {
    errors.prepareStackTrace = ({ message }) => `mapped: ${message}`;
    sparePromiseStackTraces();
    const promise = Promise.resolve() as Promise<void> & { _debugStackTrace: string };
    await debuggablePromise(promise, "a test");
    assert.equal(promise._debugStackTrace, "");
    assert.equal(new Error("another").stack, "mapped: another");
  });

  it("changes nothing where none is mapped", () => {
    const none = {};
    sparePromiseStackTraces(none);
    assert.deepEqual(none, {});
  });
});

import { DeadlineError } from "./errors";

/** The part of Lambda's context that the handlers use. */
export interface LambdaContext {
  /** In milliseconds, until Lambda stops the function. */
  getRemainingTimeInMillis(): number;
  /** The function's ARN, which contains its account. */
  invokedFunctionArn?: string;
  /** The request's ID. A retry of an asynchronous invocation has the same. */
  awsRequestId?: string;
}

/** In milliseconds, before Lambda's own timeout: enough time to log a line and to return. */
const margin = 1000;

/** Limits the time of an invocation's AWS calls. */
export interface Deadline {
  /** Aborted with a DeadlineError when the time is over, and by `end`. */
  readonly signal: AbortSignal;
  /** Stops the timer and aborts any call in progress. */
  end(): void;
}

/** Starts the timer of an invocation. Running out of time is then a clear error, before Lambda kills the function. */
export function startDeadline(context: LambdaContext): Deadline {
  const controller = new AbortController();
  const remaining = context.getRemainingTimeInMillis() - margin;
  const timer = setTimeout(() => controller.abort(timeIsOver()), Math.max(remaining, 0));
  return {
    signal: controller.signal,
    end: () => {
      clearTimeout(timer);
      controller.abort();
    },
  };
}

/**
 * Makes a call that the deadline ends, even while the SDK waits between two attempts.
 *
 * @throws DeadlineError when the time is over first
 */
export async function beforeDeadline<T>(
  signal: AbortSignal,
  call: (options: { abortSignal: AbortSignal }) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  let abort: () => void = () => undefined;
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(reasonOf(signal));
    signal.addEventListener("abort", abort, { once: true });
  });
  try {
    return await Promise.race([call({ abortSignal: signal }), aborted]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}

function reasonOf(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : timeIsOver();
}

function timeIsOver(): DeadlineError {
  return new DeadlineError(
    "The function's time is nearly over; expected AWS to answer sooner, or a longer timeout.",
  );
}

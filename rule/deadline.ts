import { DeadlineError } from "./errors";

/** What of Lambda's context this function uses. */
export interface LambdaContext {
  /** Milliseconds until Lambda stops the function. */
  getRemainingTimeInMillis(): number;
  /** The function's own ARN, which names its account. */
  invokedFunctionArn?: string;
}

/** Milliseconds before Lambda's own end: enough to log a line and to answer. */
const margin = 1000;

/** The end of an invocation's AWS calls. */
export interface Deadline {
  /** Aborts with a DeadlineError when the time is over, or with whatever `end` was called. */
  readonly signal: AbortSignal;
  /** Stops the clock, and whatever call is still under way. */
  end(): void;
}

/** Starts an invocation's clock, so that running out of time is an error that says so, and not a function killed. */
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
 * Makes a call that ends with the deadline, also while the SDK waits between two attempts.
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

import { AwsError } from "../account/aws-error";
import type { Reply } from "./protocols/protocol";

/** How a call can fail before it reaches the service. */
export const faults = [
  "throttled",
  "internal-error",
  "no-answer",
  "stalls",
  "connection-reset",
  "expired-token",
  "malformed",
] as const;
export type Fault = (typeof faults)[number];

/** Faults without a whole reply: the connection stays open, before the headers or after half of a body; or it is reset. */
export type NoReply = "no-answer" | "stalls" | "connection-reset";

interface InjectedFault {
  action: string;
  fault: Fault;
  /** How many more calls get this fault. */
  left: number;
}

/**
 * Which calls over the endpoint fail in one Region, and how. Calls that the account's services make among themselves
 * bypass the endpoint and never fail this way.
 */
export class FaultInjection {
  /** The newest first. When one is used up, the one injected before it applies again. */
  private faults: InjectedFault[] = [];

  /** @param action `kms:DescribeKey` */
  inject(action: string, fault: Fault, times = Infinity): void {
    this.faults.unshift({ action, fault, left: times });
  }

  clear(): void {
    this.faults = [];
  }

  /** The fault for a call that arrives now; undefined if it gets none. */
  nextFault(action: string): Fault | undefined {
    const found = this.faults.find((one) => one.action === action && one.left > 0);
    if (found === undefined) return undefined;
    found.left -= 1;
    return found.fault;
  }
}

/**
 * The reply to a call that gets a fault.
 *
 * @throws AwsError if the fault is one of AWS's own errors
 */
export function replyFor(fault: Fault): Reply | NoReply {
  switch (fault) {
    case "throttled":
      throw new AwsError("ThrottlingException", "Rate exceeded");
    case "internal-error":
      throw new AwsError("InternalFailure", "The request processing has failed.", 500);
    case "expired-token":
      throw new AwsError("ExpiredTokenException", "The security token included in the request is expired");
    case "malformed":
      return {
        status: 200,
        headers: { "content-type": "text/html" },
        body: "<html>the login page of a proxy</html>",
      };
    case "no-answer":
    case "stalls":
    case "connection-reset":
      return fault;
  }
}

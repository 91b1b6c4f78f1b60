import { AwsError } from "../account/aws-error";
import type { Reply } from "./protocols/protocol";

/** How a call goes wrong before the service has done anything. */
export const faults = [
  "throttled",
  "internal-error",
  "no-answer",
  "connection-reset",
  "expired-token",
  "malformed",
] as const;
export type Fault = (typeof faults)[number];

/** What a caller gets who is not answered: a connection that stays open, or one that ends. */
export type NoReply = "no-answer" | "connection-reset";

interface Outage {
  action: string;
  fault: Fault;
  /** How many calls it will befall yet. */
  left: number;
}

/** Which calls over the endpoint go wrong in one Region. What the account's services do by themselves does not. */
export class FaultInjection {
  /** The newest first: what was broken before goes on when it has ended. */
  private broken: Outage[] = [];

  /** @param action `kms:DescribeKey` */
  break(action: string, fault: Fault, times = Infinity): void {
    this.broken.unshift({ action, fault, left: times });
  }

  mend(): void {
    this.broken = [];
  }

  /** What befalls a call that arrives now. */
  nextFault(action: string): Fault | undefined {
    const outage = this.broken.find((one) => one.action === action && one.left > 0);
    if (outage === undefined) return undefined;
    outage.left -= 1;
    return outage.fault;
  }
}

/**
 * What a call gets that goes wrong.
 *
 * @throws AwsError where that is an error of AWS's own
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
    case "connection-reset":
      return fault;
  }
}

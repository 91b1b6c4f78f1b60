import type { Region } from "../account/account";
import type { Protocol, ServiceModel } from "./protocols/protocol";

/**
 * Does one operation. The input has been parsed by the operation's shape, so a handler may call it by the SDK's type: a
 * method's parameters, unlike a function's, may be narrower than declared.
 */
export type Handler = {
  handle(region: Region, principal: string, input: unknown): Promise<unknown>;
}["handle"];

/** A service as clients reach it. */
export interface Api extends ServiceModel {
  protocol: Protocol;
  /** By operation. What has no handler here is not simulated. */
  handlers: Record<string, Handler>;
}

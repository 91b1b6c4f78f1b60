import type { Region } from "../account/account";
import type { Protocol, ServiceModel } from "./protocols/protocol";

/**
 * Runs one operation. The input has already been parsed by the operation's shape, so a handler may declare it with the
 * SDK's type: TypeScript lets a method's parameters, unlike a function's, be narrower than declared.
 */
export type Handler = {
  handle(region: Region, principal: string, input: unknown): Promise<unknown>;
}["handle"];

/** A service as clients reach it. */
export interface Api extends ServiceModel {
  protocol: Protocol;
  /** By operation. An operation without a handler is not simulated. */
  handlers: Record<string, Handler>;
}

/** An object that has a method for each operation: `describeKey` for `DescribeKey`. */
type MethodsFor<Name extends string> = {
  [Method in Uncapitalize<Name>]: { run(principal: string, input: unknown): Promise<unknown> }["run"];
};

/** The handlers of operations that a service has methods for. */
export function handlersOf<Name extends string>(
  serviceIn: (region: Region) => MethodsFor<Name>,
  operations: readonly Name[],
): Record<string, Handler> {
  return Object.fromEntries(
    operations.map((operation): [string, Handler] => {
      const method = (operation.charAt(0).toLowerCase() + operation.slice(1)) as Uncapitalize<Name>;
      return [operation, (region, principal, input) => serviceIn(region)[method](principal, input)];
    }),
  );
}

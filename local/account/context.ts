import type { Authorization } from "./authorization";
import type { Clock } from "./clock";
import type { Journal } from "./journal";
import type { Iam } from "../services/iam/iam";

/** The parts of the account that every service may use. */
export interface AccountContext {
  readonly id: string;
  readonly partition: string;
  readonly defaultRegion: string;
  readonly clock: Clock;
  readonly journal: Journal;
  readonly iam: Iam;
  readonly authorization: Authorization;
  readonly endpointUrl: string;
  /** The account of this ID that is reached at the same endpoint. */
  neighbour(id: string): AccountContext | undefined;
  assume(service: string, roleArn: string, context: Record<string, string>): Promise<void>;
}

/** The parts of its Region that every service may use. A service's constructor names the other services that it calls. */
export interface RegionContext {
  readonly name: string;
  readonly account: AccountContext;
  arn(service: string, resource: string): string;
  failure(message: string): void;
  skipped(message: string): void;
}

/** An event that a service sends to the bus. */
export interface ServiceEvent {
  /** `aws.config` */
  source: string;
  detailType: string;
  resources: string[];
  detail: unknown;
}

/** EventBridge's default bus, for the services that send events to it. */
export interface EventBus {
  put(event: ServiceEvent): Promise<void>;
  hasRuleFor(event: ServiceEvent): boolean;
}

import type { Authorization } from "./authorization";
import type { Clock } from "./clock";
import type { Journal } from "./journal";
import type { Iam } from "../services/iam/iam";

/** What every service may use of the account that it is in. */
export interface AccountContext {
  readonly id: string;
  readonly partition: string;
  readonly defaultRegion: string;
  readonly clock: Clock;
  readonly journal: Journal;
  readonly iam: Iam;
  readonly authorization: Authorization;
  readonly endpointUrl: string;
  assume(service: string, roleArn: string, context: Record<string, string>): Promise<void>;
}

/** What every service may use of its Region. Which other services it calls, its constructor says. */
export interface RegionContext {
  readonly name: string;
  readonly account: AccountContext;
  arn(service: string, resource: string): string;
  failure(message: string): void;
  skipped(message: string): void;
}

/** An event as a service puts it on the bus. */
export interface ServiceEvent {
  /** `aws.config` */
  source: string;
  detailType: string;
  resources: string[];
  detail: unknown;
}

/** EventBridge's default bus, as the services see it that publish to it. */
export interface EventBus {
  put(event: ServiceEvent): Promise<void>;
  hasRuleFor(event: ServiceEvent): boolean;
}

import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { ConfigServiceClient } from "@aws-sdk/client-config-service";
import { KMSClient } from "@aws-sdk/client-kms";
import { XRayClient } from "@aws-sdk/client-xray";
import { environmentCredentials } from "./bundle/credentials";

/**
 * How every client behaves. With one alias, four calls follow one another: the live setting, the alias, the key in use,
 * the report. Three attempts of 3 s each and less than a second of waiting between them end within 40 s, if all of them
 * are slow; if all are throttled for good, within 15 s. That is inside the function's 60 s; the deadline catches the rest.
 */
export const behaviour = {
  credentials: environmentCredentials,
  retryMode: "standard",
  maxAttempts: 3,
  // Milliseconds. Without throwOnRequestTimeout the SDK only warns.
  requestHandler: { connectionTimeout: 1000, requestTimeout: 3000, throwOnRequestTimeout: true },
};

/** The clients, each made when it is first needed and kept, with its connections, for the invocations that follow. */
export const clients = {
  xray: once(() => new XRayClient(behaviour)),
  kms: once(() => new KMSClient(behaviour)),
  config: once(() => new ConfigServiceClient(behaviour)),
  logs: once(() => new CloudWatchLogsClient(behaviour)),
};

export type Clients = typeof clients;

/** Makes a thing when it is first asked for, and keeps it. */
export function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

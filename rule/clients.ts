import { CloudTrailClient } from "@aws-sdk/client-cloudtrail";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { ConfigServiceClient } from "@aws-sdk/client-config-service";
import { KMSClient } from "@aws-sdk/client-kms";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { XRayClient } from "@aws-sdk/client-xray";
import { environmentCredentials } from "./bundle/credentials";

/**
 * Options of every client. A run on schedule makes three calls in a row: the live setting, the keys at once, the report. Each
 * call makes at most three attempts of 3 s, with less than a second between them. Three slow calls end within 30 s, three
 * throttled calls within 15 s. Both fit into the function's 60 s; the deadline catches the rest.
 */
export const clientOptions = {
  credentials: environmentCredentials,
  retryMode: "standard",
  maxAttempts: 3,
  // In milliseconds. Without throwOnRequestTimeout the SDK only logs a warning.
  // requestTimeout ends with the answer's headers; socketTimeout ends a body that stops half-way.
  requestHandler: {
    connectionTimeout: 1000,
    requestTimeout: 3000,
    throwOnRequestTimeout: true,
    socketTimeout: 3000,
  },
};

/** The clients. Each is created on first use and kept, with its connections, for later invocations. */
export const clients = {
  xray: once(() => new XRayClient(clientOptions)),
  kms: once(() => new KMSClient(clientOptions)),
  config: once(() => new ConfigServiceClient(clientOptions)),
  lambda: once(() => new LambdaClient(clientOptions)),
  logs: once(() => new CloudWatchLogsClient(clientOptions)),
  // CloudTrail answers two look-ups a second, and nothing waits for them.
  cloudTrail: once(() => new CloudTrailClient({ ...clientOptions, maxAttempts: 6 })),
};

export type Clients = typeof clients;

/** Creates a value on first use and keeps it. */
export function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

import * as configService from "@aws-sdk/client-config-service";
import * as kmsService from "@aws-sdk/client-kms";
import * as xrayService from "@aws-sdk/client-xray";
import type { Region } from "./account";
import { AwsError } from "./aws-error";
import { operationsOf, type Operation } from "./wire";

/**
 * Does one operation. The input has been parsed by the operation's shape, so a handler may call it by the SDK's type: a
 * method's parameters, unlike a function's, may be narrower than declared.
 */
type Handler = { handle(region: Region, principal: string, input: unknown): Promise<unknown> }["handle"];

/** A service as clients reach it. */
export interface Api {
  title: string;
  /** AWS JSON 1.1 (by `X-Amz-Target`) or REST-JSON (by method and path). */
  protocol: "json" | "rest-json";
  operations: Map<string, Operation>;
  /** By operation. What has no handler here is not simulated. */
  handlers: Record<string, Handler>;
}

/** The services by the name they have in a signature's credential scope. */
const apis: Record<string, Api> = {
  config: {
    title: "AWS Config",
    protocol: "json",
    operations: operationsOf(configService),
    handlers: {
      PutEvaluations: ({ config }, principal, input: configService.PutEvaluationsRequest) =>
        config.compliance.putEvaluations(principal, input),
      GetResourceConfigHistory: (
        { config },
        principal,
        input: configService.GetResourceConfigHistoryRequest,
      ) => config.history.getResourceConfigHistory(principal, input),
      ListDiscoveredResources: ({ config }, principal, input: configService.ListDiscoveredResourcesRequest) =>
        config.history.listDiscoveredResources(principal, input),
    },
  },
  kms: {
    title: "AWS KMS",
    protocol: "json",
    operations: operationsOf(kmsService),
    handlers: {
      DescribeKey: ({ kms }, principal, input: kmsService.DescribeKeyRequest) =>
        kms.describeKey(principal, input),
    },
  },
  xray: {
    title: "AWS X-Ray",
    protocol: "rest-json",
    operations: operationsOf(xrayService),
    handlers: {
      GetEncryptionConfig: ({ xray }, principal) => xray.getEncryptionConfig(principal),
      PutEncryptionConfig: ({ xray }, principal, input: xrayService.PutEncryptionConfigRequest) =>
        xray.putEncryptionConfig(principal, input),
      GetTraceSegmentDestination: ({ xray }, principal) => xray.getTraceSegmentDestination(principal),
    },
  },
};

/** @throws AwsError for a service that this account does not have */
export function apiOf(service: string): Api {
  const api = Object.hasOwn(apis, service) ? apis[service] : undefined;
  if (api === undefined) {
    throw new AwsError(
      "UnknownServiceException",
      `The local account does not simulate the service '${service}'.`,
      404,
    );
  }
  return api;
}

import type { Api, Handler } from "./apis/api";
import { cloudtrail } from "./apis/cloudtrail";
import { config } from "./apis/config";
import { iam } from "./apis/iam";
import { kms } from "./apis/kms";
import { lambda } from "./apis/lambda";
import { logs } from "./apis/logs";
import { s3 } from "./apis/s3";
import { sns } from "./apis/sns";
import { sts } from "./apis/sts";
import { xray } from "./apis/xray";
import { AwsError } from "./aws-error";

/** The services by the name they have in a signature's credential scope. */
const apis: Record<string, Api> = { cloudtrail, config, iam, kms, lambda, logs, s3, sns, sts, xray };

/** @throws AwsError for a service that this account does not have */
export function apiOf(service: string): Api {
  const api = Object.hasOwn(apis, service) ? apis[service] : undefined;
  if (api === undefined) {
    throw new AwsError(
      "UnknownServiceException",
      `The local account does not simulate the service '${service}': it has ${Object.keys(apis).join(", ")}.`,
      404,
    );
  }
  return api;
}

/** @throws AwsError for an operation that this account does not have */
export function handlerOf(api: Api, operation: string): Handler {
  const handler = Object.hasOwn(api.handlers, operation) ? api.handlers[operation] : undefined;
  if (handler === undefined) {
    throw new AwsError(
      "UnknownOperationException",
      `The local account does not simulate ${api.title}'s ${operation}: it has ${Object.keys(api.handlers).join(", ")}.`,
    );
  }
  return handler;
}

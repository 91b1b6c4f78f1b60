import type { Api, Handler } from "./handler";
import { cloudtrail } from "../services/cloudtrail/api";
import { cloudwatch } from "../services/cloudwatch/api";
import { config } from "../services/config/api";
import { dynamodb } from "../services/dynamodb/api";
import { iam } from "../services/iam/api";
import { kms } from "../services/kms/api";
import { lambda } from "../services/lambda/api";
import { logs } from "../services/logs/api";
import { s3 } from "../services/s3/api";
import { sns } from "../services/sns/api";
import { sts } from "../services/sts/api";
import { xray } from "../services/xray/api";
import { AwsError } from "../account/aws-error";

/** The services, by their name in a signature's credential scope. */
const apis: Record<string, Api> = {
  cloudtrail,
  config,
  dynamodb,
  iam,
  kms,
  lambda,
  logs,
  monitoring: cloudwatch,
  s3,
  sns,
  sts,
  xray,
};

/** @throws AwsError for a service that this account does not have */
export function apiOf(service: string): Api {
  const api = Object.hasOwn(apis, service) ? apis[service] : undefined;
  if (api === undefined) {
    throw new AwsError(
      "UnknownServiceException",
      `The local account does not simulate the service '${service}'. It simulates ${Object.keys(apis).join(", ")}.`,
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
      `The local account does not simulate ${api.title}'s ${operation}. It simulates ${Object.keys(api.handlers).join(", ")}.`,
    );
  }
  return handler;
}

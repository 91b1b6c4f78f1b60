import * as xrayService from "@aws-sdk/client-xray";
import { restJson } from "../../endpoint/protocols/rest-json";
import { operationsOf } from "../../endpoint/sdk-schema";
import type { Api } from "../../endpoint/handler";

export const xray: Api = {
  title: "AWS X-Ray",
  protocol: restJson,
  operations: operationsOf(xrayService),
  handlers: {
    GetEncryptionConfig: ({ xray }, principal) => xray.getEncryptionConfig(principal),
    PutEncryptionConfig: ({ xray }, principal, input: xrayService.PutEncryptionConfigRequest) =>
      xray.putEncryptionConfig(principal, input),
    GetTraceSegmentDestination: ({ xray }, principal) => xray.getTraceSegmentDestination(principal),
  },
};

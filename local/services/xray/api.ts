import * as xrayService from "@aws-sdk/client-xray";
import { restJson } from "../../endpoint/protocols/rest-json";
import { operationsOf } from "../../endpoint/sdk-schema";
import { handlersOf, type Api } from "../../endpoint/handler";

export const xray: Api = {
  title: "AWS X-Ray",
  protocol: restJson,
  operations: operationsOf(xrayService),
  handlers: handlersOf(
    ({ xray }) => xray,
    [
      "GetEncryptionConfig",
      "PutEncryptionConfig",
      "GetTraceSegmentDestination",
      "UpdateTraceSegmentDestination",
    ],
  ),
};

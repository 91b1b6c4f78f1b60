import * as cloudtrailService from "@aws-sdk/client-cloudtrail";
import { json } from "../../endpoint/protocols/json";
import { operationsOf } from "../../endpoint/sdk-schema";
import type { Api } from "../../endpoint/handler";

export const cloudtrail: Api = {
  title: "AWS CloudTrail",
  protocol: json,
  operations: operationsOf(cloudtrailService),
  handlers: {
    LookupEvents: ({ cloudtrail }, principal, input: cloudtrailService.LookupEventsRequest) =>
      cloudtrail.lookupEvents(principal, input),
  },
};

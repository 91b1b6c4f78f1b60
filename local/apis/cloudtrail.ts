import * as cloudtrailService from "@aws-sdk/client-cloudtrail";
import { json } from "../protocols/json";
import { operationsOf } from "../wire";
import type { Api } from "./api";

export const cloudtrail: Api = {
  title: "AWS CloudTrail",
  protocol: json,
  operations: operationsOf(cloudtrailService),
  handlers: {
    LookupEvents: ({ cloudtrail }, principal, input: cloudtrailService.LookupEventsRequest) =>
      cloudtrail.lookupEvents(principal, input),
  },
};

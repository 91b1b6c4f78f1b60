import * as cloudtrailService from "@aws-sdk/client-cloudtrail";
import { json } from "../../endpoint/protocols/json";
import { operationsOf } from "../../endpoint/sdk-schema";
import { handlersOf, type Api } from "../../endpoint/handler";

export const cloudtrail: Api = {
  title: "AWS CloudTrail",
  protocol: json,
  operations: operationsOf(cloudtrailService),
  handlers: handlersOf(({ cloudtrail }) => cloudtrail, ["LookupEvents"]),
};

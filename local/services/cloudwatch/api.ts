import * as cloudwatchService from "@aws-sdk/client-cloudwatch";
import { json } from "../../endpoint/protocols/json";
import { operationsOf } from "../../endpoint/sdk-schema";
import { handlersOf, type Api } from "../../endpoint/handler";

export const cloudwatch: Api = {
  title: "Amazon CloudWatch",
  protocol: json,
  operations: operationsOf(cloudwatchService),
  handlers: handlersOf(({ cloudwatch }) => cloudwatch, ["DescribeAlarms", "SetAlarmState"]),
};

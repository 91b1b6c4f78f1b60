import * as logsService from "@aws-sdk/client-cloudwatch-logs";
import { json } from "../protocols/json";
import { operationsOf } from "../wire";
import type { Api } from "./api";

export const logs: Api = {
  title: "Amazon CloudWatch Logs",
  protocol: json,
  operations: operationsOf(logsService),
  handlers: {
    DescribeLogGroups: ({ logs }, principal, input: logsService.DescribeLogGroupsRequest) =>
      logs.describe(principal, input),
  },
};

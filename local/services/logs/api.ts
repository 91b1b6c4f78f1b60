import * as logsService from "@aws-sdk/client-cloudwatch-logs";
import { json } from "../../endpoint/protocols/json";
import { operationsOf } from "../../endpoint/sdk-schema";
import { handlersOf, type Api } from "../../endpoint/handler";

export const logs: Api = {
  title: "Amazon CloudWatch Logs",
  protocol: json,
  operations: operationsOf(logsService),
  handlers: handlersOf(
    ({ logs }) => logs,
    ["AssociateKmsKey", "DescribeLogGroups", "DisassociateKmsKey", "FilterLogEvents"],
  ),
};

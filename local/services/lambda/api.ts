import * as lambdaService from "@aws-sdk/client-lambda";
import { restJson } from "../../endpoint/protocols/rest-json";
import { operationsOf } from "../../endpoint/sdk-schema";
import { handlersOf, type Api } from "../../endpoint/handler";

export const lambda: Api = {
  title: "AWS Lambda",
  protocol: restJson,
  operations: operationsOf(lambdaService),
  handlers: handlersOf(({ lambda }) => lambda, ["GetFunction", "GetFunctionConfiguration", "Invoke"]),
};

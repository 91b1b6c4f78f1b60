import * as lambdaService from "@aws-sdk/client-lambda";
import { restJson } from "../protocols/rest-json";
import { operationsOf } from "../wire";
import type { Api } from "./api";

export const lambda: Api = {
  title: "AWS Lambda",
  protocol: restJson,
  operations: operationsOf(lambdaService),
  handlers: {
    GetFunction: ({ lambda }, principal, input: lambdaService.GetFunctionRequest) =>
      lambda.getFunction(principal, input),
  },
};

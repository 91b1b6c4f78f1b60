import * as dynamodbService from "@aws-sdk/client-dynamodb";
import { json } from "../../endpoint/protocols/json";
import { operationsOf } from "../../endpoint/sdk-schema";
import { handlersOf, type Api } from "../../endpoint/handler";

export const dynamodb: Api = {
  title: "Amazon DynamoDB",
  protocol: json,
  operations: operationsOf(dynamodbService),
  handlers: handlersOf(({ dynamodb }) => dynamodb, ["GetItem", "PutItem"]),
};

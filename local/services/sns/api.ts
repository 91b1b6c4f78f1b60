import * as snsService from "@aws-sdk/client-sns";
import { query } from "../../endpoint/protocols/query";
import { operationsOf } from "../../endpoint/sdk-schema";
import type { Api } from "../../endpoint/handler";

export const sns: Api = {
  title: "Amazon SNS",
  protocol: query,
  xmlNamespace: "http://sns.amazonaws.com/doc/2010-03-31/",
  operations: operationsOf(snsService),
  handlers: {
    ListSubscriptionsByTopic: ({ sns }, principal, input: snsService.ListSubscriptionsByTopicInput) =>
      sns.listSubscriptions(principal, input),
    ListTopics: ({ sns }, principal, input: snsService.ListTopicsInput) => sns.list(principal, input),
    Publish: ({ sns }, principal, input: snsService.PublishInput) => sns.publishFor(principal, input),
  },
};

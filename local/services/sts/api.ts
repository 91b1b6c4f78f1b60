import * as stsService from "@aws-sdk/client-sts";
import { query } from "../../endpoint/protocols/query";
import { operationsOf } from "../../endpoint/sdk-schema";
import type { Api } from "../../endpoint/handler";

export const sts: Api = {
  title: "AWS STS",
  protocol: query,
  xmlNamespace: "https://sts.amazonaws.com/doc/2011-06-15/",
  operations: operationsOf(stsService),
  handlers: {
    // Nobody needs a permission to ask who they are.
    GetCallerIdentity: async ({ account }, principal) => {
      const { arn, userId } = account.iam.session(principal);
      return { Account: account.id, Arn: arn, UserId: userId };
    },
  },
};

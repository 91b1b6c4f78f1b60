import * as stsService from "@aws-sdk/client-sts";
import { query } from "../../endpoint/protocols/query";
import { operationsOf } from "../../endpoint/sdk-schema";
import type { Api } from "../../endpoint/handler";
import { assumeRole } from "./assume-role";

export const sts: Api = {
  title: "AWS STS",
  protocol: query,
  xmlNamespace: "https://sts.amazonaws.com/doc/2011-06-15/",
  operations: operationsOf(stsService),
  handlers: {
    AssumeRole: ({ account }, principal, input: stsService.AssumeRoleRequest) =>
      assumeRole(account, principal, input),
    // This operation needs no permission.
    GetCallerIdentity: async ({ account }, principal) => {
      const { arn, userId } = account.iam.session(principal);
      return { Account: account.id, Arn: arn, UserId: userId };
    },
  },
};

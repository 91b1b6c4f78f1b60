import * as iamService from "@aws-sdk/client-iam";
import { query } from "../../endpoint/protocols/query";
import { simulatePrincipalPolicy } from "./simulation";
import { operationsOf } from "../../endpoint/sdk-schema";
import type { Api } from "../../endpoint/handler";

export const iam: Api = {
  title: "AWS IAM",
  protocol: query,
  xmlNamespace: "https://iam.amazonaws.com/doc/2010-05-08/",
  operations: operationsOf(iamService),
  handlers: {
    GetRole: ({ account }, principal, { RoleName = "" }: iamService.GetRoleRequest) =>
      account.iam.getRole(account.authorization, principal, RoleName),
    SimulatePrincipalPolicy: ({ account }, principal, input: iamService.SimulatePrincipalPolicyRequest) =>
      simulatePrincipalPolicy(account, principal, input),
  },
};

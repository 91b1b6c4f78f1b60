import * as iamService from "@aws-sdk/client-iam";
import { query } from "../protocols/query";
import { simulatePrincipalPolicy } from "../services/iam-simulation";
import { operationsOf } from "../wire";
import type { Api } from "./api";

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

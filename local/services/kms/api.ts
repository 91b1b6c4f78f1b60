import * as kmsService from "@aws-sdk/client-kms";
import { json } from "../../endpoint/protocols/json";
import { operationsOf } from "../../endpoint/sdk-schema";
import { handlersOf, type Api } from "../../endpoint/handler";

export const kms: Api = {
  title: "AWS KMS",
  protocol: json,
  operations: operationsOf(kmsService),
  handlers: {
    ...handlersOf(({ kms }) => kms, ["DescribeKey", "GetKeyPolicy", "PutKeyPolicy"]),
    ...handlersOf(({ kms }) => kms.aliases, ["CreateAlias", "DeleteAlias", "ListAliases", "UpdateAlias"]),
    ...handlersOf(({ kms }) => kms.grants, ["ListGrants", "RetireGrant", "RevokeGrant"]),
    ...handlersOf(
      ({ kms }) => kms.lifecycle,
      ["CancelKeyDeletion", "CreateKey", "DisableKey", "EnableKey", "ScheduleKeyDeletion"],
    ),
  },
};

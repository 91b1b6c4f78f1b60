import * as kmsService from "@aws-sdk/client-kms";
import { json } from "../../endpoint/protocols/json";
import { operationsOf } from "../../endpoint/sdk-schema";
import type { Api } from "../../endpoint/handler";

export const kms: Api = {
  title: "AWS KMS",
  protocol: json,
  operations: operationsOf(kmsService),
  handlers: {
    CancelKeyDeletion: ({ kms }, principal, input: kmsService.CancelKeyDeletionRequest) =>
      kms.lifecycle.cancelDeletion(principal, input),
    CreateAlias: ({ kms }, principal, input: kmsService.CreateAliasRequest) =>
      kms.aliases.create(principal, input),
    CreateKey: ({ kms }, principal, input: kmsService.CreateKeyRequest) =>
      kms.lifecycle.create(principal, input),
    DeleteAlias: ({ kms }, principal, input: kmsService.DeleteAliasRequest) =>
      kms.aliases.delete(principal, input),
    DescribeKey: ({ kms }, principal, input: kmsService.DescribeKeyRequest) =>
      kms.describeKey(principal, input),
    DisableKey: ({ kms }, principal, input: kmsService.DisableKeyRequest) =>
      kms.lifecycle.disable(principal, input),
    EnableKey: ({ kms }, principal, input: kmsService.EnableKeyRequest) =>
      kms.lifecycle.enable(principal, input),
    ListAliases: ({ kms }, principal, input: kmsService.ListAliasesRequest) =>
      kms.aliases.list(principal, input),
    ScheduleKeyDeletion: ({ kms }, principal, input: kmsService.ScheduleKeyDeletionRequest) =>
      kms.lifecycle.scheduleDeletion(principal, input),
    UpdateAlias: ({ kms }, principal, input: kmsService.UpdateAliasRequest) =>
      kms.aliases.update(principal, input),
  },
};

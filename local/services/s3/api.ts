import * as s3Service from "@aws-sdk/client-s3";
import { restXml } from "../../endpoint/protocols/rest-xml";
import { operationsOf } from "../../endpoint/sdk-schema";
import type { Api } from "../../endpoint/handler";

export const s3: Api = {
  title: "Amazon S3",
  protocol: restXml,
  xmlNamespace: "http://s3.amazonaws.com/doc/2006-03-01/",
  operations: operationsOf(s3Service),
  handlers: {
    GetObject: ({ account }, principal, input: s3Service.GetObjectRequest) =>
      account.s3.getObject(principal, input),
    HeadBucket: ({ account }, principal, input: s3Service.HeadBucketRequest) =>
      account.s3.headBucket(principal, input),
    HeadObject: async ({ account }, principal, input: s3Service.HeadObjectRequest) => ({
      ...(await account.s3.getObject(principal, input)),
      Body: undefined,
    }),
    ListBuckets: ({ account }, principal) => account.s3.listBuckets(principal),
    ListObjectsV2: ({ account }, principal, input: s3Service.ListObjectsV2Request) =>
      account.s3.listObjects(principal, input),
  },
};

import * as s3Service from "@aws-sdk/client-s3";
import { restXml } from "../../endpoint/protocols/rest-xml";
import { operationsOf } from "../../endpoint/sdk-schema";
import { handlersOf, type Api } from "../../endpoint/handler";

export const s3: Api = {
  title: "Amazon S3",
  protocol: restXml,
  xmlNamespace: "http://s3.amazonaws.com/doc/2006-03-01/",
  operations: operationsOf(s3Service),
  handlers: handlersOf(
    ({ account }) => account.s3,
    ["GetObject", "HeadBucket", "HeadObject", "ListBuckets", "ListObjectsV2"],
  ),
};

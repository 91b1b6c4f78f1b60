import type { AccountContext } from "../../account/context";
import type { S3 } from "./s3";

const logArchive = "210987654321";
const service = { Service: "config.amazonaws.com" };

/**
 * A bucket of another account, as companies have one for the history of all their accounts. Its policy lets AWS Config deliver
 * for this account and has no word of this account's roles, so AWS Config delivers as its service principal.
 */
export function provideLogArchive(account: AccountContext & { s3: S3 }, name: string): void {
  const { arn } = account.s3.createBucket(name, account.defaultRegion, logArchive);
  const StringEquals = { "aws:SourceAccount": account.id };
  account.s3.putBucketPolicy(name, {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: service,
        Action: ["s3:GetBucketAcl", "s3:ListBucket"],
        Resource: arn,
        Condition: { StringEquals },
      },
      {
        Effect: "Allow",
        Principal: service,
        Action: "s3:PutObject",
        Resource: `${arn}/AWSLogs/${account.id}/Config/*`,
        Condition: { StringEquals: { ...StringEquals, "s3:x-amz-acl": "bucket-owner-full-control" } },
      },
    ],
  });
}

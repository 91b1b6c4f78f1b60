import { StackConfigError } from "./stack-config-error";

/**
 * Checks what S3 says of names ("General purpose bucket naming rules") as far as one can slip there.
 *
 * @throws StackConfigError
 */
export function checkBucketName(name: string): void {
  const isName = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) && !name.includes("..");
  if (isName && !/^\d+\.\d+\.\d+\.\d+$/.test(name)) return;
  const address = /(?:arn:[^:]+:s3:::|s3:\/\/)([^/]+)/.exec(name)?.[1];
  throw new StackConfigError(
    "historyBucket",
    name,
    `expected a bucket's name, such as example-log-archive: 3 to 63 lower case letters, digits, dots and hyphens, with a letter or digit at both ends${address === undefined ? "." : `; did you mean ${address}?`}`,
  );
}

import { StackConfigError } from "./stack-config-error";

/** @throws StackConfigError for what is not the ARN of a managed policy */
export function checkPermissionsBoundary(arn: string): void {
  if (/^arn:aws(?:-[a-z]+)*:iam::(?:aws|\d{12}):policy\/[\w+=,.@/-]*[\w+=,.@-]$/.test(arn)) return;
  throw new StackConfigError(
    "permissionsBoundary",
    arn,
    "expected the ARN of an IAM policy, such as arn:aws:iam::123456789012:policy/workload-boundary.",
  );
}

/** @throws StackConfigError for what IAM does not take as a path (its API reference, `CreateRole`) */
export function checkIamPath(path: string): void {
  if (path.length <= 512 && /^\/(?:[!-.0-~]+\/)*$/.test(path)) return;
  throw new StackConfigError(
    "iamPath",
    path,
    "expected a path that begins and ends with a slash, such as /platform/, of at most 512 printable ASCII characters without spaces.",
  );
}

import { isServerError, isThrottlingError, isTransientError } from "@smithy/core/retry";
import type { Reason } from "../cli/exit-codes";

/** Ends a command, or a Region's part of it. The message is one sentence that is printed alone. */
export class AuditError extends Error {
  override readonly name = "AuditError";

  constructor(
    readonly reason: Exclude<Reason, "ok">,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** A call to AWS, as the sentence about its failure names it. */
export interface AwsCall {
  /** "the recorded history" */
  what: string;
  /** The IAM action that allows it: `config:GetResourceConfigHistory`. */
  action: string;
  region: string;
}

/**
 * Calls AWS.
 *
 * @throws AuditError that says what could not be read, why, and what helps
 */
export async function callAws<T>(call: AwsCall, send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (error) {
    throw asAuditError(error, call);
  }
}

/** An SDK error as a sentence with a reason; any other error is returned unchanged. */
export function asAuditError(error: unknown, { what, action, region }: AwsCall): unknown {
  if (error instanceof AuditError || !(error instanceof Error)) return error;
  const reason = reasonOf(error);
  if (reason === "internal") return error;
  const cures: Partial<Record<Reason, string>> = {
    noCredentials: `sign in (\`aws sso login\`, AWS_PROFILE, or environment variables), and see that ${region} is enabled in the account`,
    accessDenied: `allow ${action}`,
    notFound: "see that it exists and is of this account",
    throttled: "try again later, or raise AWS_MAX_ATTEMPTS",
    unreachable: "look at the network, a proxy, or AWS_ENDPOINT_URL",
  };
  const cure = cures[reason] ?? "look at what AWS says";
  return new AuditError(reason, `Cannot read ${what} in ${region} (${describe(error)}): ${cure}.`, {
    cause: error,
  });
}

/** AWS's error code, and its message on one line. */
export function describe(error: Error): string {
  const text = error.message.replaceAll(/\s+/g, " ").trim().replace(/\.$/, "");
  const code = "code" in error && typeof error.code === "string" ? error.code : error.name;
  return text === "" || text === code ? code : `${code}: ${text}`;
}

/** Whether AWS answered with this error code. */
export function isNamed(error: unknown, ...names: string[]): boolean {
  return error instanceof Error && names.includes(error.name);
}

const noCredentials = [
  "CredentialsProviderError",
  "TokenProviderError",
  "ExpiredToken",
  "ExpiredTokenException",
  "UnrecognizedClientException",
  "InvalidClientTokenId",
  "InvalidAccessKeyId",
  "InvalidSignatureException",
  "SignatureDoesNotMatch",
  "IncompleteSignature",
  "MissingAuthenticationTokenException",
  "AuthFailure",
  "OptInRequired",
];
const denied = ["AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "AuthorizationError"];
const absent = [
  "NoSuchBucket",
  "NoSuchConfigRuleException",
  "NoSuchConfigurationAggregatorException",
  "NoSuchKey",
  "ResourceNotFoundException",
];
const network = [
  "ENOTFOUND",
  "EAI_AGAIN",
  "ECONNREFUSED",
  "ECONNRESET",
  "EHOSTUNREACH",
  "ETIMEDOUT",
  "TimeoutError",
];

function reasonOf(error: Error): Exclude<Reason, "ok"> {
  const names = [error.name, "code" in error ? String(error.code) : ""];
  const is = (list: string[]): boolean => names.some((name) => list.includes(name));
  if (is(noCredentials)) return "noCredentials";
  if (is(denied)) return "accessDenied";
  if (is(absent)) return "notFound";
  const sdkError = error as Parameters<typeof isThrottlingError>[0];
  if (isThrottlingError(sdkError)) return "throttled";
  if (is(network) || isTransientError(sdkError) || isServerError(sdkError)) return "unreachable";
  // An error of AWS's that is not listed above. It is not a defect of this program.
  return "$metadata" in error ? "unreachable" : "internal";
}

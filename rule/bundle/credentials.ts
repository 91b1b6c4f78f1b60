/** Credentials in the form that the SDK's clients accept. */
interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

/**
 * Reads the credentials that Lambda puts into every function's environment.
 *
 * The function needs no other source. Without the SDK's chain of providers (profiles, SSO, STS, instance metadata) the
 * bundle is a third smaller.
 *
 * @throws Error when the environment has no credentials
 */
export async function environmentCredentials(): Promise<Credentials> {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env;
  if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY) {
    throw new Error(
      "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set; expected them as Lambda sets them",
    );
  }
  return {
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    ...(AWS_SESSION_TOKEN ? { sessionToken: AWS_SESSION_TOKEN } : {}),
  };
}

/** The bundle uses this file instead of the SDK's chain, `@aws-sdk/credential-provider-node`, which exports this name. */
export const defaultProvider = () => environmentCredentials;

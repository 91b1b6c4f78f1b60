/** Credentials as the SDK's clients take them. */
interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

/**
 * Reads the credentials that Lambda puts into every function's environment.
 *
 * The function needs no other source, and leaving out the SDK's chain of them (profiles, SSO, STS, instance metadata)
 * makes the bundle a third smaller.
 *
 * @throws Error when the environment has none
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

/** The name under which the bundle finds it in place of the SDK's chain, `@aws-sdk/credential-provider-node`. */
export const defaultProvider = () => environmentCredentials;

import { AssumeRoleCommand } from "@aws-sdk/client-sts";
import { callAws } from "./aws-call";
import type { Caller, ClientOptions, Clients } from "./clients";

/** The role that is assumed in each account. */
export interface AccountRole {
  /** Its name, after its path where it has one: `Auditor`, `audit/Reader`. */
  name: string;
  /** What the role's trust policy may ask for. */
  externalId: string | undefined;
}

/** Who asks, and for which role. */
export interface RoleOptions {
  role: AccountRole;
  caller: Caller;
  /** The caller's own clients. Their connections serve all accounts. */
  home: Clients;
}

/**
 * How to reach an account: by the role's credentials, which AWS takes back after an hour; the caller's own account by its own.
 *
 * @param access how the caller reaches AWS
 * @throws AuditError where the role may not be assumed
 */
export async function accessTo(
  account: string,
  access: ClientOptions,
  { role, caller, home }: RoleOptions,
): Promise<ClientOptions> {
  const shared = { ...access, connections: home };
  if (account === caller.account) return shared;
  const [, partition = "aws"] = caller.arn.split(":");
  const RoleArn = `arn:${partition}:iam::${account}:role/${role.name}`;
  const call = {
    what: `account ${account}`,
    action: `sts:AssumeRole on ${RoleArn}, to the caller and in that role's trust policy`,
    region: home.region,
  };
  const { Credentials: { AccessKeyId = "", SecretAccessKey = "", SessionToken = "" } = {} } = await callAws(
    call,
    () =>
      home.sts.send(
        new AssumeRoleCommand({
          RoleArn,
          RoleSessionName: sessionName(caller),
          ...(role.externalId !== undefined && { ExternalId: role.externalId }),
        }),
      ),
  );
  return {
    ...shared,
    credentials: {
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      sessionToken: SessionToken,
    },
  };
}

/** Says in that account's CloudTrail what is done there, and for whom: at most 64 characters, and not any. */
function sessionName({ arn }: Caller): string {
  const who = arn.split("/").at(-1) ?? "";
  return `xray-encryption-audit-${who.replaceAll(/[^\w+=,.@-]/g, "-")}`.slice(0, 64);
}

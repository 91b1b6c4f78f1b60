import type { AssumeRoleRequest, AssumeRoleResponse } from "@aws-sdk/client-sts";
import type { AccountContext } from "../../account/context";
import { AwsError } from "../../account/aws-error";
import { hour } from "../../account/clock";

/**
 * `AssumeRole`, also of another account that is reached at the same endpoint: the caller's own policies and the role's trust
 * policy must both allow it. Of a role that does not exist AWS says no more than of one that may not be assumed.
 *
 * @throws AwsError `AccessDenied`
 */
export async function assumeRole(
  account: AccountContext,
  principal: string,
  { RoleArn = "", RoleSessionName = "", ExternalId }: AssumeRoleRequest,
): Promise<AssumeRoleResponse> {
  const id = RoleArn.split(":")[4] ?? "";
  const owner = account.neighbour(id);
  const isAllowed =
    owner?.iam.exists(RoleArn) === true &&
    (
      await account.authorization.decide({
        principal,
        action: "sts:AssumeRole",
        resource: RoleArn,
        resourceAccount: id,
        resourcePolicy: owner.iam.trustPolicy(RoleArn) ?? { Version: "2012-10-17", Statement: [] },
        context: {
          "sts:RoleSessionName": RoleSessionName,
          ...(ExternalId !== undefined && { "sts:ExternalId": ExternalId }),
        },
      })
    ).allowed;
  if (!isAllowed) {
    throw new AwsError(
      "AccessDenied",
      `User: ${account.iam.session(principal).arn} is not authorized to perform: sts:AssumeRole on resource: ${RoleArn}`,
      403,
    );
  }
  const { accessKeyId, secretAccessKey, sessionToken } = owner.iam.credentials(RoleArn);
  const { arn, userId } = owner.iam.session(RoleArn);
  return {
    AssumedRoleUser: { Arn: arn, AssumedRoleId: userId },
    Credentials: {
      AccessKeyId: accessKeyId,
      SecretAccessKey: secretAccessKey,
      SessionToken: sessionToken,
      Expiration: new Date(account.clock.now().getTime() + hour),
    },
  };
}

import type { RegionContext } from "../../account/context";
import { AwsError } from "../../account/aws-error";
import { uuid } from "../../account/ids";
import type { Xray } from "../xray/xray";

/** AWS's runbook that sets X-Ray's key (Systems Manager Automation runbook reference, `AWSConfigRemediation-UpdateXRayKMSKey`). */
export const updateXrayKey = "AWSConfigRemediation-UpdateXRayKMSKey";

/** A run of a runbook, at the point where it waits. */
export interface Execution {
  id: string;
  /** Checks that X-Ray has the new setting. Call it when the wait is over. */
  assert(): Promise<void>;
}

/** Systems Manager: the one runbook that AWS Config starts here. */
export class Ssm {
  private sequence = 0;

  constructor(private readonly region: RegionContext & { xray: Xray }) {}

  /**
   * Runs the runbook up to its wait, as a role. The role needs permission for the runbook's calls.
   *
   * @param roleArn `AutomationAssumeRole`
   * @throws AwsError if AWS rejects the start or one of the runbook's calls
   */
  async start(roleArn: string, keyId: string): Promise<Execution> {
    const { account, xray } = this.region;
    const id = uuid("automation", this.region.name, String(++this.sequence));
    const execution = this.region.arn("ssm", `automation-execution/${id}`);
    await this.require(
      roleArn,
      "ssm:StartAutomationExecution",
      this.region.arn("ssm", `automation-definition/${updateXrayKey}:$DEFAULT`),
    );
    await account.assume("ssm.amazonaws.com", roleArn, {
      "aws:SourceAccount": account.id,
      "aws:SourceArn": execution,
    });
    const { EncryptionConfig: set } = await xray.putEncryptionConfig(roleArn, { Type: "KMS", KeyId: keyId });
    return {
      id,
      assert: async () => {
        await this.require(roleArn, "ssm:GetAutomationExecution", execution);
        const { EncryptionConfig: found } = await xray.getEncryptionConfig(roleArn);
        if (found?.Type !== "KMS" || found.KeyId !== set?.KeyId || found.Status !== "ACTIVE") {
          throw new AwsError(
            "AutomationStepFailed",
            `Step 'AssertEncryption' failed: X-Ray has ${JSON.stringify(found)}.`,
          );
        }
      },
    };
  }

  private async require(principal: string, action: string, resource: string): Promise<void> {
    await this.region.account.authorization.require({ principal, action, resource });
  }
}

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { CentralAccount } from "./central-account";
import { DeploymentRole } from "./deployment-role";
import { LogArchive } from "./log-archive";
import { boundary, deployer, previewer } from "./names";
import { OrganizationGuardrail } from "./organization-guardrail";
import { readSettings } from "./settings";

/** Runs in the management account, and reaches the security account and the log archive from there. */
export = async () => {
  const settings = readSettings();
  const { partition } = await aws.getPartition();
  const inPartition = { ...settings, partition };
  const within = (name: string, accountId: string) =>
    new aws.Provider(name, {
      region: new pulumi.Config("aws").require<aws.Region>("region"),
      allowedAccountIds: [accountId],
      assumeRoles: [{ roleArn: `arn:${partition}:iam::${accountId}:role/${settings.reachedAs}` }],
    });

  const role = new DeploymentRole("xray-encryption-deployment", settings);
  // Only when somebody can deploy is everybody else kept from it.
  new OrganizationGuardrail("xray-encryption-guardrail", inPartition, { dependsOn: [role] });

  const security = within("security", settings.securityAccount);
  const central = new CentralAccount("xray-encryption", inPartition, {
    providers: [security],
    // Without it the aggregator meets OrganizationAccessDeniedException.
    dependsOn: settings.aggregator === "create" ? [delegateTo(settings.securityAccount)] : [],
  });
  const history =
    settings.logArchive === "create"
      ? new LogArchive("xray-encryption-history", settings, {
          providers: [within("log-archive", settings.logArchiveAccount)],
        })
      : undefined;

  return {
    /** What the fleet's workflow assumes, in every account. */
    deploymentRole: deployer,
    previewRole: previewer,
    /** `permissionsBoundary` of a stack is `arn:PARTITION:iam::ACCOUNT:policy/` and this. */
    permissionsBoundary: boundary,
    /** For `notifyTopics`. */
    topic: central.topicArn,
    /** For `historyBucket`. */
    ...(history && { historyBucket: history.bucketName }),
    /** For `npm run audit -- inventory --aggregator`. */
    ...(central.aggregatorName && { aggregator: central.aggregatorName }),
    /** Its template is for the management account, too, which no StackSet reaches. */
    stackSet: role.stackSetName,
  };
};

/** Makes an account the one that sees, by AWS Config, all others. */
function delegateTo(accountId: string): aws.organizations.DelegatedAdministrator {
  return new aws.organizations.DelegatedAdministrator("xray-encryption-aggregator", {
    accountId,
    servicePrincipal: "config.amazonaws.com",
  });
}

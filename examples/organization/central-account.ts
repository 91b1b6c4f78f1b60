import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { policyDocument } from "../../infra/iam/policy-document";
import { collectOrganization } from "../aggregator/aggregator";
import { guard } from "./names";
import type { Settings } from "./settings";

/** What the security account has for all: the topic on which it is told, and the aggregator that sees every account. */
export class CentralAccount extends pulumi.ComponentResource {
  /** For `notifyTopics` of the fleet's stacks. */
  readonly topicArn: pulumi.Output<string>;
  /** For `npm run audit -- inventory --aggregator NAME`. */
  readonly aggregatorName: pulumi.Output<string> | undefined;

  constructor(
    name: string,
    settings: Settings & { partition: string },
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("xray-encryption-organization:index:CentralAccount", name, {}, opts);
    const { partition, organizationId, rolesAreUnder, told } = settings;
    const parent = { parent: this };
    const topic = new aws.sns.Topic(name, {}, parent);
    new aws.sns.TopicPolicy(
      name,
      {
        arn: topic.arn,
        policy: policyDocument({
          Sid: "NotifiersOfThisOrganizationPublish",
          Effect: "Allow",
          Principal: { AWS: "*" },
          Action: "sns:Publish",
          Resource: topic.arn,
          Condition: {
            StringEquals: { "aws:PrincipalOrgID": organizationId },
            ArnLike: {
              "aws:PrincipalArn": `arn:${partition}:iam::*:role${rolesAreUnder}${guard}-*-notifier-*`,
            },
          },
        }),
      },
      parent,
    );
    for (const endpoint of told) {
      new aws.sns.TopicSubscription(
        `${name}-${endpoint}`,
        { topic: topic.arn, protocol: "email", endpoint },
        parent,
      );
    }

    if (settings.aggregator === "create") {
      this.aggregatorName = this.collect(name, settings).name;
    }
    this.topicArn = topic.arn;
    this.registerOutputs();
  }

  private collect(
    name: string,
    { partition, securityAccount, collectedRegions }: Settings & { partition: string },
  ): aws.cfg.ConfigurationAggregator {
    const parent = { parent: this };
    const role = new aws.iam.Role(
      `${name}-aggregator`,
      {
        description: "Lets AWS Config list the organization's accounts, for the aggregator.",
        assumeRolePolicy: policyDocument({
          Sid: "OnlyThisServiceForThisAccount",
          Effect: "Allow",
          Principal: { Service: "config.amazonaws.com" },
          Action: "sts:AssumeRole",
          Condition: { StringEquals: { "aws:SourceAccount": securityAccount } },
        }),
      },
      parent,
    );
    const listing = new aws.iam.RolePolicyAttachment(
      `${name}-aggregator`,
      {
        role: role.name,
        policyArn: `arn:${partition}:iam::aws:policy/service-role/AWSConfigRoleForOrganizations`,
      },
      parent,
    );
    return collectOrganization(name, {
      roleArn: role.arn,
      regions: collectedRegions,
      // Without the policy: OrganizationAccessDeniedException.
      opts: { ...parent, dependsOn: [listing] },
    });
  }
}

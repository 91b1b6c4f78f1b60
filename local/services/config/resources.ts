import { updateXrayKey } from "../ssm/ssm";
import type { Account } from "../../account/account";
import { AwsError } from "../../account/aws-error";
import { ifExists, type ResourceType } from "../../deployment/resource";

/** The AWS Config resources of the AWS provider. */
export const cfgResources: Record<string, ResourceType> = {
  "aws:cfg/recorder:Recorder": {
    create: async ({ account, region, inputs, physicalName }) => {
      const name = inputs.optionalString("name") ?? physicalName;
      const group = inputs.optionalBlock("recordingGroup");
      const mode = inputs.optionalBlock("recordingMode");
      mode?.rejectUnsupported("recordingModeOverride");
      await region.config.recording.putRecorderAs(account.administrator, {
        name,
        roleArn: inputs.string("roleArn"),
        recordingGroup: {
          // The provider's default, with and without the block.
          allSupported: group?.optionalBoolean("allSupported") ?? true,
          resourceTypes: group?.strings("resourceTypes") ?? [],
          exclusionByResourceTypes:
            group?.blocks("exclusionByResourceTypes").flatMap((one) => one.strings("resourceTypes")) ?? [],
          ...optional("strategy", group?.blocks("recordingStrategies")[0]?.optionalString("useOnly")),
        },
        frequency: mode?.optionalString("recordingFrequency") === "DAILY" ? "DAILY" : "CONTINUOUS",
      });
      return { id: name, name };
    },
    read: async ({ region, id }) => ifExists(region.config.recording.name === id),
    delete: ({ account, region, id }) => region.config.recording.deleteRecorder(account.administrator, id),
  },

  "aws:cfg/configurationAggregator:ConfigurationAggregator": {
    create: async ({ account, region, inputs, physicalName }) => {
      const name = inputs.optionalString("name") ?? physicalName;
      const role = inputs.optionalBlock("organizationAggregationSource")?.string("roleArn");
      if (role !== undefined) requireOrganization(account, role);
      region.config.ownAggregators.add(name);
      return { id: name, name, arn: region.arn("config", `config-aggregator/${name}`) };
    },
    read: async ({ region, id }) => ifExists(region.config.ownAggregators.has(id)),
    delete: async ({ region, id }) => {
      region.config.ownAggregators.delete(id);
    },
  },

  "aws:cfg/deliveryChannel:DeliveryChannel": {
    create: async ({ region, inputs, physicalName }) => {
      const name = inputs.optionalString("name") ?? physicalName;
      await region.config.delivery.putDeliveryChannel({
        name,
        s3BucketName: inputs.string("s3BucketName"),
        ...optional("s3KeyPrefix", inputs.optionalString("s3KeyPrefix")),
        ...optional("snsTopicArn", inputs.optionalString("snsTopicArn")),
        ...optional(
          "deliveryFrequency",
          inputs.optionalBlock("snapshotDeliveryProperties")?.optionalString("deliveryFrequency"),
        ),
      });
      return { id: name, name };
    },
    read: async ({ region, id }) => ifExists(region.config.delivery.find(id)),
    delete: ({ account, region, id }) =>
      region.config.delivery.deleteDeliveryChannel(account.administrator, { DeliveryChannelName: id }),
  },

  "aws:cfg/recorderStatus:RecorderStatus": {
    create: async ({ account, region, inputs }) => {
      const name = inputs.string("name");
      const isEnabled = inputs.optionalBoolean("isEnabled") === true;
      await region.config.recording.switch(account.administrator, name, isEnabled);
      return { id: name };
    },
    read: async ({ region, id, inputs }) => {
      const { name, running } = region.config.recording;
      if (name !== id) return undefined;
      return running === inputs.optionalBoolean("isEnabled") ? {} : { isEnabled: running };
    },
    delete: async ({ account, region, id }) => {
      await region.config.recording.switch(account.administrator, id, false);
    },
  },

  "aws:cfg/retentionConfiguration:RetentionConfiguration": {
    create: async ({ region, inputs }) => {
      const days = inputs.number("retentionPeriodInDays");
      if (days < 30 || days > 2557)
        throw new Error(`retentionPeriodInDays must be 30 to 2557, but is ${days}`);
      region.config.history.retentionDays = days;
      return { id: "default", name: "default" };
    },
    read: async ({ region }) => ifExists(region.config.history.retentionDays),
    delete: async ({ region }) => {
      region.config.history.retentionDays = undefined;
    },
  },

  "aws:cfg/rule:Rule": {
    create: async ({ account, region, inputs, physicalName }) => {
      const source = inputs.block("source");
      if (source.string("owner") !== "CUSTOM_LAMBDA") {
        throw new Error(
          `the local account evaluates custom Lambda rules, not rules of ${source.string("owner")}`,
        );
      }
      const scope = inputs.optionalBlock("scope");
      scope?.rejectUnsupported("tagKey", "tagValue");
      const rule = await region.config.rules.putRuleAs(account.administrator, {
        name: inputs.optionalString("name") ?? physicalName,
        functionArn: source.string("sourceIdentifier"),
        sourceDetails: source.blocks("sourceDetails").map((detail) => ({
          messageType: detail.string("messageType"),
          ...optional("eventSource", detail.optionalString("eventSource")),
          ...optional("maximumExecutionFrequency", detail.optionalString("maximumExecutionFrequency")),
        })),
        scope: scope && {
          complianceResourceTypes: scope.strings("complianceResourceTypes"),
          ...optional("complianceResourceId", scope.optionalString("complianceResourceId")),
        },
        inputParameters: inputs.optionalString("inputParameters"),
        maximumExecutionFrequency: inputs.optionalString("maximumExecutionFrequency"),
      });
      return { id: rule.name, arn: rule.arn, name: rule.name, ruleId: rule.id };
    },
    read: async ({ region, id }) => ifExists(region.config.rules.find(id)),
    delete: ({ account, region, id }) => region.config.rules.deleteRule(account.administrator, id),
  },

  "aws:cfg/remediationConfiguration:RemediationConfiguration": {
    create: async ({ region, inputs }) => {
      inputs.rejectUnsupported("executionControls", "targetVersion");
      const ruleName = inputs.string("configRuleName");
      if (inputs.string("targetType") !== "SSM_DOCUMENT" || inputs.string("targetId") !== updateXrayKey) {
        throw new Error(
          `the local account runs the runbook ${updateXrayKey}, not ${inputs.string("targetId")}`,
        );
      }
      const parameters = new Map(
        inputs.blocks("parameters").map((parameter) => {
          parameter.rejectUnsupported("resourceValue", "staticValues");
          return [parameter.string("name"), parameter.string("staticValue")];
        }),
      );
      const parameter = (name: string): string => {
        const value = parameters.get(name);
        if (value === undefined) throw new Error(`${updateXrayKey} needs the parameter ${name}`);
        parameters.delete(name);
        return value;
      };
      const { arn } = region.config.remediation.put({
        ruleName,
        resourceType: inputs.string("resourceType"),
        keyId: parameter("KeyId"),
        roleArn: parameter("AutomationAssumeRole"),
        automatic: inputs.optionalBoolean("automatic") ?? false,
        // AWS Config's own defaults.
        maximumAttempts: inputs.optionalNumber("maximumAutomaticAttempts") ?? 5,
        window: inputs.optionalNumber("retryAttemptSeconds") ?? 60,
      });
      const [unknown] = parameters.keys();
      if (unknown !== undefined) throw new Error(`${updateXrayKey} has no parameter ${unknown}`);
      return { id: ruleName, arn };
    },
    read: async ({ region, id }) => ifExists(region.config.remediation.find(id)),
    delete: async ({ region, id }) => region.config.remediation.delete(id),
  },
};

/** An object with a property, or without it if there is no value. */
function optional<K extends string, T>(key: K, value: T | undefined): { [P in K]?: T } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]?: T });
}

/** @throws AwsError as `PutConfigurationAggregator` refuses an organization's aggregator */
function requireOrganization({ id, iam, organization }: Account, roleArn: string): void {
  if (organization === undefined)
    throw new AwsError("NoAvailableOrganizationException", "Organization is no longer available.");
  if (!organization.isAdministrator(id, "config.amazonaws.com")) {
    throw new AwsError(
      "OrganizationAccessDeniedException",
      "You are not a registered delegated administrator for AWS Config.",
    );
  }
  if (!iam.exists(roleArn)) throw new AwsError("InvalidRoleException", `The role ${roleArn} does not exist.`);
}

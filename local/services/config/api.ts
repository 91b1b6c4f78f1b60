import * as configService from "@aws-sdk/client-config-service";
import { json } from "../../endpoint/protocols/json";
import { operationsOf } from "../../endpoint/sdk-schema";
import { handlersOf, type Api } from "../../endpoint/handler";

export const config: Api = {
  title: "AWS Config",
  protocol: json,
  operations: operationsOf(configService),
  handlers: {
    ...handlersOf(
      ({ config }) => config.compliance,
      [
        "DescribeComplianceByConfigRule",
        "GetComplianceDetailsByConfigRule",
        "GetComplianceDetailsByResource",
        "PutEvaluations",
      ],
    ),
    ...handlersOf(
      ({ config }) => config.delivery,
      [
        "DeleteDeliveryChannel",
        "DeliverConfigSnapshot",
        "DescribeDeliveryChannels",
        "DescribeDeliveryChannelStatus",
      ],
    ),
    ...handlersOf(
      ({ config }) => config.history,
      ["DescribeRetentionConfigurations", "GetResourceConfigHistory", "ListDiscoveredResources"],
    ),
    ...handlersOf(
      ({ config }) => config.rules,
      ["DescribeConfigRules", "DescribeConfigRuleEvaluationStatus", "StartConfigRulesEvaluation"],
    ),
    DescribeConfigurationRecorders: async (
      { config },
      principal,
      input: configService.DescribeConfigurationRecordersRequest,
    ) => ({
      ConfigurationRecorders: await config.recording.describe(principal, input.ConfigurationRecorderNames),
    }),
    DescribeConfigurationRecorderStatus: async (
      { config },
      principal,
      input: configService.DescribeConfigurationRecorderStatusRequest,
    ) => ({
      ConfigurationRecordersStatus: await config.recording.describeStatus(
        principal,
        input.ConfigurationRecorderNames,
      ),
    }),
    DeleteConfigRule: async (
      { config },
      principal,
      { ConfigRuleName = "" }: configService.DeleteConfigRuleRequest,
    ) => {
      await config.rules.deleteRule(principal, ConfigRuleName);
      return undefined;
    },
    DeleteConfigurationRecorder: async (
      { config },
      principal,
      { ConfigurationRecorderName = "" }: configService.DeleteConfigurationRecorderRequest,
    ) => {
      await config.recording.deleteRecorder(principal, ConfigurationRecorderName);
      return undefined;
    },
    StartConfigurationRecorder: (
      { config },
      principal,
      { ConfigurationRecorderName = "" }: configService.StartConfigurationRecorderRequest,
    ) => config.recording.switch(principal, ConfigurationRecorderName, true),
    StopConfigurationRecorder: (
      { config },
      principal,
      { ConfigurationRecorderName = "" }: configService.StopConfigurationRecorderRequest,
    ) => config.recording.switch(principal, ConfigurationRecorderName, false),
  },
};

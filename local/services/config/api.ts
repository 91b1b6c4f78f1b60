import * as configService from "@aws-sdk/client-config-service";
import { json } from "../../endpoint/protocols/json";
import { operationsOf } from "../../endpoint/sdk-schema";
import type { Api } from "../../endpoint/handler";

export const config: Api = {
  title: "AWS Config",
  protocol: json,
  operations: operationsOf(configService),
  handlers: {
    DeliverConfigSnapshot: async (
      { config },
      principal,
      { deliveryChannelName = "" }: configService.DeliverConfigSnapshotRequest,
    ) => ({ configSnapshotId: await config.delivery.deliverSnapshot(principal, deliveryChannelName) }),
    DescribeComplianceByConfigRule: (
      { config },
      principal,
      input: configService.DescribeComplianceByConfigRuleRequest,
    ) => config.compliance.describeByRule(principal, input),
    DescribeConfigRuleEvaluationStatus: (
      { config },
      principal,
      input: configService.DescribeConfigRuleEvaluationStatusRequest,
    ) => config.rules.describeStatus(principal, input),
    DescribeConfigRules: ({ config }, principal, input: configService.DescribeConfigRulesRequest) =>
      config.rules.describe(principal, input),
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
    DescribeDeliveryChannels: async (
      { config },
      principal,
      input: configService.DescribeDeliveryChannelsRequest,
    ) => ({ DeliveryChannels: await config.delivery.describe(principal, input.DeliveryChannelNames) }),
    DescribeDeliveryChannelStatus: async (
      { config },
      principal,
      input: configService.DescribeDeliveryChannelStatusRequest,
    ) => ({
      DeliveryChannelsStatus: await config.delivery.describeStatus(principal, input.DeliveryChannelNames),
    }),
    DescribeRetentionConfigurations: (
      { config },
      principal,
      input: configService.DescribeRetentionConfigurationsRequest,
    ) => config.history.describeRetention(principal, input),
    GetComplianceDetailsByConfigRule: (
      { config },
      principal,
      input: configService.GetComplianceDetailsByConfigRuleRequest,
    ) => config.compliance.detailsByRule(principal, input),
    GetComplianceDetailsByResource: (
      { config },
      principal,
      input: configService.GetComplianceDetailsByResourceRequest,
    ) => config.compliance.detailsByResource(principal, input),
    GetResourceConfigHistory: ({ config }, principal, input: configService.GetResourceConfigHistoryRequest) =>
      config.history.getResourceConfigHistory(principal, input),
    ListDiscoveredResources: ({ config }, principal, input: configService.ListDiscoveredResourcesRequest) =>
      config.history.listDiscoveredResources(principal, input),
    PutEvaluations: ({ config }, principal, input: configService.PutEvaluationsRequest) =>
      config.compliance.putEvaluations(principal, input),
    StartConfigRulesEvaluation: (
      { config },
      principal,
      input: configService.StartConfigRulesEvaluationRequest,
    ) => config.rules.startEvaluation(principal, input),
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

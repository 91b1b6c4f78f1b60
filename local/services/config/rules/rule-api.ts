import type {
  ConfigRule,
  ConfigRuleEvaluationStatus,
  MaximumExecutionFrequency,
  MessageType,
} from "@aws-sdk/client-config-service";
import type { Rule } from "./rule";

/** A rule as `DescribeConfigRules` shows it. */
export function ruleToApi(rule: Rule): ConfigRule {
  return {
    ConfigRuleName: rule.name,
    ConfigRuleArn: rule.arn,
    ConfigRuleId: rule.id,
    ...(rule.scope && {
      Scope: {
        ComplianceResourceTypes: rule.scope.complianceResourceTypes,
        ...(rule.scope.complianceResourceId === undefined
          ? {}
          : { ComplianceResourceId: rule.scope.complianceResourceId }),
      },
    }),
    Source: {
      Owner: "CUSTOM_LAMBDA",
      SourceIdentifier: rule.functionArn,
      SourceDetails: rule.sourceDetails.map(({ messageType, maximumExecutionFrequency }) => ({
        EventSource: "aws.config" as const,
        MessageType: messageType as MessageType,
        ...(maximumExecutionFrequency === undefined
          ? {}
          : { MaximumExecutionFrequency: maximumExecutionFrequency as MaximumExecutionFrequency }),
      })),
    },
    ...(rule.inputParameters === undefined ? {} : { InputParameters: rule.inputParameters }),
    ConfigRuleState: "ACTIVE",
    EvaluationModes: [{ Mode: "DETECTIVE" }],
  };
}

/** As `DescribeConfigRuleEvaluationStatus` shows it. */
export function statusToApi(rule: Rule): ConfigRuleEvaluationStatus {
  const { activated, invoked, invocationFailed, evaluated, error } = rule.status;
  return {
    ConfigRuleName: rule.name,
    ConfigRuleArn: rule.arn,
    ConfigRuleId: rule.id,
    FirstActivatedTime: activated,
    FirstEvaluationStarted: invoked !== undefined,
    ...(invoked && { LastSuccessfulInvocationTime: invoked }),
    ...(invocationFailed && { LastFailedInvocationTime: invocationFailed }),
    ...(evaluated && { LastSuccessfulEvaluationTime: evaluated }),
    ...(error && { LastErrorCode: error.code, LastErrorMessage: error.message }),
  };
}

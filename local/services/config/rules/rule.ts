import type { AwsError } from "../../../account/aws-error";
import { frequencies } from "./frequencies";

export interface SourceDetail {
  eventSource?: string;
  messageType: string;
  maximumExecutionFrequency?: string;
}

export interface RuleOptions {
  name: string;
  functionArn: string;
  sourceDetails: SourceDetail[];
  scope: { complianceResourceTypes: string[]; complianceResourceId?: string } | undefined;
  /** JSON */
  inputParameters: string | undefined;
  maximumExecutionFrequency: string | undefined;
}

export interface Rule extends RuleOptions {
  arn: string;
  id: string;
  /** When each event last happened, as `DescribeConfigRuleEvaluationStatus` reports it. */
  status: RuleStatus;
}

export interface RuleStatus {
  activated: Date;
  invoked?: Date;
  invocationFailed?: Date;
  evaluated?: Date;
  error?: AwsError;
  /** When an evaluation was last started on demand. */
  started?: Date;
}

export const changeMessage = "ConfigurationItemChangeNotification";
export const oversizedMessage = "OversizedConfigurationItemChangeNotification";
export const scheduleMessages = ["ScheduledNotification", "ConfigurationSnapshotDeliveryCompleted"];
export const messageTypes = [changeMessage, oversizedMessage, ...scheduleMessages];

/** Whether a rule is evaluated when a resource changes. */
export function isChangeTriggered(rule: RuleOptions): boolean {
  return rule.sourceDetails.some(({ messageType }) => messageType === changeMessage);
}

/** The interval of a rule's schedule in milliseconds; undefined without a schedule. AWS's default is a day. */
export function scheduleOf(rule: RuleOptions): number | undefined {
  const detail = rule.sourceDetails.find(({ messageType }) => scheduleMessages.includes(messageType));
  if (detail === undefined) return undefined;
  return frequencies[
    detail.maximumExecutionFrequency ?? rule.maximumExecutionFrequency ?? "TwentyFour_Hours"
  ];
}

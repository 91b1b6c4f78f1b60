import { cfgResources } from "../services/config/resources";
import { cloudControlResources } from "../services/cloudcontrol/resources";
import { cloudformationResources } from "../services/cloudformation/resources";
import { cloudtrailResources } from "../services/cloudtrail/resources";
import { cloudwatchResources } from "../services/cloudwatch/resources";
import { dynamodbResources } from "../services/dynamodb/resources";
import { eventsResources } from "../services/events/resources";
import { iamResources } from "../services/iam/resources";
import { lambdaResources } from "../services/lambda/resources";
import { logsResources } from "../services/logs/resources";
import { organizationsResources } from "../services/organizations/resources";
import { s3Resources } from "../services/s3/resources";
import { snsResources } from "../services/sns/resources";
import { sqsResources } from "../services/sqs/resources";
import { xrayResources } from "../services/xray/resources";
import type { ResourceType } from "./resource";

const resourceTypes: Record<string, ResourceType> = {
  ...cfgResources,
  ...cloudControlResources,
  ...cloudformationResources,
  ...cloudtrailResources,
  ...cloudwatchResources,
  ...dynamodbResources,
  ...eventsResources,
  ...iamResources,
  ...lambdaResources,
  ...logsResources,
  ...organizationsResources,
  ...s3Resources,
  ...snsResources,
  ...sqsResources,
  ...xrayResources,
};

/**
 * @param type as the AWS provider names it: `aws:sns/topic:Topic`
 * @param name the resource's, for the message
 * @throws Error for a type that the account does not support
 */
export function resourceType(type: string, name: string): ResourceType {
  const found = Object.hasOwn(resourceTypes, type) ? resourceTypes[type] : undefined;
  if (found !== undefined) return found;
  throw new Error(`The local account does not support the resource type ${type} (of '${name}').`);
}

/** Whether resources of a type belong to no Region. */
export function isGlobal(type: string): boolean {
  return type.startsWith("aws:iam/") || type.startsWith("aws:organizations/");
}

import {
  ConfigServiceClient,
  GetResourceConfigHistoryCommand,
  PutEvaluationsCommand,
} from "@aws-sdk/client-config-service";

const config = new ConfigServiceClient({});

function isOversized(messageType) {
  return messageType === "OversizedConfigurationItemChangeNotification";
}

/** An oversized item is fetched, and brought into the shape of one that came with the message. */
async function getConfigurationItem(invokingEvent) {
  if (!isOversized(invokingEvent.messageType)) {
    return invokingEvent.configurationItem;
  }
  const { resourceType, resourceId, configurationItemCaptureTime } = invokingEvent.configurationItemSummary;
  const { configurationItems } = await config.send(
    new GetResourceConfigHistoryCommand({
      resourceType,
      resourceId,
      laterTime: new Date(configurationItemCaptureTime),
      limit: 1,
    }),
  );
  const [item] = configurationItems;
  return { ...item, configuration: JSON.parse(item.configuration) };
}

function isApplicable({ configurationItemStatus }, { eventLeftScope }) {
  return ["OK", "ResourceDiscovered"].includes(configurationItemStatus) && eventLeftScope === false;
}

function evaluateChange({ resourceType, configuration }, { desiredKey }) {
  if (resourceType !== "AWS::XRay::EncryptionConfig") {
    return "NOT_APPLICABLE";
  }
  return configuration.type === "KMS" && configuration.keyId === desiredKey ? "COMPLIANT" : "NON_COMPLIANT";
}

export const handler = async (event) => {
  const invokingEvent = JSON.parse(event.invokingEvent);
  const ruleParameters = JSON.parse(event.ruleParameters);
  const item = await getConfigurationItem(invokingEvent);
  const compliance = isApplicable(item, event) ? evaluateChange(item, ruleParameters) : "NOT_APPLICABLE";
  return config.send(
    new PutEvaluationsCommand({
      Evaluations: [
        {
          ComplianceResourceType: item.resourceType,
          ComplianceResourceId: item.resourceId,
          ComplianceType: compliance,
          OrderingTimestamp: new Date(item.configurationItemCaptureTime),
        },
      ],
      ResultToken: event.resultToken,
    }),
  );
};

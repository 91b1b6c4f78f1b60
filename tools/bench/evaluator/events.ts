const keyArn = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const time = "2026-03-04T05:06:07.890Z";

function invocation(invokingEvent: object, parameters: object = { desiredKey: keyArn }): string {
  return JSON.stringify({
    version: "1.0",
    invokingEvent: JSON.stringify(invokingEvent),
    ruleParameters: JSON.stringify(parameters),
    resultToken: "token",
    eventLeftScope: false,
    executionRoleArn: "arn:aws:iam::123456789012:role/recorder",
    configRuleArn: "arn:aws:config:eu-west-1:123456789012:config-rule/config-rule-0abc12",
    configRuleName: "xray-encryption",
    configRuleId: "config-rule-0abc12",
    accountId: "123456789012",
  });
}

/** An alias is desired, and as many more are accepted. */
function aliases(accepted: number): object {
  const names = Array.from({ length: accepted }, (_, index) => `alias/accepted-${index}`);
  return { desiredKey: "alias/xray-traces", ...(accepted > 0 && { acceptedKeys: names.join(",") }) };
}

/** A recorded change to the desired key, which the sample and the evaluator both call COMPLIANT. */
const change = {
  messageType: "ConfigurationItemChangeNotification",
  notificationCreationTime: time,
  recordVersion: "1.3",
  configurationItemDiff: null,
  configurationItem: {
    configuration: { type: "KMS", keyId: keyArn },
    supplementaryConfiguration: {},
    tags: {},
    configurationItemVersion: "1.3",
    configurationItemCaptureTime: time,
    configurationStateId: 1772600767890,
    awsAccountId: "123456789012",
    configurationItemStatus: "OK",
    resourceType: "AWS::XRay::EncryptionConfig",
    resourceId: "default",
    awsRegion: "eu-west-1",
  },
};
export const changeEvent = invocation(change);

/** A scheduled run, which the sample does not know. */
const scheduled = {
  messageType: "ScheduledNotification",
  awsAccountId: "123456789012",
  notificationCreationTime: time,
  recordVersion: "1.0",
};
export const scheduledEvent = invocation(scheduled);

/** The same, where the key is to be what aliases point to. */
export const changeEventByAliases = (accepted: number) => invocation(change, aliases(accepted));
export const scheduledEventByAliases = (accepted: number) => invocation(scheduled, aliases(accepted));

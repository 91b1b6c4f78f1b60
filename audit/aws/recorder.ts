import {
  type ConfigurationRecorder,
  DescribeConfigurationRecordersCommand,
  DescribeConfigurationRecorderStatusCommand,
  DescribeDeliveryChannelsCommand,
  DescribeDeliveryChannelStatusCommand,
} from "@aws-sdk/client-config-service";
import type { Clients } from "./clients";
import { callAws } from "./aws-call";

/** A Region's own recorder. Those that AWS's services keep for themselves are not it. */
export interface Recorder {
  name: string;
  recording: boolean;
  records: (resourceType: string) => boolean;
  /** Whether a type is recorded once a day only, so that what happens in between is lost. */
  recordsDaily: (resourceType: string) => boolean;
}

/** Where AWS Config delivers history. */
export interface DeliveryChannel {
  name: string;
  bucket: string;
  /** Before `AWSLogs/`, with a slash at its end; empty without one. */
  prefix: string;
}

/** How AWS Config's delivery of history goes. */
export interface DeliveryStatus {
  /** Up to when history was delivered; undefined when never, or when AWS Config does not say. */
  deliveredUntil: Date | undefined;
  failure: string | undefined;
}

/** @returns undefined when the Region has none. @throws AuditError */
export async function readRecorder({ config, region }: Clients): Promise<Recorder | undefined> {
  const question = { what: "the recorder", action: "config:DescribeConfigurationRecorders", region };
  const { ConfigurationRecorders = [] } = await callAws(question, () =>
    config.send(new DescribeConfigurationRecordersCommand({})),
  );
  const recorder = ConfigurationRecorders.find(({ servicePrincipal }) => servicePrincipal === undefined);
  if (recorder?.name === undefined) return undefined;
  const { name } = recorder;
  const { ConfigurationRecordersStatus = [] } = await callAws(
    { what: "the recorder's status", action: "config:DescribeConfigurationRecorderStatus", region },
    () => config.send(new DescribeConfigurationRecorderStatusCommand({ ConfigurationRecorderNames: [name] })),
  );
  return {
    name,
    recording: ConfigurationRecordersStatus.some(
      (status) => status.name === name && status.recording === true,
    ),
    records: (resourceType) => records(recorder, resourceType),
    recordsDaily: (resourceType) => recordsDaily(recorder, resourceType),
  };
}

/** @returns undefined when the Region has none. @throws AuditError */
export async function readDeliveryChannel({ config, region }: Clients): Promise<DeliveryChannel | undefined> {
  const question = { what: "the delivery channel", action: "config:DescribeDeliveryChannels", region };
  const { DeliveryChannels: [channel] = [] } = await callAws(question, () =>
    config.send(new DescribeDeliveryChannelsCommand({})),
  );
  const { name, s3BucketName, s3KeyPrefix = "" } = channel ?? {};
  if (name === undefined || s3BucketName === undefined) return undefined;
  return {
    name,
    bucket: s3BucketName,
    prefix: s3KeyPrefix === "" || s3KeyPrefix.endsWith("/") ? s3KeyPrefix : `${s3KeyPrefix}/`,
  };
}

/** @throws AuditError */
export async function readDeliveryStatus(
  { config, region }: Clients,
  { name }: DeliveryChannel,
): Promise<DeliveryStatus> {
  const question = { what: "what was delivered", action: "config:DescribeDeliveryChannelStatus", region };
  const { DeliveryChannelsStatus: [status] = [] } = await callAws(question, () =>
    config.send(new DescribeDeliveryChannelStatusCommand({ DeliveryChannelNames: [name] })),
  );
  const delivery = status?.configHistoryDeliveryInfo;
  return {
    deliveredUntil: delivery?.lastSuccessfulTime,
    failure:
      delivery?.lastStatus === "Failure"
        ? (delivery.lastErrorMessage ?? delivery.lastErrorCode ?? "without a reason")
        : undefined,
  };
}

function records({ recordingGroup }: ConfigurationRecorder, resourceType: string): boolean {
  const includes = (types: readonly string[] = []): boolean => types.includes(resourceType);
  if (recordingGroup?.recordingStrategy?.useOnly === "EXCLUSION_BY_RESOURCE_TYPES") {
    return !includes(recordingGroup.exclusionByResourceTypes?.resourceTypes);
  }
  return recordingGroup?.allSupported === true || includes(recordingGroup?.resourceTypes);
}

function recordsDaily({ recordingMode }: ConfigurationRecorder, resourceType: string): boolean {
  const override = recordingMode?.recordingModeOverrides?.find(({ resourceTypes = [] }) =>
    resourceTypes.some((type) => type === resourceType),
  );
  return (override?.recordingFrequency ?? recordingMode?.recordingFrequency) === "DAILY";
}

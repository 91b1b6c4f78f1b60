import {
  type ConfigurationRecorder,
  DescribeConfigurationRecordersCommand,
  DescribeConfigurationRecorderStatusCommand,
  DescribeDeliveryChannelsCommand,
  DescribeDeliveryChannelStatusCommand,
} from "@aws-sdk/client-config-service";
import { records } from "../../rule/decision/recorder";
import { callAws } from "./aws-call";
import type { Clients } from "./clients";

/** A Region's customer managed recorder, as opposed to those that belong to an AWS service. */
export interface Recorder {
  name: string;
  recording: boolean;
  /** When it was started and stopped last, as far as AWS Config says. */
  lastStart: Date | undefined;
  lastStop: Date | undefined;
  /** What AWS Config says of its last failure; undefined where there is none. */
  failure: string | undefined;
  roleArn: string | undefined;
  records: (resourceType: string) => boolean;
  /** Whether a type is recorded once a day only. Changes in between are lost. */
  recordsDaily: (resourceType: string) => boolean;
}

/** Where AWS Config delivers history. */
export interface DeliveryChannel {
  name: string;
  bucket: string;
  /** Before `AWSLogs/`, with a slash at its end; empty without one. */
  prefix: string;
}

/** The state of AWS Config's delivery of history. */
export interface DeliveryStatus {
  /** Up to when history was delivered; undefined when never, or when AWS Config does not say. */
  deliveredUntil: Date | undefined;
  failure: string | undefined;
}

/** @returns undefined when the Region has none. @throws AuditError */
export async function readRecorder({ config, region }: Clients): Promise<Recorder | undefined> {
  const call = { what: "the recorder", action: "config:DescribeConfigurationRecorders", region };
  const { ConfigurationRecorders = [] } = await callAws(call, () =>
    config.send(new DescribeConfigurationRecordersCommand({})),
  );
  const recorder = ConfigurationRecorders.find(({ servicePrincipal }) => servicePrincipal === undefined);
  if (recorder?.name === undefined) return undefined;
  const { name, recordingGroup } = recorder;
  const { ConfigurationRecordersStatus = [] } = await callAws(
    { what: "the recorder's status", action: "config:DescribeConfigurationRecorderStatus", region },
    () => config.send(new DescribeConfigurationRecorderStatusCommand({ ConfigurationRecorderNames: [name] })),
  );
  const status = ConfigurationRecordersStatus.find((one) => one.name === name);
  return {
    name,
    recording: status?.recording === true,
    lastStart: status?.lastStartTime,
    lastStop: status?.lastStopTime,
    failure:
      status?.lastStatus === "Failure"
        ? (status.lastErrorMessage ?? status.lastErrorCode ?? "without a reason")
        : undefined,
    roleArn: recorder.roleARN,
    records: (resourceType) =>
      records(
        {
          allSupported: recordingGroup?.allSupported === true,
          strategy: recordingGroup?.recordingStrategy?.useOnly,
          included: recordingGroup?.resourceTypes ?? [],
          excluded: recordingGroup?.exclusionByResourceTypes?.resourceTypes ?? [],
        },
        resourceType,
      ),
    recordsDaily: (resourceType) => recordsDaily(recorder, resourceType),
  };
}

/** @returns undefined when the Region has none. @throws AuditError */
export async function readDeliveryChannel({ config, region }: Clients): Promise<DeliveryChannel | undefined> {
  const call = { what: "the delivery channel", action: "config:DescribeDeliveryChannels", region };
  const { DeliveryChannels: [channel] = [] } = await callAws(call, () =>
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
  const call = { what: "what was delivered", action: "config:DescribeDeliveryChannelStatus", region };
  const { DeliveryChannelsStatus: [status] = [] } = await callAws(call, () =>
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

function recordsDaily({ recordingMode }: ConfigurationRecorder, resourceType: string): boolean {
  const override = recordingMode?.recordingModeOverrides?.find(({ resourceTypes = [] }) =>
    resourceTypes.some((type) => type === resourceType),
  );
  return (override?.recordingFrequency ?? recordingMode?.recordingFrequency) === "DAILY";
}

import assert from "node:assert/strict";
import { AwsError, type Input, type Script } from "./scripted-aws";

/** What a Region answers to whoever looks at X-Ray's setting, its key and the recorder. */
export interface CommonState {
  xray?: Input;
  destination?: string;
  /** By ARN. */
  keys?: Record<string, Input>;
  /** ARNs or ids of keys, by alias. */
  aliases?: Record<string, string>;
  recorders?: Input[];
  channels?: Input[];
}

export function commonScript(state: CommonState, region: string, account: string): Script {
  const { xray, destination = "XRay", recorders = [], channels = [{ name: "default" }] } = state;
  return {
    GetEncryptionConfig(input) {
      assert.deepEqual(input, {});
      return { EncryptionConfig: xray };
    },
    GetTraceSegmentDestination(input) {
      assert.deepEqual(input, {});
      return { Destination: destination, Status: "ACTIVE" };
    },
    DescribeKey({ KeyId, ...rest }) {
      assert.deepEqual(rest, {});
      return { KeyMetadata: keyMetadata(state, `arn:aws:kms:${region}:${account}:`, String(KeyId)) };
    },
    DescribeConfigurationRecorders: () => ({ ConfigurationRecorders: recorders }),
    DescribeConfigurationRecorderStatus: () => ({
      ConfigurationRecordersStatus: recorders.map(({ name, recording, lastStartTime, lastStopTime }) => ({
        name,
        recording,
        lastStartTime,
        lastStopTime,
      })),
    }),
    DescribeDeliveryChannels: () => ({ DeliveryChannels: channels.map(({ name }) => ({ name })) }),
    DescribeDeliveryChannelStatus: () => ({ DeliveryChannelsStatus: channels }),
  };
}

function keyMetadata({ keys, aliases }: CommonState, here: string, reference: string): Input {
  const name = reference.replace(`${here}alias/`, "alias/");
  const id = aliases?.[name] ?? name;
  const arn = id.startsWith("arn:") ? id : `${here}key/${id}`;
  const key = keys?.[arn];
  if (key === undefined) throw new AwsError("NotFoundException", `${reference} is not found.`);
  return { KeyId: arn.split("/")[1], Arn: arn, ...key };
}

import type { LookupEventsRequest, LookupEventsResponse } from "@aws-sdk/client-cloudtrail";
import {
  ConfigServiceClient,
  type ConfigServiceClientConfig,
  type ConfigServiceClientResolvedConfig,
} from "@aws-sdk/client-config-service";
import { makeBuilder } from "@smithy/core/client";
import { getEndpointPlugin } from "@smithy/core/endpoints";

const namespace = "com.amazonaws.cloudtrail";
const service = "CloudTrail_20131101";

/** A client, as far as it is used here. */
interface Sender {
  send(command: object, options: { abortSignal: AbortSignal }): Promise<LookupEventsResponse>;
}

/**
 * AWS Config's client, speaking to CloudTrail: both speak JSON 1.1. Of the 5.3 kB that CloudTrail's own client adds to the
 * archive 5 are descriptions of what is not used here, most of them errors.
 *
 * CloudTrail answers two look-ups a second, and nothing waits for these: each is tried six times.
 */
export function cloudTrailClient(options: ConfigServiceClientConfig): ConfigServiceClient {
  const client = new ConfigServiceClient({
    ...options,
    maxAttempts: 6,
    serviceId: "CloudTrail",
    ...{ protocolSettings: { defaultNamespace: namespace, serviceTarget: service } },
  });
  const { config } = client;
  const ofConfig = config.endpointProvider;
  config.endpointProvider = (parameters, context) => {
    const { url } = ofConfig(parameters, context);
    const signing = { name: "sigv4", signingName: "cloudtrail", signingRegion: parameters.Region ?? "" };
    return {
      url: parameters.Endpoint === undefined ? new URL(url.href.replace("//config", "//cloudtrail")) : url,
      properties: { authSchemes: [{ ...signing, properties: {} }] },
    };
  };
  return client;
}

/**
 * The operation as the SDK's clients describe theirs, with those members alone that are used. In a schema 0 is a text, 4 a
 * time, 1 a list, 3 a structure, 9 an operation.
 */
class LookupEventsCommand extends makeBuilder<
  ConfigServiceClientResolvedConfig,
  LookupEventsRequest,
  LookupEventsResponse & { $metadata: object }
>(
  {
    Region: { type: "builtInParams", name: "region" },
    Endpoint: { type: "builtInParams", name: "endpoint" },
  },
  service,
  "CloudTrailClient",
  getEndpointPlugin,
)({}, () => [], "LookupEvents", [
  9,
  namespace,
  "LookupEvents",
  0,
  [
    3,
    namespace,
    "LookupEventsRequest",
    0,
    ["LookupAttributes", "StartTime", "NextToken"],
    [
      [
        1,
        namespace,
        "LookupAttributesList",
        0,
        [3, namespace, "LookupAttribute", 0, ["AttributeKey", "AttributeValue"], [0, 0]],
      ],
      4,
      0,
    ],
  ],
  [
    3,
    namespace,
    "LookupEventsResponse",
    0,
    ["Events", "NextToken"],
    [
      [
        1,
        namespace,
        "EventsList",
        0,
        [
          3,
          namespace,
          "Event",
          0,
          ["EventId", "EventName", "EventTime", "EventSource", "CloudTrailEvent"],
          [0, 0, 4, 0, 0],
        ],
      ],
      0,
    ],
  ],
]) {}

/** A page of CloudTrail's event history: at most 50 events, the newest first. */
export function lookUpEvents(
  client: Sender,
  input: LookupEventsRequest,
  options: { abortSignal: AbortSignal },
): Promise<LookupEventsResponse> {
  return client.send(new LookupEventsCommand(input), options);
}

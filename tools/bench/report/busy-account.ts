import type * as http from "node:http";
import { text } from "node:stream/consumers";
import { gzipSync } from "node:zlib";
import { LoopbackServer } from "../loopback-server";

const minute = 60_000;
const interval = 6 * 60 * minute;
/** Times are whole seconds, on the hour. */
const begin = Date.parse("2026-01-05T00:00:00Z");
const account = "123456789012";
const region = "eu-west-1";
const settingType = "AWS::XRay::EncryptionConfig";
const rule = "busy";
const keys = ["1", "2"].map(
  (digit) => `arn:aws:kms:${region}:${account}:key/${digit.repeat(8)}-1111-1111-1111-111111111111`,
);

type Input = Record<string, unknown>;
type Item = Record<string, unknown>;

/**
 * An account on the loopback address in which the setting changed every minute, from the desired key to another one and back.
 * Each change has its call, its item half a minute later, its verdict, and a delivered file every six hours.
 */
export class BusyAccount extends LoopbackServer {
  /** What time it is there: an hour after the last change. */
  readonly now: Date;

  /** @param changes at most 120,000, for older calls are not in CloudTrail's event history any more */
  constructor(private readonly changes: number) {
    super();
    this.now = new Date(begin + changes * minute + 60 * minute);
  }

  protected override receive(request: http.IncomingMessage, response: http.ServerResponse): void {
    void text(request).then((body) => {
      const { pathname, searchParams } = new URL(request.url ?? "", "http://localhost");
      const target = String(request.headers["x-amz-target"] ?? "");
      if (target !== "") {
        const [, operation = ""] = target.split(".");
        const answer = this.answer(operation, JSON.parse(body) as Input);
        response.writeHead(200, { "content-type": "application/x-amz-json-1.1" }).end(JSON.stringify(answer));
      } else if (body.includes("Action=GetCallerIdentity"))
        response.writeHead(200, { "content-type": "text/xml" }).end(identity);
      else if (searchParams.has("list-type"))
        response
          .writeHead(200, { "content-type": "text/xml" })
          .end(this.listing(searchParams.get("prefix") ?? ""));
      else if (pathname.startsWith("/history/")) response.end(this.file(decodeURIComponent(pathname)));
      else
        response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(rest(pathname)));
    });
  }

  /** What the services of the JSON protocol answer. */
  private answer(operation: string, input: Input): unknown {
    switch (operation) {
      case "DescribeConfigurationRecorders":
        return { ConfigurationRecorders: [{ name: "r", recordingGroup: { allSupported: true } }] };
      case "DescribeConfigurationRecorderStatus":
        return { ConfigurationRecordersStatus: [{ name: "r", recording: true }] };
      case "DescribeDeliveryChannels":
        return { DeliveryChannels: [{ name: "r", s3BucketName: "history" }] };
      case "DescribeConfigRules":
        return { ConfigRules: [guardRule] };
      case "DescribeConfigRuleEvaluationStatus":
        return { ConfigRulesEvaluationStatus: [] };
      case "GetComplianceDetailsByConfigRule":
        return { EvaluationResults: [] };
      case "ListDiscoveredResources":
        return { resourceIdentifiers: [{ resourceType: input["resourceType"], resourceId: "default" }] };
      case "GetResourceConfigHistory":
        return this.history(input);
      case "LookupEvents":
        return this.events(input);
      case "DescribeKey":
        return {
          KeyMetadata: { Arn: input["KeyId"], KeyId: "1", KeyState: "Enabled", KeyManager: "CUSTOMER" },
        };
      default:
        return {};
    }
  }

  private history({ resourceType, chronologicalOrder, nextToken, limit }: Input): unknown {
    const [start, size] = [Number(nextToken ?? 0), Number(limit)];
    const end = Math.min(start + size, this.changes);
    const items = Array.from({ length: end - start }, (_, offset) => {
      const index = start + offset;
      const item = itemOf(resourceType, chronologicalOrder === "Reverse" ? this.changes - 1 - index : index);
      const time = Date.parse(String(item["configurationItemCaptureTime"])) / 1000;
      return {
        ...item,
        configurationItemCaptureTime: time,
        configurationStateId: String(item["configurationStateId"]),
        configuration: JSON.stringify(item["configuration"]),
      };
    });
    return { configurationItems: items, ...(end < this.changes && { nextToken: String(end) }) };
  }

  /** Newest first, as CloudTrail answers. */
  private events({ LookupAttributes, NextToken }: Input): unknown {
    const [attribute] = LookupAttributes as { AttributeValue: string }[];
    if (attribute?.AttributeValue !== "PutEncryptionConfig") return { Events: [] };
    const start = Number(NextToken ?? 0);
    const end = Math.min(start + 50, this.changes);
    const Events = Array.from({ length: end - start }, (_, offset) =>
      eventOf(this.changes - 1 - start - offset),
    );
    return { Events, ...(end < this.changes && { NextToken: String(end) }) };
  }

  private listing(prefix: string): string {
    const [, type = ""] = /_ConfigHistory_(.*)_$/.exec(prefix) ?? [];
    const keysOfDay = Array.from({ length: Math.ceil((this.changes * minute) / interval) }, (_, index) =>
      keyOf(type, index),
    ).filter((key) => key.startsWith(prefix));
    const contents = keysOfDay.map((key) => `<Contents><Key>${key}</Key></Contents>`).join("");
    return `<ListBucketResult><IsTruncated>false</IsTruncated>${contents}</ListBucketResult>`;
  }

  private file(pathname: string): Buffer {
    const [, type = "", from = ""] = /_ConfigHistory_(.*)_(\d{8}T\d{6}Z)_/.exec(pathname) ?? [];
    const iso = from.replace(/(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/, "$1-$2-$3T$4:$5:$6Z");
    const first = (Date.parse(iso) - begin) / minute;
    const count = Math.min(interval / minute, this.changes - first);
    const configurationItems = Array.from({ length: count }, (_, offset) => itemOf(type, first + offset));
    return gzipSync(JSON.stringify({ fileVersion: "1.0", configurationItems }));
  }
}

const identity = `<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:sts::${account}:assumed-role/Auditor/alice</Arn><UserId>AROA:alice</UserId><Account>${account}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`;

const guardRule = {
  ConfigRuleName: rule,
  Source: { Owner: "CUSTOM_LAMBDA", SourceIdentifier: `arn:aws:lambda:${region}:${account}:function:f` },
  InputParameters: JSON.stringify({ desiredKey: keys[0] }),
};

/** What X-Ray and Lambda answer. */
function rest(pathname: string): unknown {
  return pathname === "/EncryptionConfig"
    ? { EncryptionConfig: { Type: "KMS", KeyId: keys[0], Status: "ACTIVE" } }
    : { Destination: "XRay", Status: "ACTIVE", Environment: { Variables: {} } };
}

/** As it is in a delivered file. */
function itemOf(resourceType: unknown, index: number): Item {
  const isSetting = resourceType === settingType;
  const time = begin + index * minute + (isSetting ? 30_000 : 35_000);
  const complianceType = index % 2 === 0 ? "COMPLIANT" : "NON_COMPLIANT";
  return {
    resourceType,
    resourceId: isSetting ? "default" : `${settingType}/default`,
    configurationItemCaptureTime: new Date(time).toISOString(),
    configurationItemStatus: index === 0 ? "ResourceDiscovered" : "OK",
    configurationStateId: time,
    configuration: isSetting
      ? { type: "KMS", keyId: keys[index % 2] }
      : { complianceType, configRuleList: [{ configRuleName: rule, complianceType }] },
  };
}

function eventOf(index: number): unknown {
  const EventTime = (begin + index * minute) / 1000;
  const arn = `arn:aws:sts::${account}:assumed-role/Deployer/pipeline-${index % 3}`;
  return {
    EventId: `00000000-0000-0000-0000-${String(index).padStart(12, "0")}`,
    EventName: "PutEncryptionConfig",
    EventSource: "xray.amazonaws.com",
    EventTime,
    CloudTrailEvent: JSON.stringify({
      eventSource: "xray.amazonaws.com",
      userIdentity: { type: "AssumedRole", arn },
      requestParameters: { type: "KMS", keyId: keys[index % 2] },
    }),
  };
}

function keyOf(type: string, index: number): string {
  const from = new Date(begin + index * interval);
  const to = new Date(begin + (index + 1) * interval);
  const day = [from.getUTCFullYear(), from.getUTCMonth() + 1, from.getUTCDate()].join("/");
  const compact = (time: Date): string => time.toISOString().replaceAll(/[-:]|\.\d+/g, "");
  return `AWSLogs/${account}/Config/${region}/${day}/ConfigHistory/${account}_Config_${region}_ConfigHistory_${type}_${compact(from)}_${compact(to)}_1.json.gz`;
}

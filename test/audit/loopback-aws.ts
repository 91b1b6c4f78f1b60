import type * as http from "node:http";
import { LoopbackServer } from "../support/loopback-server";

type Input = Record<string, unknown>;
type Answer = { status?: number; json: unknown } | { status?: number; xml: string } | { bytes: Buffer };

/** A configuration item as tests write it. */
export interface Item {
  resourceType: string;
  resourceId: string;
  /** ISO 8601 */
  at: string;
  status?: string;
  /** As the API answers it: JSON in a string. Anything else is put into a string. */
  configuration?: unknown;
}

/** What AWS holds in one Region. Members in AWS's own spelling are answered as they are. */
export interface RegionState {
  xray?: Input;
  destination?: string;
  keys?: Record<string, Input>;
  aliases?: Record<string, string>;
  recorder?: Input;
  recording?: boolean;
  channel?: Input;
  /** Seconds since 1970, or an error. */
  delivery?: Input;
  retentionDays?: number;
  rules?: Input[];
  results?: Input[];
  evaluation?: Input;
  items?: Item[];
  events?: Input[];
  aggregate?: { settings: Input[]; verdicts: Input[]; sources?: Input[]; details?: Input[] };
  /** How many things are on a page; all when absent. */
  pageSize?: number;
  /** Error code by operation: what it always answers. */
  fails?: Record<string, string>;
  /** Operations that answer `ThrottlingException` once. */
  throttledOnce?: string[];
}

/** AWS over loopback HTTP, as far as audit speaks to it. What it does not know it refuses and remembers. */
export class LoopbackAws extends LoopbackServer {
  /** `eu-west-1 DescribeKey`, in order. */
  readonly calls: string[] = [];
  readonly unexpected: string[] = [];
  regions: Record<string, RegionState> = {};
  account = "123456789012";
  caller = "arn:aws:sts::123456789012:assumed-role/Auditor/alice";
  /** Actions that IAM's simulation denies. */
  lacks: string[] = [];
  /** Bucket to key to content. */
  buckets: Record<string, Record<string, Buffer>> = {};
  private throttled = new Set<string>();

  static start(): Promise<LoopbackAws> {
    return new LoopbackAws().listen();
  }

  /** Becomes another AWS, with nothing called yet. */
  become(regions: Record<string, RegionState>): void {
    this.regions = regions;
    this.account = "123456789012";
    this.caller = "arn:aws:sts::123456789012:assumed-role/Auditor/alice";
    this.lacks = [];
    this.buckets = {};
    this.throttled = new Set();
    this.calls.length = 0;
    this.unexpected.length = 0;
  }

  protected override receive(request: http.IncomingMessage, response: http.ServerResponse): void {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const answer = this.answer(request, Buffer.concat(chunks).toString());
      if ("bytes" in answer) {
        response.writeHead(200, { "content-type": "application/octet-stream" }).end(answer.bytes);
        return;
      }
      const isXml = "xml" in answer;
      response.writeHead(answer.status ?? 200, {
        "content-type": isXml ? "text/xml" : "application/x-amz-json-1.1",
      });
      response.end(isXml ? answer.xml : JSON.stringify(answer.json));
    });
  }

  private answer(request: http.IncomingMessage, body: string): Answer {
    const [, region = "", service = ""] =
      /Credential=[^/]+\/\d{8}\/([a-z0-9-]+)\/([a-z0-9-]+)\//.exec(request.headers.authorization ?? "") ?? [];
    const url = new URL(request.url ?? "", this.url);
    const operation = operationOf(request, service, url, body);
    this.calls.push(`${region} ${operation}`);
    const isXml = ["sts", "iam", "s3"].includes(service);
    // IAM lives in one Region for all.
    const state = service === "iam" ? Object.values(this.regions)[0] : this.regions[region];
    const failure = state?.fails?.[operation] ?? this.throttling(state, operation);
    if (failure !== undefined) return refuse(failure, isXml);
    try {
      if (state === undefined) throw new Error(`nothing is known of Region ${region}`);
      if (service === "s3") return this.s3(url);
      if (isXml) return this.query(operation, new URLSearchParams(body));
      return { json: this.json(state, operation, body === "" ? {} : (JSON.parse(body) as Input), region) };
    } catch (error) {
      if (error instanceof AwsAnswer) return refuse(error.message, isXml);
      this.unexpected.push(`${operation}: ${String(error)}`);
      return refuse("ValidationException", isXml);
    }
  }

  private throttling(state: RegionState | undefined, operation: string): string | undefined {
    if (state?.throttledOnce?.includes(operation) !== true || this.throttled.has(operation)) return undefined;
    this.throttled.add(operation);
    return "ThrottlingException";
  }

  private json(state: RegionState, operation: string, input: Input, region: string): unknown {
    switch (operation) {
      case "GetEncryptionConfig":
        return { EncryptionConfig: state.xray ?? { Type: "NONE", Status: "ACTIVE" } };
      case "GetTraceSegmentDestination":
        return { Destination: state.destination ?? "XRay", Status: "ACTIVE" };
      case "DescribeKey":
        return { KeyMetadata: this.key(state, String(input["KeyId"]), region) };
      case "ListAliases":
        return this.listAliases(state, String(input["KeyId"]), input["Marker"]);
      case "DescribeConfigurationRecorders":
        return { ConfigurationRecorders: state.recorder === undefined ? [] : [state.recorder] };
      case "DescribeConfigurationRecorderStatus":
        return {
          ConfigurationRecordersStatus: [
            { name: state.recorder?.["name"], recording: state.recording ?? true },
          ],
        };
      case "DescribeDeliveryChannels":
        return { DeliveryChannels: state.channel === undefined ? [] : [state.channel] };
      case "DescribeDeliveryChannelStatus":
        return {
          DeliveryChannelsStatus: [
            { name: state.channel?.["name"], configHistoryDeliveryInfo: state.delivery ?? {} },
          ],
        };
      case "DescribeRetentionConfigurations":
        return {
          RetentionConfigurations:
            state.retentionDays === undefined
              ? []
              : [{ Name: "default", RetentionPeriodInDays: state.retentionDays }],
        };
      case "DescribeConfigRules":
        return page(state, state.rules ?? [], "ConfigRules", input["NextToken"], "NextToken");
      case "GetComplianceDetailsByConfigRule":
        return page(state, state.results ?? [], "EvaluationResults", input["NextToken"], "NextToken");
      case "DescribeConfigRuleEvaluationStatus":
        return { ConfigRulesEvaluationStatus: [state.evaluation ?? {}] };
      case "ListDiscoveredResources":
        return this.discovered(state, input);
      case "GetResourceConfigHistory":
        return this.history(state, input);
      case "LookupEvents":
        return this.lookup(state, input);
      case "SelectAggregateResourceConfig":
        return this.select(state, input);
      case "DescribeConfigurationAggregatorSourcesStatus":
        return { AggregatedSourceStatusList: state.aggregate?.sources ?? [] };
      case "GetAggregateComplianceDetailsByConfigRule":
        return { AggregateEvaluationResults: state.aggregate?.details ?? [] };
      default:
        throw new Error("audit has no business with this");
    }
  }

  private key(state: RegionState, reference: string, region: string): Input {
    const alias = reference.replace(/^arn:[^:]+:kms:[^:]+:\d+:(?=alias\/)/, "");
    const id = state.aliases?.[alias] ?? reference;
    const arn = id.startsWith("arn:") ? id : `arn:aws:kms:${region}:${this.account}:key/${id}`;
    const key = state.keys?.[arn];
    if (key === undefined) throw new AwsAnswer("NotFoundException");
    return {
      KeyId: arn.split("/")[1],
      Arn: arn,
      KeyState: "Enabled",
      KeyManager: "CUSTOMER",
      KeySpec: "SYMMETRIC_DEFAULT",
      KeyUsage: "ENCRYPT_DECRYPT",
      ...key,
    };
  }

  private listAliases(state: RegionState, arn: string, marker: unknown): unknown {
    if (state.keys?.[arn] === undefined) throw new AwsAnswer("NotFoundException");
    const all = Object.entries(state.aliases ?? {})
      .filter(([, target]) => target === arn)
      .map(([AliasName]) => ({ AliasName }));
    const { NextMarker, ...rest } = page(state, all, "Aliases", marker, "NextMarker");
    return NextMarker === undefined ? rest : { ...rest, NextMarker, Truncated: true };
  }

  private discovered(state: RegionState, input: Input): unknown {
    if (input["includeDeletedResources"] !== true) throw new Error("deleted resources are evidence too");
    const items = (state.items ?? []).filter(({ resourceType }) => resourceType === input["resourceType"]);
    const ids = [...new Set(items.map(({ resourceId }) => resourceId))];
    const all = ids.map((resourceId) => ({ resourceType: input["resourceType"], resourceId }));
    return page(state, all, "resourceIdentifiers", input["nextToken"], "nextToken");
  }

  private history(state: RegionState, input: Input): unknown {
    const { resourceType, resourceId, earlierTime, laterTime, chronologicalOrder } = input;
    const ofResource = (state.items ?? []).filter(
      (item) => item.resourceType === resourceType && item.resourceId === resourceId,
    );
    if (ofResource.length === 0) throw new AwsAnswer("ResourceNotDiscoveredException");
    const all = ofResource
      .map((item) => ({ ...item, seconds: Date.parse(item.at) / 1000 }))
      .filter(
        ({ seconds }) => seconds >= Number(earlierTime ?? 0) && seconds <= Number(laterTime ?? Infinity),
      )
      .sort((a, b) => (chronologicalOrder === "Forward" ? a.seconds - b.seconds : b.seconds - a.seconds))
      .map(({ seconds, configuration, status }) => ({
        resourceType,
        resourceId,
        configurationItemCaptureTime: seconds,
        configurationItemStatus: status ?? "OK",
        configuration: typeof configuration === "string" ? configuration : JSON.stringify(configuration),
      }));
    return page(state, all, "configurationItems", input["nextToken"], "nextToken");
  }

  private lookup(state: RegionState, input: Input): unknown {
    const attributes = JSON.stringify(input["LookupAttributes"]);
    if (attributes !== '[{"AttributeKey":"EventName","AttributeValue":"PutEncryptionConfig"}]') {
      throw new Error(`unexpected attributes ${attributes}`);
    }
    const all = (state.events ?? [])
      .filter(({ EventTime }) => Number(EventTime) >= Number(input["StartTime"] ?? 0))
      .filter(({ EventTime }) => Number(EventTime) <= Number(input["EndTime"] ?? Infinity))
      .sort((a, b) => Number(b["EventTime"]) - Number(a["EventTime"]));
    return page(state, all, "Events", input["NextToken"], "NextToken");
  }

  private select(state: RegionState, input: Input): unknown {
    if (input["ConfigurationAggregatorName"] !== "everybody") {
      throw new AwsAnswer("NoSuchConfigurationAggregatorException");
    }
    const isVerdicts = String(input["Expression"]).includes("'AWS::Config::ResourceCompliance'");
    const all = (isVerdicts ? state.aggregate?.verdicts : state.aggregate?.settings) ?? [];
    return page(
      state,
      all.map((found) => JSON.stringify(found)),
      "Results",
      input["NextToken"],
      "NextToken",
    );
  }

  private query(operation: string, input: URLSearchParams): Answer {
    const answer = (result: string): Answer => ({
      xml: `<${operation}Response xmlns="https://amazonaws.com/doc/"><${operation}Result>${result}</${operation}Result><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></${operation}Response>`,
    });
    switch (operation) {
      case "GetCallerIdentity":
        return answer(
          `<Arn>${this.caller}</Arn><UserId>AROA:alice</UserId><Account>${this.account}</Account>`,
        );
      case "GetRole": {
        const name = input.get("RoleName") ?? "";
        return answer(
          `<Role><Path>/people/</Path><RoleName>${name}</RoleName><RoleId>AROA</RoleId><CreateDate>2026-01-01T00:00:00Z</CreateDate><Arn>arn:aws:iam::${this.account}:role/people/${name}</Arn></Role>`,
        );
      }
      case "SimulatePrincipalPolicy": {
        if (input.get("PolicySourceArn") !== `arn:aws:iam::${this.account}:role/people/Auditor`) {
          throw new Error(`simulates ${input.get("PolicySourceArn")}`);
        }
        const actions = [...input]
          .filter(([key]) => key.startsWith("ActionNames."))
          .map(([, value]) => value);
        const members = actions.map(
          (action) =>
            `<member><EvalActionName>${action}</EvalActionName><EvalDecision>${this.lacks.includes(action) ? "implicitDeny" : "allowed"}</EvalDecision></member>`,
        );
        return answer(
          `<IsTruncated>false</IsTruncated><EvaluationResults>${members.join("")}</EvaluationResults>`,
        );
      }
      default:
        throw new Error("audit has no business with this");
    }
  }

  private s3(url: URL): Answer {
    const [, bucketName = "", ...rest] = url.pathname.split("/").map(decodeURIComponent);
    const bucket = this.buckets[bucketName];
    if (bucket === undefined) throw new AwsAnswer("NoSuchBucket");
    const key = rest.join("/");
    if (key !== "") {
      const bytes = bucket[key];
      if (bytes === undefined) throw new AwsAnswer("NoSuchKey");
      return { bytes };
    }
    const prefix = url.searchParams.get("prefix") ?? "";
    const start = Number(url.searchParams.get("continuation-token") ?? 0);
    const keys = Object.keys(bucket)
      .filter((name) => name.startsWith(prefix))
      .sort();
    // Two on a page, so that a listing is rarely done with the first.
    const more = start + 2 < keys.length;
    const contents = keys
      .slice(start, start + 2)
      .map((name) => `<Contents><Key>${name}</Key><Size>1</Size></Contents>`);
    return {
      xml: `<?xml version="1.0" encoding="UTF-8"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>${bucketName}</Name><IsTruncated>${more}</IsTruncated>${more ? `<NextContinuationToken>${start + 2}</NextContinuationToken>` : ""}${contents.join("")}</ListBucketResult>`,
    };
  }
}

/** An error that AWS would answer. */
class AwsAnswer extends Error {}

function operationOf(request: http.IncomingMessage, service: string, url: URL, body: string): string {
  const target = request.headers["x-amz-target"];
  if (typeof target === "string") return target.split(".").at(-1) ?? target;
  if (service === "s3") return url.searchParams.has("list-type") ? "ListObjectsV2" : "GetObject";
  const paths: Record<string, string> = {
    "/EncryptionConfig": "GetEncryptionConfig",
    "/GetTraceSegmentDestination": "GetTraceSegmentDestination",
  };
  return (
    paths[url.pathname] ?? new URLSearchParams(body).get("Action") ?? `${request.method} ${url.pathname}`
  );
}

function page(
  { pageSize = 1000 }: RegionState,
  all: readonly unknown[],
  member: string,
  token: unknown,
  tokenName: string,
): Input {
  const start = Number(token ?? 0);
  const end = start + pageSize;
  return { [member]: all.slice(start, end), ...(end < all.length && { [tokenName]: String(end) }) };
}

function refuse(code: string, isXml: boolean): Answer {
  const status = code.startsWith("NoSuch") ? 404 : code.startsWith("Internal") ? 500 : 400;
  const message = `AWS says ${code}`;
  return isXml
    ? {
        status,
        // Enough of both: of the Query protocol's errors and of S3's.
        xml: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><Code>${code}</Code><Message>${message}</Message><RequestId>1</RequestId></ErrorResponse>`,
      }
    : { status, json: { __type: code, message } };
}

import type * as http from "node:http";
import { LoopbackServer } from "../support/loopback-server";

/** What AWS would answer: the samples' `world` (see samples/README.md), and what our own cases need beyond it. */
export interface WorldState {
  xray?: { Type?: string; KeyId?: string; Status?: string };
  destination?: string;
  keys?: Record<string, { KeyState?: string; KeyManager?: string }>;
  aliases?: Record<string, string>;
  discovered?: { resourceType: string; resourceId: string }[];
  history?: ({ configurationItemCaptureTime: string } & Record<string, unknown>)[];
  /** The key of the log group aws/spans, null when it has none; no such group when absent. */
  spansKey?: string | null;
  /** What AWS Config answers about its recorders. */
  recorders?: { name: string; recordingGroup: Record<string, unknown>; recording: boolean }[];
  /** The rule that may be evaluated now, and whether AWS Config is at it already. */
  rule?: { name: string; busy: boolean };
  /** API calls that answer AccessDenied. */
  deny?: string[];
  /** API calls that are throttled so many times first. */
  throttle?: Record<string, number>;
  /** API calls that never answer. */
  hang?: string[];
  /** How many of the evaluations PutEvaluations refuses. */
  refused?: number;
  /** How many resources ListDiscoveredResources names a page; all when absent. */
  pageSize?: number;
}

/** An evaluation as PutEvaluations receives it, times as ISO 8601. */
export interface Reported {
  ComplianceResourceType: string;
  ComplianceResourceId: string;
  ComplianceType: string;
  Annotation: string;
  OrderingTimestamp: string;
}

type Input = Record<string, unknown>;
type Answer = { status: number; body: unknown };

const region = "eu-west-1";
const accountId = "123456789012";

/** AWS over loopback HTTP, as the rule's samples describe it. Whatever it does not know it refuses and remembers. */
export class World extends LoopbackServer {
  /** The calls received, in order. */
  readonly calls: string[] = [];
  /** The inputs of PutEvaluations, evaluations apart. */
  readonly reports: { ResultToken?: unknown; TestMode?: unknown; count: number }[] = [];
  readonly reported: Reported[] = [];
  /** What people were told. */
  readonly told: Record<string, string>[] = [];
  /** Calls that no rule should make. */
  readonly unexpected: string[] = [];
  private state: WorldState = {};
  private throttled = new Map<string, number>();

  static start(): Promise<World> {
    return new World().listen();
  }

  /** Becomes another world, with nothing called yet. */
  become(state: WorldState): void {
    this.state = state;
    this.throttled = new Map(Object.entries(state.throttle ?? {}));
    for (const list of [this.calls, this.reports, this.reported, this.told, this.unexpected]) {
      list.length = 0;
    }
  }

  protected override receive(request: http.IncomingMessage, response: http.ServerResponse): void {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const text = Buffer.concat(chunks).toString();
      const [service, operation] = operationOf(request, text);
      this.calls.push(operation);
      if (this.state.hang?.includes(operation)) {
        return;
      }
      const { status, body } = this.answer(service, operation, text);
      const isXml = service === "sns" && status === 200;
      response.writeHead(status, { "content-type": isXml ? "text/xml" : "application/x-amz-json-1.1" });
      response.end(isXml ? String(body) : JSON.stringify(body));
    });
  }

  private answer(service: string, operation: string, text: string): Answer {
    const left = this.throttled.get(operation) ?? 0;
    if (left > 0) {
      this.throttled.set(operation, left - 1);
      return failure("ThrottlingException", "Rate exceeded");
    }
    if (this.state.deny?.includes(operation)) {
      return failure("AccessDeniedException", `User is not authorized to perform: ${operation}`);
    }
    try {
      const input = service === "sns" ? Object.fromEntries(new URLSearchParams(text)) : parsed(text);
      return this.known(`${service}.${operation}`, input);
    } catch (error) {
      this.unexpected.push(`${operation}: ${String(error)}`);
      return failure("ValidationException", String(error));
    }
  }

  private known(operation: string, input: Input): Answer {
    switch (operation) {
      case "xray.GetEncryptionConfig":
        only(input, {});
        return success({ EncryptionConfig: this.state.xray });
      case "xray.GetTraceSegmentDestination":
        only(input, {});
        return success({ Destination: this.state.destination ?? "XRay", Status: "ACTIVE" });
      case "TrentService.DescribeKey":
        return this.describeKey(input);
      case "StarlingDoveService.ListDiscoveredResources":
        return this.listDiscovered(input);
      case "StarlingDoveService.GetResourceConfigHistory":
        return this.history(input);
      case "StarlingDoveService.PutEvaluations":
        return this.putEvaluations(input);
      case "StarlingDoveService.DescribeConfigurationRecorders":
        return success({ ConfigurationRecorders: this.state.recorders ?? [] });
      case "StarlingDoveService.DescribeConfigurationRecorderStatus":
        return success({
          ConfigurationRecordersStatus: (this.state.recorders ?? []).map(({ name, recording }) => ({
            name,
            recording,
          })),
        });
      case "StarlingDoveService.StartConfigRulesEvaluation":
        only(input, { ConfigRuleNames: [this.state.rule?.name] });
        return this.state.rule?.busy === true
          ? failure("LimitExceededException", "The rule is being evaluated.")
          : success({});
      case "Logs_20140328.DescribeLogGroups":
        only(input, { logGroupNamePrefix: "aws/spans", limit: 50 });
        return success({ logGroups: this.logGroups() });
      case "sns.Publish":
        this.told.push(input as Record<string, string>);
        return success(
          "<PublishResponse><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>",
        );
      default:
        throw new Error(`the rule has no business with ${operation}`);
    }
  }

  /** A group whose name only begins like it stands before it, as groups are listed by name. */
  private logGroups(): object[] {
    const { spansKey } = this.state;
    const other = { logGroupName: "aws/spans-of-somebody-else", kmsKeyId: "arn:aws:kms:eu-west-1:1:key/no" };
    if (spansKey === undefined) return [other];
    return [other, { logGroupName: "aws/spans", ...(spansKey !== null && { kmsKeyId: spansKey }) }];
  }

  private describeKey({ KeyId, ...rest }: Input): Answer {
    only(rest, {});
    const arn = this.keyArn(String(KeyId));
    const key = this.state.keys?.[arn];
    return key === undefined
      ? failure("NotFoundException", `${String(KeyId)} is not found.`)
      : success({ KeyMetadata: { AWSAccountId: accountId, KeyId: arn.split("/")[1], Arn: arn, ...key } });
  }

  private keyArn(reference: string): string {
    const here = `arn:aws:kms:${region}:${accountId}:`;
    const alias = reference.startsWith(`${here}alias/`) ? reference.slice(here.length) : reference;
    const isName = alias.startsWith("alias/") || alias.startsWith("arn:");
    return this.state.aliases?.[alias] ?? (isName ? alias : `${here}key/${alias}`);
  }

  private listDiscovered({ nextToken, ...rest }: Input): Answer {
    only(rest, { resourceType: "AWS::XRay::EncryptionConfig" });
    const all = this.state.discovered ?? [];
    const start = Number(nextToken ?? 0);
    const end = start + (this.state.pageSize ?? all.length);
    const next = end < all.length ? { nextToken: String(end) } : {};
    return success({ resourceIdentifiers: all.slice(start, end), ...next });
  }

  private history({ laterTime, ...rest }: Input): Answer {
    only(rest, { resourceType: "AWS::XRay::EncryptionConfig", resourceId: "default", limit: 1 });
    const until = Number(laterTime) * 1000;
    const items = (this.state.history ?? [])
      .map((item) => ({ ...item, captured: Date.parse(item.configurationItemCaptureTime) }))
      .filter((item) => item.captured <= until)
      .sort((one, other) => other.captured - one.captured)
      .map(({ captured, ...item }) => ({ ...item, configurationItemCaptureTime: captured / 1000 }));
    return success({ configurationItems: items.slice(0, 1) });
  }

  private putEvaluations({ Evaluations, ...rest }: Input): Answer {
    const evaluations = Evaluations as (Omit<Reported, "OrderingTimestamp"> & {
      OrderingTimestamp: number;
    })[];
    if (evaluations.length > 100 || evaluations.some(({ Annotation }) => Annotation.length > 256)) {
      throw new Error("at most 100 evaluations, and 256 characters in an annotation");
    }
    this.reports.push({ ...rest, count: evaluations.length });
    this.reported.push(
      ...evaluations.map((evaluation) => ({
        ...evaluation,
        OrderingTimestamp: new Date(evaluation.OrderingTimestamp * 1000).toISOString(),
      })),
    );
    return success({ FailedEvaluations: evaluations.slice(0, this.state.refused ?? 0) });
  }
}

/**
 * X-Ray speaks REST with a path for each operation; SNS a query in a form; AWS Config, KMS and CloudWatch Logs JSON 1.1 with
 * a target header.
 */
function operationOf(request: http.IncomingMessage, text: string): [string, string] {
  if (request.headers["content-type"] === "application/x-www-form-urlencoded") {
    return ["sns", new URLSearchParams(text).get("Action") ?? "nothing"];
  }
  const target = request.headers["x-amz-target"];
  if (typeof target === "string") {
    const [service = "", operation = ""] = target.split(".");
    return [service, operation];
  }
  const paths: Record<string, string> = {
    "POST /EncryptionConfig": "GetEncryptionConfig",
    "POST /GetTraceSegmentDestination": "GetTraceSegmentDestination",
  };
  const line = `${request.method} ${request.url}`;
  return ["xray", paths[line] ?? line];
}

function parsed(text: string): Input {
  return text === "" ? {} : (JSON.parse(text) as Input);
}

function only(input: Input, expected: Input): void {
  if (JSON.stringify(sorted(input)) !== JSON.stringify(sorted(expected))) {
    throw new Error(`got ${JSON.stringify(input)}, expected ${JSON.stringify(expected)}`);
  }
}

function sorted(input: Input): [string, unknown][] {
  return Object.entries(input).sort(([one], [other]) => one.localeCompare(other));
}

function success(body: unknown): Answer {
  return { status: 200, body };
}

function failure(type: string, message: string): Answer {
  return { status: 400, body: { __type: type, message } };
}

import type {
  AssociateKmsKeyRequest,
  DescribeLogGroupsRequest,
  DescribeLogGroupsResponse,
  DisassociateKmsKeyRequest,
  FilterLogEventsRequest,
  FilterLogEventsResponse,
} from "@aws-sdk/client-cloudwatch-logs";
import type { RegionContext } from "../../account/context";
import { AwsError } from "../../account/aws-error";
import { day } from "../../account/clock";
import { partitionOf } from "../../account/partition";
import { uuid } from "../../account/ids";
import { pageOf } from "../../endpoint/paging";
import type { CloudTrail } from "../cloudtrail/cloudtrail";
import type { CloudWatch } from "../cloudwatch/cloudwatch";
import type { Kms } from "../kms/kms";
import { parseMetricPattern, type MetricPattern } from "./metric-pattern";

interface LogGroup {
  arn: string;
  lines: LogLine[];
  created: Date;
  /** Undefined for lines that are kept for ever. */
  retentionDays: number | undefined;
  /** A key's ARN; undefined for the default encryption of CloudWatch Logs. */
  kmsKeyId: string | undefined;
  filters: MetricFilter[];
}

interface LogLine {
  at: Date;
  stream: string;
  message: string;
}

interface MetricFilter {
  name: string;
  matches: MetricPattern;
  namespace: string;
  metricName: string;
  value: number;
  /** The value that is counted if lines arrive and none matches. */
  defaultValue: number | undefined;
}

/** What CloudWatch Logs does with the key of a group. */
const keyActions = ["kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey", "kms:DescribeKey"];

/** Where Transaction Search keeps spans. */
const spansGroup = "aws/spans";

/** CloudWatch Logs: the functions' lines, the metric filters on them, and the log group of spans. */
export class Logs {
  private readonly groups = new Map<string, LogGroup>();

  constructor(
    private readonly region: RegionContext & { cloudtrail: CloudTrail; kms: Kms; cloudwatch: CloudWatch },
  ) {}

  createLogGroup(
    name: string,
    { kmsKeyId, retentionDays }: { kmsKeyId?: string | undefined; retentionDays?: number | undefined } = {},
  ): LogGroup {
    if (this.groups.has(name)) {
      throw new AwsError("ResourceAlreadyExistsException", "The specified log group already exists");
    }
    const group: LogGroup = {
      arn: this.region.arn("logs", `log-group:${name}`),
      lines: [],
      created: this.region.account.clock.now(),
      retentionDays,
      kmsKeyId: kmsKeyId === undefined ? undefined : this.region.kms.key(kmsKeyId).arn,
      filters: [],
    };
    this.groups.set(name, group);
    return group;
  }

  /** The groups' names. */
  list(): readonly string[] {
    return [...this.groups.keys()];
  }

  /** A group of this name; undefined where there is none. */
  find(name: string): LogGroup | undefined {
    return this.groups.get(name);
  }

  /** `DeleteLogGroup`, with its lines and filters. @throws AwsError `ResourceNotFoundException` */
  deleteLogGroup(name: string): void {
    this.group(name);
    this.groups.delete(name);
  }

  /** `AssociateKmsKey` and `DisassociateKmsKey` @throws AwsError for a key that does not exist */
  encrypt(name: string, kmsKeyId: string | undefined): void {
    this.group(name).kmsKeyId = kmsKeyId === undefined ? undefined : this.region.kms.key(kmsKeyId).arn;
  }

  /**
   * CloudWatch Logs tries the key of a group at once, as itself ("Encrypt log data in CloudWatch Logs using AWS KMS").
   *
   * @throws AwsError `InvalidParameterException` where the key's policy does not let it
   */
  async requireKey(name: string, kmsKeyId: string | undefined): Promise<void> {
    if (kmsKeyId === undefined) return;
    const { name: region, kms } = this.region;
    const arn = this.region.arn("logs", `log-group:${name}`);
    try {
      for (const action of keyActions) {
        await kms.require(`logs.${region}.${partitionOf(region).dnsSuffix}`, action, kmsKeyId, {
          "kms:EncryptionContext:aws:logs:arn": arn,
        });
      }
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      throw new AwsError(
        "InvalidParameterException",
        `The specified KMS Key Id could not be found or is not allowed to be used with ${arn}. ${error.message}`,
      );
    }
  }

  /** `PutRetentionPolicy` and `DeleteRetentionPolicy`: for how many days lines are kept; undefined for ever. */
  keep(name: string, retentionDays: number | undefined): void {
    this.group(name).retentionDays = retentionDays;
  }

  /** `DeleteMetricFilter` */
  deleteMetricFilter(groupName: string, filterName: string): void {
    const group = this.group(groupName);
    group.filters = group.filters.filter(({ name }) => name !== filterName);
  }

  lines(name: string): readonly string[] {
    return (this.groups.get(name)?.lines ?? []).map(({ message }) => message);
  }

  /** Writes as a role. The role creates a missing group or stream, if its policies allow it. */
  async write(roleArn: string, group: string, stream: string, lines: readonly string[]): Promise<void> {
    const arn = this.region.arn("logs", `log-group:${group}:log-stream:${stream}`);
    const { authorization } = this.region.account;
    if (!this.groups.has(group)) {
      await authorization.require({ principal: roleArn, action: "logs:CreateLogGroup", resource: arn });
      this.createLogGroup(group);
    }
    for (const action of ["logs:CreateLogStream", "logs:PutLogEvents"]) {
      await authorization.require({ principal: roleArn, action, resource: arn });
    }
    const { lines: kept } = this.group(group);
    const at = this.region.account.clock.now();
    kept.push(...lines.map((message) => ({ at, stream, message })));
    await this.count(this.group(group), lines);
  }

  /** `PutMetricFilter` @throws AwsError for a group that does not exist, or a pattern that is not supported */
  putMetricFilter(groupName: string, pattern: string, filter: Omit<MetricFilter, "matches">): void {
    const matches = parseMetricPattern(pattern);
    this.deleteMetricFilter(groupName, filter.name);
    this.group(groupName).filters.push({ ...filter, matches });
  }

  /** The log group of spans, which X-Ray creates when it begins to send them here. */
  provideSpansGroup(): LogGroup {
    return this.groups.get(spansGroup) ?? this.createLogGroup(spansGroup);
  }

  /** Gives a group a key; the call takes its ARN. */
  async associateKmsKey(principal: string, request: AssociateKmsKeyRequest): Promise<undefined> {
    return this.associate(principal, "AssociateKmsKey", request, request.kmsKeyId);
  }

  async disassociateKmsKey(principal: string, request: DisassociateKmsKeyRequest): Promise<undefined> {
    return this.associate(principal, "DisassociateKmsKey", request, undefined);
  }

  private associate(
    principal: string,
    name: string,
    request: AssociateKmsKeyRequest | DisassociateKmsKeyRequest,
    kmsKeyId: string | undefined,
  ): Promise<undefined> {
    const call = { principal, source: "logs.amazonaws.com", name, requestParameters: request };
    return this.region.cloudtrail.recording(call, async () => {
      const { logGroupName = request.resourceIdentifier?.replace(/^.*:log-group:/, "") ?? "" } = request;
      const resource = this.region.arn("logs", `log-group:${logGroupName}:log-stream:`);
      await this.region.account.authorization.require({ principal, action: `logs:${name}`, resource });
      this.encrypt(logGroupName, kmsKeyId);
      return undefined;
    });
  }

  /** By name. */
  async describeLogGroups(
    principal: string,
    request: DescribeLogGroupsRequest,
  ): Promise<DescribeLogGroupsResponse> {
    await this.region.account.authorization.require({
      principal,
      action: "logs:DescribeLogGroups",
      resource: "*",
      // The call names no group. AWS checks it against a group with an empty name (hashicorp/terraform-provider-aws#8804).
      unlistedResource: this.region.arn("logs", "log-group::log-stream:"),
    });
    const { logGroupNamePrefix = "", limit = 50 } = request;
    if (limit < 1 || limit > 50) {
      throw new AwsError("InvalidParameterException", `limit must be 1 to 50, not ${limit}.`);
    }
    const found = [...this.groups]
      .filter(([name]) => name.startsWith(logGroupNamePrefix))
      .sort(([a], [b]) => a.localeCompare(b));
    const { page, next } = pageOf(found, limit, request.nextToken);
    return {
      logGroups: page.map(([logGroupName, { arn, created, kmsKeyId, filters }]) => ({
        logGroupName,
        arn: `${arn}:*`,
        logGroupArn: arn,
        creationTime: created.getTime(),
        metricFilterCount: filters.length,
        ...(kmsKeyId === undefined ? {} : { kmsKeyId }),
      })),
      ...(next === undefined ? {} : { nextToken: next }),
    };
  }

  /** The lines of a group, oldest first, that are not older than the group keeps them. */
  async filterLogEvents(
    principal: string,
    request: FilterLogEventsRequest,
  ): Promise<FilterLogEventsResponse> {
    const { logGroupName = "", startTime = 0, endTime = Infinity, filterPattern, limit = 10_000 } = request;
    const { nextToken, ...others } = request;
    const known = ["logGroupName", "startTime", "endTime", "filterPattern", "limit"];
    const unknown = Object.keys(others).find((member) => !known.includes(member));
    if (unknown !== undefined) {
      const message = `The local account does not support ${unknown} of FilterLogEvents.`;
      throw new AwsError("InvalidParameterException", message);
    }
    const { authorization, clock } = this.region.account;
    await authorization.require({
      principal,
      action: "logs:FilterLogEvents",
      resource: this.region.arn("logs", `log-group:${logGroupName}:log-stream:`),
    });
    if (limit < 1 || limit > 10_000) {
      throw new AwsError("InvalidParameterException", `limit must be 1 to 10000, not ${limit}.`);
    }
    const { lines, retentionDays = Infinity } = this.group(logGroupName);
    const matches = filterPattern === undefined ? () => true : parseMetricPattern(filterPattern);
    const oldest = Math.max(startTime, clock.now().getTime() - retentionDays * day);
    const found = [...lines.entries()].filter(
      ([, { at, message }]) => at.getTime() >= oldest && at.getTime() <= endTime && matches(message),
    );
    const { page, next } = pageOf(found, limit, nextToken);
    return {
      events: page.map(([index, { at, stream, message }]) => ({
        eventId: uuid("log-event", this.region.name, logGroupName, String(index)),
        logStreamName: stream,
        timestamp: at.getTime(),
        ingestionTime: at.getTime(),
        message,
      })),
      searchedLogStreams: [],
      ...(next === undefined ? {} : { nextToken: next }),
    };
  }

  private async count({ filters }: LogGroup, lines: readonly string[]): Promise<void> {
    for (const { matches, namespace, metricName, value, defaultValue } of filters) {
      const values = lines.filter(matches).map(() => value);
      if (values.length === 0 && defaultValue !== undefined) values.push(defaultValue);
      for (const one of values) await this.region.cloudwatch.putMetric(namespace, metricName, {}, one);
    }
  }

  /** @throws AwsError `ResourceNotFoundException` */
  private group(name: string): LogGroup {
    const group = this.groups.get(name);
    if (group !== undefined) return group;
    throw new AwsError("ResourceNotFoundException", `The specified log group does not exist: ${name}`);
  }
}

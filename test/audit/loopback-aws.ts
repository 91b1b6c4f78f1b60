import assert from "node:assert/strict";
import { type CommonState, commonScript } from "../support/common-script";
import {
  AwsError,
  type Input,
  page,
  type Script,
  ScriptedAws,
  fails,
  throttled,
} from "../support/scripted-aws";

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
export interface RegionState extends Omit<CommonState, "recorders"> {
  recorder?: Input;
  recording?: boolean;
  /** When the recorder was stopped last. ISO 8601 */
  lastStop?: string;
  channel?: Input;
  /** Seconds since 1970, or an error. */
  delivery?: Input;
  retentionDays?: number;
  rules?: Input[];
  results?: Input[];
  evaluation?: Input;
  items?: Item[];
  events?: Input[];
  /** The log of the rule's function: its name as Lambda answers it, its lines, and when CloudWatch Logs got each. */
  log?: { group?: string; lines: { at: string; message: string }[] };
  aggregate?: { settings: Input[]; verdicts: Input[]; sources?: Input[]; details?: Input[] };
  /** What the notifier calls the account. */
  label?: string;
  /** How many things are on a page; all when absent. */
  pageSize?: number;
  /** The policy of every key. */
  keyPolicy?: unknown;
  /** Error code by operation: what it always answers. */
  fails?: Record<string, string>;
  /** Operations that answer `ThrottlingException` once. */
  throttledOnce?: string[];
}

/** AWS as far as audit speaks to it. */
export class LoopbackAws extends ScriptedAws {
  caller = "";
  /** What STS answers to `AssumeRole`; by default it refuses. */
  assumeRole: (input: Input) => object = () => {
    throw new AwsError("AccessDenied");
  };
  /** Actions that IAM's simulation denies. */
  lacks: string[] = [];
  /** Of every role. */
  roleDescription = "";
  /** Bucket to key to content. */
  buckets: Record<string, Record<string, Buffer>> = {};
  /** Of every bucket; undefined where nobody may ask. */
  bucketRegion: string | undefined;

  constructor(private readonly account = "123456789012") {
    super();
  }

  static start(): Promise<LoopbackAws> {
    return new LoopbackAws().listen();
  }

  /** Becomes another AWS, with nothing called yet. */
  become(regions: Record<string, RegionState>): void {
    this.caller = `arn:aws:sts::${this.account}:assumed-role/Auditor/alice`;
    this.lacks = [];
    this.roleDescription = "";
    this.bucketRegion = undefined;
    this.buckets = { history: {} };
    const scripts = Object.entries(regions).map(([region, state]): [string, Script] => {
      const script = { ...regionScript(state, region, this.account), ...this.globalScript() };
      for (const call of state.throttledOnce ?? []) script[call] = throttled(1, script[call]);
      for (const [call, code] of Object.entries(state.fails ?? {})) script[call] = fails(code);
      return [region, script];
    });
    this.play(Object.fromEntries(scripts));
  }

  /** What is the same wherever one asks. */
  private globalScript(): Script {
    return {
      GetCallerIdentity: () => ({ Arn: this.caller, UserId: "AROA:alice", Account: this.account }),
      AssumeRole: (input) => this.assumeRole(input),
      GetRole: ({ RoleName }) => ({
        Role: {
          Path: "/people/",
          RoleName,
          Description: this.roleDescription,
          RoleId: "AROA",
          CreateDate: "2026-01-01T00:00:00Z",
          Arn: `arn:aws:iam::${this.account}:role/people/${String(RoleName)}`,
        },
      }),
      SimulatePrincipalPolicy: (input) => {
        assert.equal(input["PolicySourceArn"], `arn:aws:iam::${this.account}:role/people/Auditor`);
        const actions = Object.entries(input).filter(([name]) => name.startsWith("ActionNames."));
        const member = actions.map(([, action]) => ({
          EvalActionName: action,
          EvalDecision: this.lacks.includes(String(action)) ? "implicitDeny" : "allowed",
        }));
        return { IsTruncated: false, EvaluationResults: { member } };
      },
      HeadBucket: () => {
        if (this.bucketRegion === undefined) throw new AwsError("AccessDenied");
        return new Headers({ "x-amz-bucket-region": this.bucketRegion });
      },
      GetObject: ({ bucket, key }) => {
        const object = this.bucket(bucket)[String(key)];
        if (object === undefined) throw new AwsError("NoSuchKey");
        return object;
      },
      ListObjectsV2: ({ bucket, prefix = "", "continuation-token": token = "0" }) => {
        const names = Object.keys(this.bucket(bucket)).filter((name) => name.startsWith(prefix as string));
        // Two on a page, so that a listing is rarely done with the first.
        const end = Number(token) + 2;
        return {
          Contents: names
            .toSorted()
            .slice(end - 2, end)
            .map((Key) => ({ Key, Size: 1 })),
          IsTruncated: end < names.length,
          ...(end < names.length && { NextContinuationToken: end }),
        };
      },
    };
  }

  private bucket(name: unknown): Record<string, Buffer> {
    const bucket = this.buckets[String(name)];
    if (bucket === undefined) throw new AwsError("NoSuchBucket");
    return bucket;
  }
}

function regionScript(state: RegionState, region: string, account: string): Script {
  const { recorder, recording = true, lastStop, channel, delivery = {}, retentionDays, aggregate } = state;
  const paged = (all: readonly unknown[] | undefined, member: string, input: Input, token = "NextToken") =>
    page(all, state.pageSize, member, input, token);
  return {
    ...commonScript(
      {
        ...state,
        xray: state.xray ?? { Type: "NONE", Status: "ACTIVE" },
        keys: Object.fromEntries(
          Object.entries(state.keys ?? {}).map(([arn, key]) => [arn, { ...usableKey, ...key }]),
        ),
        recorders:
          recorder === undefined
            ? []
            : [{ ...recorder, recording, ...(lastStop && { lastStopTime: Date.parse(lastStop) / 1000 }) }],
      },
      region,
      account,
    ),
    ListAliases(input) {
      if (state.keys?.[String(input["KeyId"])] === undefined) throw new AwsError("NotFoundException");
      const ofKey = Object.entries(state.aliases ?? {}).filter(([, target]) => target === input["KeyId"]);
      const aliases = ofKey.map(([AliasName]) => ({ AliasName }));
      const { Marker: NextMarker, ...output } = paged(aliases, "Aliases", input, "Marker");
      return NextMarker === undefined ? output : { ...output, NextMarker, Truncated: true };
    },
    GetKeyPolicy({ KeyId, PolicyName }) {
      assert.deepEqual([String(KeyId).startsWith("arn:"), PolicyName], [true, "default"]);
      return { Policy: JSON.stringify(state.keyPolicy), PolicyName: "default" };
    },
    DescribeDeliveryChannels: () => ({ DeliveryChannels: channel === undefined ? [] : [channel] }),
    DescribeDeliveryChannelStatus: () => ({
      DeliveryChannelsStatus: [{ name: channel?.["name"], configHistoryDeliveryInfo: delivery }],
    }),
    DescribeRetentionConfigurations: () => ({
      RetentionConfigurations:
        retentionDays === undefined ? [] : [{ Name: "default", RetentionPeriodInDays: retentionDays }],
    }),
    DescribeConfigRules: (input) => paged(state.rules, "ConfigRules", input),
    GetComplianceDetailsByConfigRule: (input) => paged(state.results, "EvaluationResults", input),
    DescribeConfigRuleEvaluationStatus: () => ({ ConfigRulesEvaluationStatus: [state.evaluation ?? {}] }),
    ListDiscoveredResources(input) {
      assert.equal(input["includeDeletedResources"], true, "deleted resources are evidence too");
      const { resourceType } = input;
      const items = (state.items ?? []).filter((item) => item.resourceType === resourceType);
      const ids = [...new Set(items.map(({ resourceId }) => resourceId))];
      const resources = ids.map((resourceId) => ({ resourceType, resourceId }));
      return paged(resources, "resourceIdentifiers", input, "nextToken");
    },
    GetResourceConfigHistory: (input) =>
      paged(history(state.items ?? [], input), "configurationItems", input, "nextToken"),
    LookupEvents(input) {
      const [attribute, ...others] = input["LookupAttributes"] as Record<string, string>[];
      assert.equal(attribute?.["AttributeKey"], "EventName");
      assert.deepEqual(others, []);
      const found = (state.events ?? [])
        .filter(({ EventName }) => EventName === attribute["AttributeValue"])
        .filter(({ EventTime }) => Number(EventTime) >= Number(input["StartTime"] ?? 0))
        .filter(({ EventTime }) => Number(EventTime) <= Number(input["EndTime"] ?? Infinity))
        .toSorted((one, other) => Number(other["EventTime"]) - Number(one["EventTime"]));
      return paged(found, "Events", input);
    },
    GetFunctionConfiguration: () => ({
      LoggingConfig: { LogFormat: "Text", ...(state.log?.group && { LogGroup: state.log.group }) },
      ...(state.label !== undefined && {
        Environment: { Variables: { NOTIFIER_ARN: "notifier", ACCOUNT_LABEL: state.label } },
      }),
    }),
    FilterLogEvents(input) {
      const { logGroupName, filterPattern, startTime = 0, endTime = Infinity } = input;
      assert.equal(logGroupName, state.log?.group ?? "/aws/lambda/f");
      assert.equal(filterPattern, '{ $.kept = "*" }');
      const events = (state.log?.lines ?? [])
        .map(({ at, message }) => ({ timestamp: Date.parse(at), ingestionTime: Date.parse(at), message }))
        .filter(({ timestamp }) => timestamp >= Number(startTime) && timestamp <= Number(endTime));
      return paged(events, "events", input, "nextToken");
    },
    SelectAggregateResourceConfig(input) {
      if (input["ConfigurationAggregatorName"] !== "everybody") {
        throw new AwsError("NoSuchConfigurationAggregatorException");
      }
      const isVerdicts = String(input["Expression"]).includes("'AWS::Config::ResourceCompliance'");
      const found = isVerdicts ? aggregate?.verdicts : aggregate?.settings;
      return paged(
        found?.map((one) => JSON.stringify(one)),
        "Results",
        input,
      );
    },
    DescribeConfigurationAggregatorSourcesStatus: () => ({
      AggregatedSourceStatusList: aggregate?.sources ?? [],
    }),
    GetAggregateComplianceDetailsByConfigRule: () => ({
      AggregateEvaluationResults: aggregate?.details ?? [],
    }),
  };
}

const usableKey = {
  KeyState: "Enabled",
  KeyManager: "CUSTOMER",
  KeySpec: "SYMMETRIC_DEFAULT",
  KeyUsage: "ENCRYPT_DECRYPT",
};

function history(items: readonly Item[], input: Input): Input[] {
  const { resourceType, resourceId, earlierTime = 0, laterTime = Infinity } = input;
  const found = items.filter((item) => item.resourceType === resourceType && item.resourceId === resourceId);
  if (found.length === 0) throw new AwsError("ResourceNotDiscoveredException");
  const order = input["chronologicalOrder"] === "Forward" ? 1 : -1;
  return found
    .map((item) => ({ ...item, seconds: Date.parse(item.at) / 1000 }))
    .filter(({ seconds }) => seconds >= Number(earlierTime) && seconds <= Number(laterTime))
    .toSorted((one, other) => order * (one.seconds - other.seconds))
    .map(({ seconds, configuration, status = "OK" }) => ({
      resourceType,
      resourceId,
      configurationItemCaptureTime: seconds,
      configurationItemStatus: status,
      configurationStateId: String(seconds * 1000),
      configuration: typeof configuration === "string" ? configuration : JSON.stringify(configuration),
    }));
}

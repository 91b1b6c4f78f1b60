import assert from "node:assert/strict";
import { type CommonState, commonScript } from "../support/common-script";
import {
  AwsError,
  type Input,
  type Script,
  ScriptedAws,
  fails,
  hangs,
  page,
  throttled,
} from "../support/scripted-aws";

/** What AWS would answer: the samples' `world` (see samples/README.md), and what our own cases need beyond it. */
export interface WorldState extends CommonState {
  discovered?: { resourceType: string; resourceId: string }[];
  history?: ({ configurationItemCaptureTime: string } & Record<string, unknown>)[];
  /** The key of the log group aws/spans, null when it has none; no such group when absent. */
  spansKey?: string | null;
  /** What the notifier remembers of the setting: an item of its table, of this version. */
  memory?: { version: number; memory: object };
  /** What it remembers besides, by the items' keys. */
  memories?: Record<string, { version: number; memory: object }>;
  /** How many of its writes come too late, because another run wrote. */
  conflicts?: number;
  /** The rule that may be evaluated now, and whether AWS Config is at it already. */
  rule?: { name: string; busy: boolean };
  /** The rule as AWS Config describes it; "gone" for none. Active when absent. */
  describedRule?: Input | "gone";
  /** What CloudTrail's event history has, oldest first; times in seconds since 1970. */
  events?: Input[];
  /** API calls that answer AccessDenied. */
  deny?: string[];
  /** Topics, by ARN, that refuse what is published. */
  refusing?: string[];
  /** API calls that are throttled so many times first. */
  throttle?: Record<string, number>;
  /** API calls that never answer. */
  hang?: string[];
  /** API calls that answer without any member. */
  emptyAnswers?: string[];
  /** API calls that answer `null`. */
  nullAnswers?: string[];
  /** Whether GetResourceConfigHistory begins with an empty page that names another. */
  beginsWithEmptyPage?: boolean;
  /** Whether PutEvaluations refuses a result on the account. */
  keepsTheAccount?: boolean;
  /** API calls that list nothing, and always name the same next page. */
  sameToken?: string[];
  /** How many of the evaluations PutEvaluations refuses. */
  refused?: number;
  /** How many resources ListDiscoveredResources names a page, and LookupEvents events; all when absent. */
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

type Evaluation = Omit<Reported, "OrderingTimestamp"> & { OrderingTimestamp: number };

const region = "eu-west-1";

/** Where there are topics alone. */
const otherRegion = "eu-central-1";

export const notifierArn = "arn:aws:lambda:eu-west-1:123456789012:function:notifier";
const settings = { resourceType: "AWS::XRay::EncryptionConfig" };

/** AWS as the rule's samples describe it. */
export class World extends ScriptedAws {
  static start(): Promise<World> {
    return new World().listen();
  }

  /** Becomes another world, with nothing called yet. */
  become(state: WorldState): void {
    const script = scriptOf(state);
    for (const [call, times] of Object.entries(state.throttle ?? {})) {
      script[call] = throttled(times, script[call]);
    }
    for (const call of state.deny ?? []) {
      script[call] = fails("AccessDeniedException", `User is not authorized to perform: ${call}`);
    }
    for (const call of state.sameToken ?? []) script[call] = () => ({ Events: [], NextToken: "again" });
    for (const call of state.emptyAnswers ?? []) script[call] = () => ({});
    for (const call of state.nullAnswers ?? []) script[call] = () => null as unknown as Input;
    for (const call of state.hang ?? []) script[call] = hangs;
    const { Publish } = script;
    this.play({ [region]: script, ...(Publish && { [otherRegion]: { Publish } }) });
  }

  /** The inputs of PutEvaluations, evaluations apart. */
  get reports(): { ResultToken?: unknown; TestMode?: unknown; count: number }[] {
    return this.answered("PutEvaluations").map(({ Evaluations, ...rest }) => ({
      ...rest,
      count: (Evaluations as Evaluation[]).length,
    }));
  }

  get reported(): Reported[] {
    return this.answered("PutEvaluations").flatMap(({ Evaluations }) =>
      (Evaluations as Evaluation[]).map((evaluation) => ({
        ...evaluation,
        OrderingTimestamp: new Date(evaluation.OrderingTimestamp * 1000).toISOString(),
      })),
    );
  }

  /** What people were told. */
  get told(): Input[] {
    return this.answered("Publish");
  }

  /** What the notifier wrote down, in order. */
  get written(): { id: string; version: number; memory: Record<string, unknown> }[] {
    return this.answered("PutItem").map(({ Item }) => itemIn(Item as Item));
  }

  /** What was handed to the notifier of the setting. */
  get observed(): Input[] {
    return this.handed.flatMap(({ observation }) =>
      observation === undefined ? [] : [observation as Input],
    );
  }

  /** All that was handed to the notifier. */
  get handed(): Input[] {
    return this.answered("Invoke").map(({ observation, control, notice }) => ({
      observation,
      control,
      notice,
    }));
  }
}

function scriptOf(state: WorldState): Script {
  return {
    ...commonScript(state, region, "123456789012"),
    ListDiscoveredResources({ nextToken, ...rest }) {
      assert.deepEqual(rest, settings);
      return page(state.discovered, state.pageSize, "resourceIdentifiers", { nextToken }, "nextToken");
    },
    GetResourceConfigHistory: ({ nextToken, ...input }) =>
      state.beginsWithEmptyPage === true && nextToken === undefined
        ? { configurationItems: [], nextToken: "2" }
        : { configurationItems: history(state, input) },
    PutEvaluations({ Evaluations }) {
      const evaluations = Evaluations as Evaluation[];
      assert.ok(evaluations.length <= 100, "at most 100 evaluations");
      assert.ok(evaluations.every(({ Annotation }) => Annotation.length <= 256));
      if (state.keepsTheAccount === true && evaluations[0]?.ComplianceResourceType === "AWS::::Account")
        throw new AwsError("InvalidParameterValueException");
      return { FailedEvaluations: evaluations.slice(0, state.refused ?? 0) };
    },
    StartConfigRulesEvaluation(input) {
      assert.deepEqual(input, { ConfigRuleNames: [state.rule?.name] });
      if (state.rule?.busy === true) throw new AwsError("LimitExceededException");
      return {};
    },
    DescribeConfigRules({ ConfigRuleNames, ...rest }) {
      assert.deepEqual([(ConfigRuleNames as string[]).length, rest], [1, {}]);
      if (state.describedRule === "gone") throw new AwsError("NoSuchConfigRuleException");
      return { ConfigRules: [state.describedRule ?? { ConfigRuleState: "ACTIVE" }] };
    },
    DescribeLogGroups(input) {
      assert.deepEqual(input, { logGroupNamePrefix: "aws/spans", limit: 50 });
      return { logGroups: logGroups(state) };
    },
    LookupEvents({ LookupAttributes, StartTime, NextToken, ...rest }) {
      assert.deepEqual(rest, {});
      const [{ AttributeKey, AttributeValue } = {}, ...others] = LookupAttributes as Input[];
      assert.deepEqual([AttributeKey, others], ["EventName", []]);
      const found = (state.events ?? []).filter(
        ({ EventName, EventTime }) =>
          EventName === AttributeValue && !(Number(EventTime) < Number(StartTime)),
      );
      return page(found.toReversed(), state.pageSize, "Events", { NextToken }, "NextToken");
    },
    Invoke({ FunctionName, InvocationType }) {
      assert.deepEqual([FunctionName, InvocationType], [notifierArn, "Event"]);
      return {};
    },
    Publish({ TopicArn }) {
      if (state.refusing?.includes(String(TopicArn)) === true)
        throw new AwsError("AuthorizationErrorException");
      return { MessageId: "1" };
    },
    ...tableScript(state),
  };
}

interface Item {
  id: { S: string };
  version: { N: string };
  memory: { S: string };
}

function itemIn({ id, version, memory }: Item): {
  id: string;
  version: number;
  memory: Record<string, unknown>;
} {
  return {
    id: id.S,
    version: Number(version.N),
    memory: JSON.parse(memory.S) as Record<string, unknown>,
  };
}

/** A table whose items are written under a condition only. */
function tableScript({ memory, memories = {}, conflicts = 0 }: WorldState): Script {
  const all = { ...(memory && { "xray-encryption": memory }), ...memories };
  const items = new Map(
    Object.entries(all).map(([id, one]): [string, Item] => [
      id,
      { id: { S: id }, version: { N: String(one.version) }, memory: { S: JSON.stringify(one.memory) } },
    ]),
  );
  return {
    GetItem({ Key, ...rest }) {
      assert.deepEqual(rest, { TableName: "told", ConsistentRead: true });
      const item = items.get((Key as { id: { S: string } }).id.S);
      return item === undefined ? {} : { Item: item };
    },
    PutItem({ TableName, Item: given, ConditionExpression, ...rest }) {
      assert.equal(TableName, "told");
      const written = given as Item;
      const item = items.get(written.id.S);
      if (conflicts-- > 0) throw new AwsError("ConditionalCheckFailedException");
      if (ConditionExpression === "attribute_not_exists(id)") {
        assert.deepEqual(rest, {});
        if (item !== undefined) throw new AwsError("ConditionalCheckFailedException");
      } else {
        assert.equal(ConditionExpression, "#version = :read");
        const { ExpressionAttributeNames, ExpressionAttributeValues } = rest;
        assert.deepEqual(ExpressionAttributeNames, { "#version": "version" });
        const { ":read": read } = ExpressionAttributeValues as { ":read": { N: string } };
        if (item?.version.N !== read.N) throw new AwsError("ConditionalCheckFailedException");
      }
      items.set(written.id.S, written);
      return {};
    },
  };
}

/** A group whose name only begins like it stands before it, as groups are listed by name. */
function logGroups({ spansKey }: WorldState): object[] {
  const other = { logGroupName: "aws/spans-of-somebody-else", kmsKeyId: "arn:aws:kms:eu-west-1:1:key/no" };
  if (spansKey === undefined) return [other];
  return [other, { logGroupName: "aws/spans", ...(spansKey !== null && { kmsKeyId: spansKey }) }];
}

/** The last item until a time. */
function history({ history: items = [] }: WorldState, { laterTime, ...rest }: Input): object[] {
  assert.deepEqual(rest, { ...settings, resourceId: "default", limit: 1 });
  return items
    .map((item) => ({
      ...item,
      configurationItemCaptureTime: Date.parse(item.configurationItemCaptureTime) / 1000,
    }))
    .filter((item) => item.configurationItemCaptureTime <= Number(laterTime))
    .toSorted((one, other) => other.configurationItemCaptureTime - one.configurationItemCaptureTime)
    .slice(0, 1);
}

import type {
  ListSubscriptionsByTopicInput,
  ListSubscriptionsByTopicResponse,
  ListTopicsInput,
  ListTopicsResponse,
  PublishInput,
  PublishResponse,
} from "@aws-sdk/client-sns";
import type { RegionContext } from "../../account/context";
import { AwsError } from "../../account/aws-error";
import { uuid } from "../../account/ids";
import { pageOf } from "../../endpoint/paging";
import type { Kms } from "../kms/kms";

/** What SNS accepts as an endpoint, by protocol. */
const endpoints: Record<string, { name: string; pattern: RegExp }> = {
  email: { name: "Email address", pattern: /^[^@\s]+@[^@\s]+$/ },
  "email-json": { name: "Email address", pattern: /^[^@\s]+@[^@\s]+$/ },
  https: { name: "Endpoint must match the specified protocol:", pattern: /^https:\/\/[^\s/]+/ },
  sqs: { name: "SQS endpoint ARN", pattern: /^arn:[^:]+:sqs:[a-z0-9-]+:\d{12}:[\w-]{1,80}(\.fifo)?$/ },
};

interface Subscription {
  arn: string;
  protocol: string;
  endpoint: string;
}

export interface Topic {
  arn: string;
  name: string;
  policy: unknown;
  kmsKeyId: string | undefined;
  subscriptions: Subscription[];
  /** Twelve digits. */
  owner: string;
  /** Whether it was there before the stack. */
  isProvided: boolean;
}

/** A topic that is there before the stack. */
export interface ProvidedTopic {
  arn: string;
  /** The ARN of the key that encrypts it. Its policy lets this account's roles use it, by IAM. */
  key?: string | undefined;
}

interface NewTopic {
  policy?: unknown;
  kmsKeyId?: string | undefined;
  /** The owner, where that is another account. */
  accountId?: string;
  isProvided?: boolean;
}

/** SNS: topics, permission to publish to them, and the messages that subscribers receive. */
export class Sns {
  private readonly topics = new Map<string, Topic>();
  private deleted: Topic[] = [];
  private published = 0;

  constructor(private readonly region: RegionContext & { kms: Kms }) {}

  /** `CreateTopic`. One that exists is answered, as it is. */
  createTopic(name: string, options: NewTopic = {}): Topic {
    const owner = options.accountId ?? this.region.account.id;
    const arn = `arn:${this.region.account.partition}:sns:${this.region.name}:${owner}:${name}`;
    const existing = this.topics.get(arn);
    if (existing !== undefined) return existing;
    const topic: Topic = {
      arn,
      name,
      policy: options.policy ?? this.defaultPolicy(arn),
      kmsKeyId: options.kmsKeyId,
      subscriptions: [],
      owner,
      isProvided: options.isProvided === true,
    };
    this.topics.set(arn, topic);
    return topic;
  }

  /** A topic with this ARN; undefined where there is none. */
  find(topicArn: string): Topic | undefined {
    return this.topics.get(topicArn);
  }

  /** `DeleteTopic`, with its subscriptions. One that does not exist is no error. */
  deleteTopic(topicArn: string): void {
    const topic = this.topics.get(topicArn);
    if (topic === undefined) return;
    this.deleted.push(topic);
    this.topics.delete(topicArn);
  }

  /** Makes the topics that were deleted anew, with their policies and subscriptions. */
  restoreTopics(): void {
    for (const topic of this.deleted) this.topics.set(topic.arn, topic);
    this.deleted = [];
  }

  /** @param policy AWS's default policy unless given */
  setPolicy(topicArn: string, policy: unknown = this.defaultPolicy(topicArn)): void {
    this.topic(topicArn).policy = policy;
  }

  /**
   * Subscribes an endpoint. On AWS an address or a URL is pending until somebody confirms it. Here it counts as confirmed,
   * and the run says so. A queue's policy is assumed to allow SNS.
   */
  subscribe(topicArn: string, protocol: string, endpoint: string): Subscription {
    const form = Object.hasOwn(endpoints, protocol) ? endpoints[protocol] : undefined;
    if (form === undefined) {
      throw new AwsError(
        "InvalidParameter",
        `The local account delivers by ${Object.keys(endpoints).join(", ")}, not by ${protocol}.`,
      );
    }
    if (!form.pattern.test(endpoint)) {
      throw new AwsError("InvalidParameter", `Invalid parameter: ${form.name} ${endpoint}`);
    }
    const subscription = { arn: `${topicArn}:${uuid(topicArn, protocol, endpoint)}`, protocol, endpoint };
    const { subscriptions } = this.topic(topicArn);
    // SNS answers a second subscription of the same endpoint with the first.
    const existing = subscriptions.find(({ arn }) => arn === subscription.arn);
    if (existing === undefined) subscriptions.push(subscription);
    return existing ?? subscription;
  }

  /** `Unsubscribe`. One that does not exist is no error. */
  unsubscribe(subscriptionArn: string): void {
    for (const topic of this.topics.values())
      topic.subscriptions = topic.subscriptions.filter(({ arn }) => arn !== subscriptionArn);
  }

  listTopics(): Topic[] {
    return [...this.topics.values()].filter(({ owner }) => owner === this.region.account.id);
  }

  /** `ListTopics` */
  async list(principal: string, request: ListTopicsInput): Promise<ListTopicsResponse> {
    const { authorization } = this.region.account;
    await authorization.require({ principal, action: "sns:ListTopics", resource: "*" });
    const { page, next } = pageOf(this.listTopics(), 100, request.NextToken, tokenError);
    return {
      Topics: page.map(({ arn }) => ({ TopicArn: arn })),
      ...(next === undefined ? {} : { NextToken: next }),
    };
  }

  /** `ListSubscriptionsByTopic` */
  async listSubscriptions(
    principal: string,
    request: ListSubscriptionsByTopicInput,
  ): Promise<ListSubscriptionsByTopicResponse> {
    const topic = this.topic(request.TopicArn ?? "");
    const { id, authorization } = this.region.account;
    await authorization.require({
      principal,
      action: "sns:ListSubscriptionsByTopic",
      resource: topic.arn,
      resourcePolicy: topic.policy,
      resourceAccount: topic.owner,
    });
    const { page, next } = pageOf(topic.subscriptions, 100, request.NextToken, tokenError);
    return {
      Subscriptions: page.map(({ arn, protocol, endpoint }) => ({
        SubscriptionArn: arn,
        Owner: id,
        Protocol: protocol,
        Endpoint: endpoint,
        TopicArn: topic.arn,
      })),
      ...(next === undefined ? {} : { NextToken: next }),
    };
  }

  /** @throws AwsError `NotFound` */
  topic(topicArn: string): Topic {
    const topic = this.topics.get(topicArn);
    if (topic === undefined) {
      throw new AwsError("NotFound", `Topic does not exist: ${topicArn} in ${this.region.name}`, 404);
    }
    return topic;
  }

  /**
   * Publishes a message as a role or as a service, if policies allow it.
   *
   * @param context for services, `aws:SourceAccount` and `aws:SourceArn` as that service sends them
   * @throws AwsError `AccessDeniedException`
   */
  async publish(
    principal: string,
    topicArn: string,
    message: { subject: string; message: string; attributes?: Record<string, string> },
    context: Record<string, string> = {},
  ): Promise<void> {
    await this.requirePublish(principal, topicArn, context);
    const topic = this.topic(topicArn);
    const { journal, clock } = this.region.account;
    const { attributes = {}, ...text } = message;
    const common = { at: clock.iso(), region: this.region.name, ...text };
    journal.record("publication", { ...common, topicArn, principal, attributes });
    for (const { endpoint } of topic.subscriptions) {
      journal.record("notification", { ...common, topic: topic.name, to: endpoint });
    }
  }

  /** `Publish`, to a topic. */
  async publishFor(principal: string, request: PublishInput): Promise<PublishResponse> {
    const { TopicArn, Subject, Message = "", MessageAttributes = {} } = request;
    if (TopicArn === undefined)
      throw new AwsError("InvalidParameter", "The local account publishes to topics: TopicArn is required.");
    if (Subject !== undefined && (Subject === "" || Subject.length > 100 || /[^\x20-\x7e]/.test(Subject)))
      throw new AwsError("InvalidParameter", "Invalid parameter: Subject");
    if (Message === "") throw new AwsError("InvalidParameter", "Invalid parameter: Empty message");
    await this.publish(principal, TopicArn, {
      subject: Subject ?? "AWS Notification Message",
      message: Message,
      attributes: Object.fromEntries(
        Object.entries(MessageAttributes).map(([name, { StringValue = "" }]) => [name, StringValue]),
      ),
    });
    return { MessageId: uuid("message", TopicArn, String(++this.published)) };
  }

  /** Checks that principal may publish to the topic and, if it is encrypted, use its key. */
  async requirePublish(principal: string, topicArn: string, context: Record<string, string>): Promise<void> {
    const topic = this.topic(topicArn);
    await this.region.account.authorization.require({
      principal,
      action: "sns:Publish",
      resource: topicArn,
      resourcePolicy: topic.policy,
      resourceAccount: topic.owner,
      context,
    });
    if (topic.kmsKeyId === undefined) return;
    const viaService = { "kms:ViaService": `sns.${this.region.name}.amazonaws.com` };
    for (const action of ["kms:GenerateDataKey", "kms:Decrypt"]) {
      await this.region.kms.require(principal, action, topic.kmsKeyId, { ...context, ...viaService });
    }
  }

  /** AWS's policy for a topic that is created without one. It allows only the account itself. */
  private defaultPolicy(arn: string): unknown {
    return {
      Version: "2008-10-17",
      Statement: [
        {
          Sid: "__default_statement_ID",
          Effect: "Allow",
          Principal: { AWS: "*" },
          Action: ["SNS:Publish", "SNS:Subscribe", "SNS:GetTopicAttributes"],
          Resource: arn,
          Condition: { StringEquals: { "AWS:SourceOwner": arn.split(":")[4] } },
        },
      ],
    };
  }
}

function tokenError(): AwsError {
  return new AwsError(
    "InvalidParameter",
    "Invalid parameter: NextToken was not returned by an earlier call.",
  );
}

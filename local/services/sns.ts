import type { Region } from "../account";
import { AwsError } from "../aws-error";
import { uuid } from "../ids";

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
}

/** SNS: topics, who may publish to them, and what their subscribers get. */
export class Sns {
  private readonly topics = new Map<string, Topic>();

  constructor(private readonly region: Region) {}

  createTopic(name: string, options: { policy?: unknown; kmsKeyId?: string | undefined } = {}): Topic {
    const arn = this.region.arn("sns", name);
    const topic: Topic = {
      arn,
      name,
      policy: options.policy ?? this.defaultPolicy(arn),
      kmsKeyId: options.kmsKeyId,
      subscriptions: [],
    };
    this.topics.set(arn, topic);
    return topic;
  }

  setPolicy(topicArn: string, policy: unknown): void {
    this.topic(topicArn).policy = policy;
  }

  /**
   * Subscribes an address. On AWS an e-mail subscription stays pending until a person confirms it; here everybody has,
   * and the run says so.
   */
  subscribe(topicArn: string, protocol: string, endpoint: string): Subscription {
    if (protocol !== "email" && protocol !== "email-json") {
      throw new AwsError(
        "InvalidParameter",
        `The local account delivers to e-mail only, not to ${protocol}.`,
      );
    }
    if (!/^[^@\s]+@[^@\s]+$/.test(endpoint)) {
      throw new AwsError("InvalidParameter", `Invalid parameter: Email address ${endpoint}`);
    }
    const subscription = { arn: `${topicArn}:${uuid(topicArn, protocol, endpoint)}`, protocol, endpoint };
    this.topic(topicArn).subscriptions.push(subscription);
    return subscription;
  }

  listTopics(): Topic[] {
    return [...this.topics.values()];
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
   * Publishes a message as a role or as a service, if policies let it.
   *
   * @param context for services, `aws:SourceAccount` and `aws:SourceArn` as that service sends them
   * @throws AwsError `AccessDeniedException`
   */
  async publish(
    principal: string,
    topicArn: string,
    message: { subject: string; message: string },
    context: Record<string, string> = {},
  ): Promise<void> {
    await this.requirePublish(principal, topicArn, context);
    const topic = this.topic(topicArn);
    const { journal, clock } = this.region.account;
    const common = { at: clock.iso(), region: this.region.name, ...message };
    journal.publication({ ...common, topicArn, principal });
    for (const { endpoint } of topic.subscriptions) {
      journal.notification({ ...common, topic: topic.name, to: endpoint });
    }
  }

  /** Whether principal could publish: the topic's policy, and the key's where the topic is encrypted. */
  async requirePublish(principal: string, topicArn: string, context: Record<string, string>): Promise<void> {
    const topic = this.topic(topicArn);
    await this.region.account.authorization.require({
      principal,
      action: "sns:Publish",
      resource: topicArn,
      resourcePolicy: topic.policy,
      context,
    });
    if (topic.kmsKeyId === undefined) return;
    for (const action of ["kms:GenerateDataKey", "kms:Decrypt"]) {
      await this.region.kms.require(principal, action, topic.kmsKeyId, context);
    }
  }

  /** What AWS gives a topic that is created without a policy: the account itself and nobody else. */
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
          Condition: { StringEquals: { "AWS:SourceOwner": this.region.account.id } },
        },
      ],
    };
  }
}

import type { RegionContext } from "../../account/context";
import { AwsError } from "../../account/aws-error";
import { hour, minute } from "../../account/clock";
import type { CloudWatch } from "../cloudwatch/cloudwatch";

interface Queue {
  name: string;
  arn: string;
  url: string;
  policy: unknown;
  messages: { at: string; body: string }[];
  /** When somebody sent to it or purged it last. */
  usedAt: number;
  isMeasured: boolean;
}

/** How often SQS sends a queue's metrics, and how long after its last use (SQS Developer Guide, "Monitoring"). */
const metricInterval = minute;
const activeFor = 6 * hour;

/** SQS: queues that services send to, and how many messages wait in them. */
export class Sqs {
  private readonly queues = new Map<string, Queue>();

  constructor(private readonly region: RegionContext & { cloudwatch: CloudWatch }) {}

  /** `CreateQueue`. One that exists is answered, as it is. */
  createQueue(name: string, policy?: unknown): Queue {
    const { account, name: regionName } = this.region;
    const arn = this.region.arn("sqs", name);
    const existing = this.queues.get(arn);
    if (existing !== undefined) return existing;
    const queue: Queue = {
      name,
      arn,
      url: `https://sqs.${regionName}.amazonaws.com/${account.id}/${name}`,
      policy,
      messages: [],
      usedAt: 0,
      isMeasured: false,
    };
    this.queues.set(arn, queue);
    return queue;
  }

  /** `DeleteQueue`, with its messages. @throws AwsError `QueueDoesNotExist` */
  deleteQueue(url: string): void {
    this.queues.delete(found(this.find(url)).arn);
  }

  /** @param policy undefined takes the queue's policy away */
  setPolicy(url: string, policy: unknown): void {
    found(this.find(url)).policy = policy;
  }

  /** A queue by its ARN. @throws AwsError `QueueDoesNotExist` */
  queue(arn: string): Queue {
    return found(this.queues.get(arn));
  }

  /** A queue by its URL; undefined where there is none. */
  find(url: string): Queue | undefined {
    return [...this.queues.values()].find((queue) => queue.url === url);
  }

  list(): readonly Queue[] {
    return [...this.queues.values()];
  }

  /** Checks that principal may send to the queue. @throws AwsError `AccessDeniedException` */
  async requireSend(principal: string, arn: string, context: Record<string, string>): Promise<void> {
    const { policy } = this.queue(arn);
    await this.region.account.authorization.require({
      principal,
      action: "sqs:SendMessage",
      resource: arn,
      context,
      ...(policy === undefined ? {} : { resourcePolicy: policy }),
    });
  }

  /** `SendMessage`, by a service or as a role. */
  async send(
    principal: string,
    arn: string,
    body: string,
    context: Record<string, string> = {},
  ): Promise<void> {
    await this.requireSend(principal, arn, context);
    const queue = this.queue(arn);
    const { clock } = this.region.account;
    queue.messages.push({ at: clock.iso(), body });
    queue.usedAt = clock.now().getTime();
    if (queue.isMeasured) return;
    queue.isMeasured = true;
    clock.after(metricInterval, () => this.measure(queue));
  }

  /** `PurgeQueue` */
  purge(arn: string): void {
    const queue = this.queue(arn);
    queue.messages = [];
    queue.usedAt = this.region.account.clock.now().getTime();
  }

  /** Sends the metric while there are messages, and for some hours afterwards. A queue that nobody uses has none. */
  private async measure(queue: Queue): Promise<void> {
    if (this.queues.get(queue.arn) !== queue) return;
    const { cloudwatch, account } = this.region;
    const visible = queue.messages.length;
    const dimensions = { QueueName: queue.name };
    await cloudwatch.putMetric("AWS/SQS", "ApproximateNumberOfMessagesVisible", dimensions, visible);
    queue.isMeasured = visible > 0 || account.clock.now().getTime() - queue.usedAt < activeFor;
    if (queue.isMeasured) account.clock.after(metricInterval, () => this.measure(queue));
  }
}

function found(queue: Queue | undefined): Queue {
  if (queue !== undefined) return queue;
  throw new AwsError("QueueDoesNotExist", "The specified queue does not exist.");
}

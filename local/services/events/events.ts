import type { EventBus, RegionContext, ServiceEvent } from "../../account/context";
import { AwsError } from "../../account/aws-error";
import { uuid } from "../../account/ids";
import { EventPattern } from "./event-pattern";
import type { InputTransformer } from "./input-transformer";
import type { CloudWatch } from "../cloudwatch/cloudwatch";
import type { Lambda } from "../lambda/lambda";
import type { Sns } from "../sns/sns";
import type { Sqs } from "../sqs/sqs";

interface Target {
  id: string;
  arn: string;
  roleArn: string | undefined;
  transformer: InputTransformer | undefined;
  /** The queue that keeps what could not be delivered; undefined: it is lost. */
  deadLetterArn?: string | undefined;
}

interface EventRule {
  name: string;
  arn: string;
  pattern: EventPattern;
  enabled: boolean;
  targets: Target[];
  /** The number of events it has matched. */
  matched: number;
}

/** EventBridge: the default bus, rules with event patterns, and targets that are topics or functions. */
export class Events implements EventBus {
  private readonly rules = new Map<string, EventRule>();
  private sequence = 0;

  constructor(
    private readonly region: RegionContext & { sns: Sns; sqs: Sqs; lambda: Lambda; cloudwatch: CloudWatch },
  ) {}

  /** `PutRule`. A changed rule keeps its targets. */
  putRule(name: string, options: { eventPattern: string; enabled: boolean }): { arn: string } {
    const arn = this.region.arn("events", `rule/${name}`);
    this.rules.set(name, {
      targets: [],
      matched: 0,
      ...this.rules.get(name),
      name,
      arn,
      pattern: EventPattern.parse(options.eventPattern),
      enabled: options.enabled,
    });
    return { arn };
  }

  /** A rule of this name; undefined where there is none. */
  find(name: string): EventRule | undefined {
    return this.rules.get(name);
  }

  /** `DeleteRule` @throws AwsError `ValidationException` while it has targets */
  deleteRule(name: string): void {
    if ((this.rules.get(name)?.targets.length ?? 0) > 0)
      throw new AwsError("ValidationException", "Rule can't be deleted since it has targets.");
    this.rules.delete(name);
  }

  /** `RemoveTargets`, with one */
  removeTarget(ruleName: string, targetId: string): void {
    const rule = this.rules.get(ruleName);
    if (rule !== undefined) rule.targets = rule.targets.filter(({ id }) => id !== targetId);
  }

  putTarget(ruleName: string, target: Target): void {
    const rule = this.rules.get(ruleName);
    if (rule === undefined)
      throw new AwsError("ResourceNotFoundException", `Rule ${ruleName} does not exist.`);
    if (!/^arn:[^:]+:(sns|lambda):/.test(target.arn)) {
      throw new AwsError(
        "ValidationException",
        `The local account sends events to topics and functions, not to ${target.arn}.`,
      );
    }
    this.removeTarget(ruleName, target.id);
    rule.targets.push(target);
  }

  listRules(): readonly EventRule[] {
    return [...this.rules.values()];
  }

  /** Whether an enabled rule matches an event like this one. */
  hasRuleFor(event: ServiceEvent): boolean {
    const envelope = this.envelopeOf(event, "");
    return [...this.rules.values()].some(({ enabled, pattern }) => enabled && pattern.matches(envelope));
  }

  /** Whether a function is a target of a rule. */
  hasTarget(arn: string): boolean {
    return [...this.rules.values()].some(({ targets }) => targets.some((target) => target.arn === arn));
  }

  /** Puts an event on the default bus and delivers it. A failure is recorded, because no caller waits for the result. */
  async put(event: ServiceEvent): Promise<void> {
    const envelope = this.envelopeOf(event, uuid("event", this.region.name, String(++this.sequence)));
    for (const rule of this.rules.values()) {
      if (!rule.enabled || !rule.pattern.matches(envelope)) continue;
      rule.matched++;
      for (const target of rule.targets) {
        try {
          await this.deliver(rule, target, envelope);
        } catch (error) {
          if (!(error instanceof AwsError)) throw error;
          this.region.failure(
            `EventBridge rule ${rule.name} could not reach ${target.arn}: ${error.message}`,
          );
          await this.keep(rule, target, envelope);
        }
      }
    }
  }

  /** Sends what could not be delivered to the target's dead-letter queue. */
  private async keep(rule: EventRule, { deadLetterArn }: Target, envelope: object): Promise<void> {
    if (deadLetterArn === undefined) return;
    const context = { "aws:SourceArn": rule.arn };
    try {
      await this.region.sqs.send("events.amazonaws.com", deadLetterArn, JSON.stringify(envelope), context);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      const dimensions = { RuleName: rule.name };
      await this.region.cloudwatch.putMetric("AWS/Events", "InvocationsFailedToBeSentToDlq", dimensions, 1);
      this.region.failure(
        `EventBridge rule ${rule.name} could not keep an event in ${deadLetterArn}: ${error.message}`,
      );
    }
  }

  private envelopeOf(event: ServiceEvent, id: string) {
    const { account } = this.region;
    return {
      version: "0",
      id,
      "detail-type": event.detailType,
      source: event.source,
      account: account.id,
      time: account.clock.iso().replace(/\.\d+Z$/, "Z"),
      region: this.region.name,
      resources: event.resources,
      detail: event.detail,
    };
  }

  private async deliver(rule: EventRule, target: Target, envelope: { time: string }): Promise<void> {
    const input =
      target.transformer?.render(envelope, {
        "aws.events.rule-arn": rule.arn,
        "aws.events.rule-name": rule.name,
        "aws.events.event.ingestion-time": envelope.time,
        "aws.events.event": JSON.stringify(envelope),
        "aws.events.event.json": JSON.stringify(envelope),
      }) ?? JSON.stringify(envelope);
    const context = { "aws:SourceAccount": this.region.account.id, "aws:SourceArn": rule.arn };
    let principal = "events.amazonaws.com";
    if (target.roleArn !== undefined) {
      await this.region.account.assume(principal, target.roleArn, context);
      principal = target.roleArn;
    }
    if (target.arn.includes(":sns:")) {
      await this.region.sns.publish(
        principal,
        target.arn,
        // SNS's subject for an e-mail if the message has none.
        { subject: "AWS Notification Message", message: input },
        principal === target.roleArn ? {} : context,
      );
    } else {
      await this.region.lambda.invokeAsync(principal, target.arn, JSON.parse(input), context);
    }
  }
}

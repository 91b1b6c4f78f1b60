import type { Region } from "../../account";
import { AwsError } from "../../aws-error";
import { hour, minute } from "../../clock";
import { hex, uuid } from "../../ids";
import { encryptionConfigType, type ConfigurationItem, type ConfigurationItemDiff } from "./items";

export interface SourceDetail {
  eventSource?: string;
  messageType: string;
  maximumExecutionFrequency?: string;
}

export interface RuleOptions {
  name: string;
  functionArn: string;
  sourceDetails: SourceDetail[];
  scope: { complianceResourceTypes: string[]; complianceResourceId?: string } | undefined;
  /** JSON */
  inputParameters: string | undefined;
  maximumExecutionFrequency: string | undefined;
}

export interface Rule extends RuleOptions {
  arn: string;
  id: string;
}

/** What AWS Config remembers about the invocation for which it gave out a result token. */
export interface IssuedToken {
  rule: Rule;
  trigger: "change" | "periodic";
  invokedAt: string;
}

export const frequencies: Record<string, number> = {
  One_Hour: hour,
  Three_Hours: 3 * hour,
  Six_Hours: 6 * hour,
  Twelve_Hours: 12 * hour,
  TwentyFour_Hours: 24 * hour,
};

const changeMessage = "ConfigurationItemChangeNotification";
const scheduleMessages = ["ScheduledNotification", "ConfigurationSnapshotDeliveryCompleted"];
const messageTypes = [changeMessage, "OversizedConfigurationItemChangeNotification", ...scheduleMessages];
/** AWS Config starts on a new rule within minutes. */
const firstRunDelay = 2 * minute;

/** Custom rules: when AWS Config invokes whose function, and with what. */
export class Rules {
  private readonly rules = new Map<string, Rule>();
  private readonly tokens = new Map<string, IssuedToken>();
  private sequence = 0;

  constructor(private readonly region: Region) {}

  /** `PutConfigRule`, for a new rule. AWS Config looks at once whether it may invoke the function. */
  async putRule(options: RuleOptions): Promise<Rule> {
    if (!this.region.config.recording.exists) {
      throw new AwsError(
        "NoAvailableConfigurationRecorderException",
        "Configuration recorder is not available to put config rule.",
      );
    }
    check(options);
    try {
      await this.region.lambda.requireInvoke(
        "config.amazonaws.com",
        options.functionArn,
        this.sourceContext(),
      );
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      throw new AwsError(
        "InsufficientPermissionsException",
        `The AWS Lambda function ${options.functionArn} cannot be invoked. Check the specified function ARN, and check the function's permissions. ${error.message}`,
      );
    }
    const id = `config-rule-${hex(6, this.region.name, options.name)}`;
    const rule: Rule = { ...options, id, arn: this.region.arn("config", `config-rule/${id}`) };
    this.rules.set(rule.name, rule);
    this.startOn(rule);
    return rule;
  }

  list(): readonly Rule[] {
    return [...this.rules.values()];
  }

  /** The invocation that a result token was given out for, if it was. */
  issued(token: string): IssuedToken | undefined {
    return this.tokens.get(token);
  }

  /** Invokes those of the rules that a recorded change is for. */
  async itemChanged(
    rules: readonly Rule[],
    item: ConfigurationItem,
    diff: ConfigurationItemDiff | null,
  ): Promise<void> {
    for (const rule of rules) await this.judgeItem(rule, item, diff);
  }

  private startOn(rule: Rule): void {
    const { clock } = this.region.account;
    // What was recorded before the rule was there; what is recorded from now on arrives as a change.
    const existing = this.region.config.history.latestOfType(encryptionConfigType);
    if (isChangeTriggered(rule)) {
      clock.after(firstRunDelay, async () => {
        for (const item of existing) await this.judgeItem(rule, item, null);
      });
    }
    const frequency = scheduleOf(rule);
    if (frequency === undefined) return;
    clock.after(firstRunDelay, async () => {
      await this.runScheduled(rule);
      clock.every(frequency, () => this.runScheduled(rule));
    });
  }

  private async runScheduled(rule: Rule): Promise<void> {
    const { account } = this.region;
    await this.invoke(rule, "periodic", {
      awsAccountId: account.id,
      notificationCreationTime: account.clock.iso(),
      messageType: "ScheduledNotification",
      recordVersion: "1.0",
    });
  }

  private async judgeItem(
    rule: Rule,
    item: ConfigurationItem,
    diff: ConfigurationItemDiff | null,
  ): Promise<void> {
    if (!isChangeTriggered(rule)) return;
    const types = rule.scope?.complianceResourceTypes ?? [];
    if (types.length > 0 && !types.includes(item.resourceType)) {
      this.region.omission(
        `AWS Config did not invoke rule ${rule.name} for ${item.resourceType}: its scope is ${types.join(", ")}.`,
      );
      return;
    }
    const id = rule.scope?.complianceResourceId;
    if (id !== undefined && id !== item.resourceId) {
      this.region.omission(
        `AWS Config did not invoke rule ${rule.name} for ${item.resourceId}: its scope is the resource ${id}.`,
      );
      return;
    }
    await this.invoke(rule, "change", {
      configurationItemDiff: diff,
      configurationItem: item,
      notificationCreationTime: this.region.account.clock.iso(),
      messageType: changeMessage,
      recordVersion: "1.3",
    });
  }

  private async invoke(rule: Rule, trigger: IssuedToken["trigger"], invokingEvent: unknown): Promise<void> {
    const { account } = this.region;
    const resultToken = uuid("result-token", this.region.name, String(++this.sequence));
    this.tokens.set(resultToken, { rule, trigger, invokedAt: account.clock.iso() });
    const event = {
      version: "1.0",
      invokingEvent: JSON.stringify(invokingEvent),
      ruleParameters: rule.inputParameters ?? "",
      resultToken,
      eventLeftScope: false,
      executionRoleArn: this.region.config.recording.roleArn,
      configRuleArn: rule.arn,
      configRuleName: rule.name,
      configRuleId: rule.id,
      accountId: account.id,
    };
    try {
      await this.region.lambda.invokeAsync(
        "config.amazonaws.com",
        rule.functionArn,
        event,
        this.sourceContext(),
      );
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      this.region.trouble(`AWS Config could not invoke the function of rule ${rule.name}: ${error.message}`);
    }
  }

  private sourceContext(): Record<string, string> {
    return { "aws:SourceAccount": this.region.account.id };
  }
}

function isChangeTriggered(rule: RuleOptions): boolean {
  return rule.sourceDetails.some(({ messageType }) => messageType === changeMessage);
}

/** How often a rule runs on schedule, in milliseconds; undefined when it has none. AWS's default is a day. */
function scheduleOf(rule: RuleOptions): number | undefined {
  const detail = rule.sourceDetails.find(({ messageType }) => scheduleMessages.includes(messageType));
  if (detail === undefined) return undefined;
  return frequencies[
    detail.maximumExecutionFrequency ?? rule.maximumExecutionFrequency ?? "TwentyFour_Hours"
  ];
}

function check(rule: RuleOptions): void {
  const refuse = (why: string): AwsError => new AwsError("InvalidParameterValueException", why);
  if (rule.sourceDetails.length === 0)
    throw refuse("A custom rule needs source details that say when it is evaluated.");
  for (const detail of rule.sourceDetails) {
    if (!messageTypes.includes(detail.messageType))
      throw refuse(`Unknown message type ${detail.messageType}.`);
    const frequency = detail.maximumExecutionFrequency;
    if (frequency === undefined) continue;
    if (frequencies[frequency] === undefined) throw refuse(`Unknown maximumExecutionFrequency ${frequency}.`);
    if (!scheduleMessages.includes(detail.messageType)) {
      throw refuse(`A maximumExecutionFrequency is not allowed with message type ${detail.messageType}.`);
    }
  }
  const changes = rule.sourceDetails.some(({ messageType }) => !scheduleMessages.includes(messageType));
  if (!changes && rule.scope !== undefined)
    throw refuse("A scope is not allowed for a rule that is only triggered periodically.");
  if (rule.maximumExecutionFrequency !== undefined) {
    throw refuse("The maximumExecutionFrequency of a custom rule belongs into its source details.");
  }
  if (rule.inputParameters === undefined) return;
  if (rule.inputParameters.length > 1024) {
    throw refuse(`inputParameters holds at most 1024 characters, not ${rule.inputParameters.length}.`);
  }
  let parameters: unknown;
  try {
    parameters = JSON.parse(rule.inputParameters);
  } catch {
    parameters = undefined;
  }
  if (typeof parameters !== "object" || parameters === null || Array.isArray(parameters)) {
    throw refuse("inputParameters must be a JSON object.");
  }
}

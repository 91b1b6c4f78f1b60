import type {
  DescribeConfigRuleEvaluationStatusRequest,
  DescribeConfigRuleEvaluationStatusResponse,
  DescribeConfigRulesRequest,
  DescribeConfigRulesResponse,
  StartConfigRulesEvaluationRequest,
  StartConfigRulesEvaluationResponse,
} from "@aws-sdk/client-config-service";
import type { RegionContext } from "../../../account/context";
import { AwsError } from "../../../account/aws-error";
import { minute } from "../../../account/clock";
import { hex, uuid } from "../../../account/ids";
import { pageOf } from "../../../endpoint/paging";
import type { CloudTrail } from "../../cloudtrail/cloudtrail";
import type { Lambda } from "../../lambda/lambda";
import type { RecorderState } from "../delivered-files";
import type { Delivery } from "../delivery";
import type { History } from "../history";
import { changeEvent, scheduleEvent } from "./invoking-events";
import { encryptionConfigType, type ConfigurationItem, type ConfigurationItemDiff } from "../items";
import {
  changeMessage,
  isChangeTriggered,
  oversizedMessage,
  scheduleOf,
  type Rule,
  type RuleOptions,
} from "./rule";
import { ruleToApi, statusToApi } from "./rule-api";
import { validateRule } from "./rule-validation";

/** The invocation that a result token belongs to. */
export interface IssuedToken {
  rule: Rule;
  trigger: "change" | "periodic" | "demand";
  invokedAt: string;
}

/** AWS Config first evaluates a new rule within minutes. */
const firstRunDelay = 2 * minute;

/** Custom rules: when AWS Config invokes a rule's function, and with which event. */
export class Rules {
  private readonly rules = new Map<string, Rule>();
  private deleted: RuleOptions[] = [];
  private readonly tokens = new Map<string, IssuedToken>();
  private sequence = 0;
  private nextIsOversized = false;

  constructor(
    private readonly region: RegionContext & {
      cloudtrail: CloudTrail;
      lambda: Lambda;
      config: {
        history: History;
        delivery: Delivery;
        recording: RecorderState;
        compliance: { forget(ruleName: string): void };
        remediation: { find(ruleName: string): unknown };
      };
    },
  ) {}

  /** `PutConfigRule`, as somebody who may. CloudTrail keeps it. */
  async putRuleAs(principal: string, options: RuleOptions): Promise<Rule> {
    const { name, functionArn, sourceDetails, scope, inputParameters } = options;
    const source = { owner: "CUSTOM_LAMBDA", sourceIdentifier: functionArn, sourceDetails };
    const call = {
      principal,
      source: "config.amazonaws.com",
      name: "PutConfigRule",
      requestParameters: { configRule: { configRuleName: name, scope, source, inputParameters } },
    };
    await this.region.cloudtrail.recording(call, async () => {
      await this.putRule(options);
      // It answers nothing.
      return undefined;
    });
    return this.rule(name);
  }

  /**
   * `PutConfigRule`. AWS Config checks at once that it may invoke the function. It evaluates a changed rule anew, as it does a
   * new one.
   */
  async putRule(options: RuleOptions): Promise<Rule> {
    if (!this.region.config.recording.exists) {
      throw new AwsError(
        "NoAvailableConfigurationRecorderException",
        "Configuration recorder is not available to put config rule.",
      );
    }
    validateRule(options);
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
    const rule: Rule = {
      ...options,
      id,
      arn: this.region.arn("config", `config-rule/${id}`),
      status: this.find(options.name)?.status ?? { activated: this.region.account.clock.now() },
    };
    this.rules.set(rule.name, rule);
    this.startEvaluating(rule);
    return rule;
  }

  /** `DeleteConfigRule`, with its results, as somebody who may. @throws AwsError `ResourceInUseException` */
  async deleteRule(principal: string, name: string): Promise<void> {
    const call = {
      principal,
      source: "config.amazonaws.com",
      name: "DeleteConfigRule",
      requestParameters: { configRuleName: name },
    };
    await this.region.cloudtrail.recording(call, async () => {
      const rule = this.rule(name);
      const { arn: resource } = rule;
      const { authorization } = this.region.account;
      await authorization.require({ principal, action: "config:DeleteConfigRule", resource });
      if (this.region.config.remediation.find(name) !== undefined) {
        throw new AwsError(
          "ResourceInUseException",
          `A remediation action is associated with the rule ${name}: delete it before the rule.`,
        );
      }
      this.rules.delete(name);
      this.deleted.push(rule);
      this.region.config.compliance.forget(name);
      return undefined;
    });
  }

  /** Puts the rules that were deleted anew, under their names. */
  async restoreRules(principal: string): Promise<void> {
    for (const options of this.deleted.splice(0)) await this.putRuleAs(principal, options);
  }

  /** A rule of this name; undefined where there is none. */
  find(name: string): Rule | undefined {
    return this.rules.get(name);
  }

  list(): readonly Rule[] {
    return [...this.rules.values()];
  }

  /** The rules of these names, or all. @throws AwsError `NoSuchConfigRuleException` */
  named(names: readonly string[] = []): Rule[] {
    return names.length === 0 ? [...this.rules.values()] : names.map((name) => this.rule(name));
  }

  /** @throws AwsError `NoSuchConfigRuleException` */
  rule(name: string): Rule {
    const rule = this.rules.get(name);
    if (rule !== undefined) return rule;
    throw new AwsError(
      "NoSuchConfigRuleException",
      `The ConfigRule '${name}' provided in the request is invalid. Please check the configRule name.`,
    );
  }

  async describeConfigRules(
    principal: string,
    request: DescribeConfigRulesRequest,
  ): Promise<DescribeConfigRulesResponse> {
    const { authorization } = this.region.account;
    await authorization.require({ principal, action: "config:DescribeConfigRules", resource: "*" });
    const { page, next } = pageOf(this.named(request.ConfigRuleNames), 100, request.NextToken);
    return { ConfigRules: page.map(ruleToApi), ...(next === undefined ? {} : { NextToken: next }) };
  }

  async describeConfigRuleEvaluationStatus(
    principal: string,
    request: DescribeConfigRuleEvaluationStatusRequest,
  ): Promise<DescribeConfigRuleEvaluationStatusResponse> {
    const { authorization } = this.region.account;
    const action = "config:DescribeConfigRuleEvaluationStatus";
    await authorization.require({ principal, action, resource: "*" });
    const { page, next } = pageOf(
      this.named(request.ConfigRuleNames),
      request.Limit === undefined || request.Limit === 0 ? 50 : request.Limit,
      request.NextToken,
    );
    return {
      ConfigRulesEvaluationStatus: page.map(statusToApi),
      ...(next === undefined ? {} : { NextToken: next }),
    };
  }

  /**
   * Starts each rule at most once a minute. AWS does not document what a rule with both triggers receives. Here it
   * receives both events: the last recorded item and the scheduled notification.
   */
  async startConfigRulesEvaluation(
    principal: string,
    request: StartConfigRulesEvaluationRequest,
  ): Promise<StartConfigRulesEvaluationResponse> {
    const { clock, authorization } = this.region.account;
    const names = request.ConfigRuleNames ?? [];
    if (names.length === 0 || names.length > 25) {
      throw new AwsError("InvalidParameterValueException", "1 to 25 ConfigRuleNames are required.");
    }
    const rules = this.named(names);
    for (const rule of rules) {
      const action = "config:StartConfigRulesEvaluation";
      await authorization.require({ principal, action, resource: rule.arn });
      const last = rule.status.started?.getTime() ?? Number.NEGATIVE_INFINITY;
      if (clock.now().getTime() - last < minute) {
        throw new AwsError(
          "LimitExceededException",
          `Rule ${rule.name} was started less than a minute ago. AWS Config starts a rule at most once a minute.`,
        );
      }
    }
    for (const rule of rules) {
      rule.status.started = clock.now();
      clock.after(0, () => this.runOnDemand(rule));
    }
    return {};
  }

  /** Called when a rule's function has reported. */
  evaluated(rule: Rule): void {
    rule.status.evaluated = this.region.account.clock.now();
  }

  /** The invocation that a result token was issued for; undefined for an unknown token. */
  issued(token: string): IssuedToken | undefined {
    const issued = this.tokens.get(token);
    return issued && this.rules.has(issued.rule.name) ? issued : undefined;
  }

  /** Announces the next recorded change as oversized: without the item, which the function must fetch itself. */
  announceNextAsOversized(): void {
    this.nextIsOversized = true;
  }

  /** Invokes the rules whose scope includes a recorded change. */
  async itemChanged(
    rules: readonly Rule[],
    item: ConfigurationItem,
    diff: ConfigurationItemDiff | null,
  ): Promise<void> {
    const oversized = this.nextIsOversized;
    this.nextIsOversized = false;
    for (const rule of rules) await this.evaluateItem(rule, item, diff, oversized);
  }

  private startEvaluating(rule: Rule): void {
    const { clock } = this.region.account;
    // The items recorded before the rule existed. Later items arrive as changes.
    const existing = this.region.config.history.latestOfType(encryptionConfigType);
    if (isChangeTriggered(rule)) {
      clock.after(firstRunDelay, async () => {
        if (this.find(rule.name) !== rule) return;
        for (const item of existing) {
          // An item that has changed since then was evaluated as a change.
          const latest = this.region.config.history.latest(item.resourceType, item.resourceId);
          if (latest === item) await this.evaluateItem(rule, item, null);
        }
      });
    }
    const frequency = scheduleOf(rule);
    if (frequency === undefined) return;
    clock.after(firstRunDelay, async () => {
      if (this.find(rule.name) !== rule) return;
      await this.runScheduled(rule);
      const end = clock.every(frequency, () => {
        // A rule that was changed or deleted meanwhile has its own schedule, or none.
        if (this.find(rule.name) === rule) return this.runScheduled(rule);
        end();
      });
    });
  }

  private async runOnDemand(rule: Rule): Promise<void> {
    const { account, name } = this.region;
    await this.region.config.delivery.stream(`[AWS Config:${name}] Rules Evaluation Started`, {
      awsAccountId: account.id,
      awsRegion: name,
      configRuleNames: [rule.name],
      notificationCreationTime: account.clock.iso(),
      messageType: "ConfigRulesEvaluationStarted",
      recordVersion: "1.0",
    });
    if (isChangeTriggered(rule)) {
      const recorded = this.region.config.history.latestOfType(encryptionConfigType);
      for (const item of recorded) await this.evaluateItem(rule, item, null, false, "demand");
    }
    if (scheduleOf(rule) !== undefined) await this.runScheduled(rule, "demand");
  }

  private async runScheduled(rule: Rule, trigger: IssuedToken["trigger"] = "periodic"): Promise<void> {
    const { account } = this.region;
    await this.invoke(rule, trigger, scheduleEvent(account.id, account.clock.iso()));
  }

  private async evaluateItem(
    rule: Rule,
    item: ConfigurationItem,
    diff: ConfigurationItemDiff | null,
    oversized = false,
    trigger: IssuedToken["trigger"] = "change",
  ): Promise<void> {
    const messageType = oversized ? oversizedMessage : changeMessage;
    if (!rule.sourceDetails.some((detail) => detail.messageType === messageType)) {
      if (oversized) {
        this.region.skipped(
          `AWS Config did not invoke rule ${rule.name} for an oversized change: its source details do not name ${oversizedMessage}.`,
        );
      }
      return;
    }
    const types = rule.scope?.complianceResourceTypes ?? [];
    if (types.length > 0 && !types.includes(item.resourceType)) {
      this.region.skipped(
        `AWS Config did not invoke rule ${rule.name} for ${item.resourceType}: its scope is ${types.join(", ")}.`,
      );
      return;
    }
    const id = rule.scope?.complianceResourceId;
    if (id !== undefined && id !== item.resourceId) {
      this.region.skipped(
        `AWS Config did not invoke rule ${rule.name} for ${item.resourceId}: its scope is the resource ${id}.`,
      );
      return;
    }
    await this.invoke(rule, trigger, changeEvent(item, diff, this.region.account.clock.iso(), oversized));
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
      rule.status.invoked = account.clock.now();
      delete rule.status.error;
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      rule.status.invocationFailed = account.clock.now();
      rule.status.error = error;
      this.region.failure(`AWS Config could not invoke the function of rule ${rule.name}: ${error.message}`);
    }
  }

  private sourceContext(): Record<string, string> {
    return { "aws:SourceAccount": this.region.account.id };
  }
}

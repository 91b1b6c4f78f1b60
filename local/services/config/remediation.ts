import type { RegionContext } from "../../account/context";
import { AwsError } from "../../account/aws-error";
import { second } from "../../account/clock";
import { type Ssm, updateXrayKey } from "../ssm/ssm";
import { isRemediatedIn } from "./region-coverage";
import type { Compliance } from "./rules/compliance";
import type { Rules } from "./rules/rules";

export interface RemediationOptions {
  ruleName: string;
  resourceType: string;
  /** The runbook's parameters. */
  keyId: string;
  roleArn: string;
  automatic: boolean;
  /** How many attempts AWS Config makes within the window before it gives up. */
  maximumAttempts: number;
  /** Seconds. */
  window: number;
}

/** The state of one resource's remediation under one rule. */
interface State {
  running: boolean;
  /** When AWS Config made its automatic attempts, in milliseconds. */
  attempts: number[];
  /** Whether AWS Config gave up. It adds a remediation exception, which remains until somebody deletes it. */
  exempt: boolean;
}

/** How long the runbook waits before it checks the setting. X-Ray has applied it by then. */
const runbookTime = 45 * second;
const retryDelay = 30 * second;

/**
 * Remediation of non-compliant resources, automatic or on request. AWS Config counts the automatic attempts within a
 * window and then adds an exception (API reference, `RemediationConfiguration`). The delay between two attempts is not
 * documented.
 */
export class Remediation {
  private readonly configurations = new Map<string, RemediationOptions>();
  private readonly states = new Map<string, State>();

  constructor(
    private readonly region: RegionContext & { ssm: Ssm; config: { rules: Rules; compliance: Compliance } },
  ) {}

  /** `PutRemediationConfigurations`, with one configuration. */
  put(options: RemediationOptions): { arn: string } {
    const rule = this.region.config.rules.rule(options.ruleName);
    if (!isRemediatedIn(this.region.name)) {
      throw new AwsError(
        "InvalidParameterValueException",
        `Remediation is not available in ${this.region.name}.`,
      );
    }
    if (!this.region.account.iam.exists(options.roleArn)) {
      throw new AwsError(
        "InvalidParameterValueException",
        `The role ${options.roleArn} of AutomationAssumeRole cannot be found.`,
      );
    }
    inRange("maximumAutomaticAttempts", options.maximumAttempts, 25);
    inRange("retryAttemptSeconds", options.window, 2_678_000);
    this.configurations.set(rule.name, options);
    return { arn: this.region.arn("config", `remediation-configuration/${rule.name}/${rule.id}`) };
  }

  /** The configuration of a rule; undefined where it has none. */
  find(ruleName: string): RemediationOptions | undefined {
    return this.configurations.get(ruleName);
  }

  /** `DeleteRemediationConfiguration` */
  delete(ruleName: string): void {
    this.configurations.delete(ruleName);
  }

  /** Called with each verdict that becomes the current one. */
  judged(ruleName: string, resourceType: string, resourceId: string, complianceType: string): void {
    const options = this.configurations.get(ruleName);
    if (complianceType !== "NON_COMPLIANT" || options?.automatic !== true) return;
    if (options.resourceType !== resourceType) return;
    this.region.account.clock.after(0, () => this.tryAutomatically(options, resourceId));
  }

  /**
   * `StartRemediationExecution` for all non-compliant resources, if principal may call it. Remediation by approval does
   * nothing without this call.
   *
   * @throws AwsError if there is nothing to remediate
   */
  async approve(principal: string): Promise<void> {
    const { account, config } = this.region;
    let started = 0;
    for (const options of this.configurations.values()) {
      const rule = config.rules.rule(options.ruleName);
      const action = "config:StartRemediationExecution";
      await account.authorization.require({ principal, action, resource: "*" });
      for (const { complianceType, evaluationResultIdentifier } of config.compliance.resultsOf(rule.name)) {
        const { resourceType, resourceId } = evaluationResultIdentifier.evaluationResultQualifier;
        if (complianceType !== "NON_COMPLIANT" || resourceType !== options.resourceType) continue;
        started++;
        account.clock.after(0, async () => {
          await this.attempt(options, resourceId);
        });
      }
    }
    if (started === 0) {
      throw new AwsError(
        "InvalidParameterValueException",
        "No remediation is declared for a resource that is NON_COMPLIANT.",
      );
    }
  }

  private async tryAutomatically(options: RemediationOptions, resourceId: string): Promise<void> {
    if (this.find(options.ruleName) !== options) return;
    const { clock } = this.region.account;
    const state = this.stateOf(options, resourceId);
    if (state.running || state.exempt) return;
    const now = clock.now().getTime();
    const since = now - options.window * second;
    state.attempts = state.attempts.filter((at) => at > since);
    if (state.attempts.length < options.maximumAttempts) {
      state.attempts.push(now);
      if (await this.attempt(options, resourceId)) return;
    }
    const [first = now] = state.attempts;
    if (state.attempts.length >= options.maximumAttempts) {
      state.exempt = true;
      this.note(
        options,
        "GAVE_UP",
        `AWS Config gave up: ${state.attempts.length} attempts within ${options.window} seconds did not make ${resourceId} compliant for good. It tries again when somebody deletes the remediation exception.`,
      );
    } else if (now + retryDelay < first + options.window * second) {
      clock.after(retryDelay, () => this.tryAutomatically(options, resourceId));
    }
  }

  /** Starts the runbook. Returns whether it started; its result is recorded when it ends. */
  private async attempt(options: RemediationOptions, resourceId: string): Promise<boolean> {
    const { clock } = this.region.account;
    const state = this.stateOf(options, resourceId);
    state.running = true;
    const failed = (error: unknown): void => {
      state.running = false;
      if (!(error instanceof AwsError)) throw error;
      this.note(options, "FAILED", `${updateXrayKey} failed: ${error.message}`);
    };
    try {
      const execution = await this.region.ssm.start(options.roleArn, options.keyId);
      clock.after(runbookTime, async () => {
        try {
          await execution.assert();
          state.running = false;
          this.note(options, "SUCCEEDED", `${updateXrayKey} set X-Ray's key to ${options.keyId}.`);
        } catch (error) {
          failed(error);
        }
      });
      return true;
    } catch (error) {
      failed(error);
      return false;
    }
  }

  private note(
    { ruleName }: RemediationOptions,
    outcome: "SUCCEEDED" | "FAILED" | "GAVE_UP",
    message: string,
  ) {
    const { account, name: region } = this.region;
    account.journal.record("remediation", { at: account.clock.iso(), region, ruleName, outcome, message });
  }

  private stateOf({ ruleName }: RemediationOptions, resourceId: string): State {
    const key = JSON.stringify([ruleName, resourceId]);
    const state = this.states.get(key) ?? { running: false, attempts: [], exempt: false };
    this.states.set(key, state);
    return state;
  }
}

function inRange(name: string, value: number, most: number): void {
  if (Number.isInteger(value) && value >= 1 && value <= most) return;
  throw new AwsError("InvalidParameterValueException", `${name} must be 1 to ${most}, but is ${value}.`);
}

import type { ControlPolicies, OrgPolicies } from "../../account/authorization";
import { AwsError } from "../../account/aws-error";
import { hex } from "../../account/ids";
import { StackSets, type TargetAccount } from "../cloudformation/stack-sets";

interface Policy {
  id: string;
  name: string;
  content: unknown;
}

/** Organizations attaches it to everything; without a policy that allows, nothing is. */
const fullAwsAccess = {
  name: "FullAWSAccess",
  policy: { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] },
};

/** "Maximum and minimum values" in the Organizations User Guide. */
const mostCharacters = 10_240;

/**
 * An organization: its accounts, its service control policies, and the StackSets that deploy into its accounts. It has one
 * organizational unit, with all accounts but the management account, and trusts every service that asks.
 */
export class Organization implements ControlPolicies {
  readonly id = "o-exampleorgid";
  readonly root = "r-exam";
  readonly unit = "ou-exam-workload";
  readonly stackSets: StackSets;
  private readonly policies = new Map<string, Policy>();
  /** The IDs of policies, by target. */
  private readonly attached = new Map<string, Set<string>>();
  private readonly members = new Map<string, TargetAccount | undefined>();
  private readonly administrators = new Set<string>();

  constructor(readonly managementAccountId: string) {
    this.stackSets = new StackSets(() => [...this.members.values()].filter((one) => one !== undefined));
  }

  /** Adds an account. What is deployed into every account comes to it, too. */
  join(account: TargetAccount): void {
    if (account.id === this.managementAccountId) return;
    this.members.set(account.id, account);
    this.stackSets.deployTo(account);
  }

  isMember(accountId: string): boolean {
    return accountId === this.managementAccountId || this.members.has(accountId);
  }

  bind(accountId: string): OrgPolicies[] {
    if (accountId === this.managementAccountId || !this.isMember(accountId)) return [];
    return [this.root, this.unit, accountId].map((target) => ({
      orgIdentifier: target,
      policies: [
        fullAwsAccess,
        ...[...(this.attached.get(target) ?? [])].map((id) => {
          const { name, content } = this.policy(id);
          return { name, policy: content };
        }),
      ],
    }));
  }

  /** @throws AwsError `AccessDeniedException` for a call by another account than the management account */
  requireManagement(accountId: string): void {
    if (accountId === this.managementAccountId) return;
    throw new AwsError(
      "AccessDeniedException",
      "You don't have permissions to access this resource. Only the organization's management account does.",
    );
  }

  /** `CreatePolicy` @returns the policy's ID @throws AwsError as AWS refuses a policy */
  createPolicy(name: string, content: string): string {
    if ([...this.policies.values()].some((one) => one.name === name)) {
      throw new AwsError("DuplicatePolicyException", "A policy with the same name already exists.");
    }
    const policy = { id: `p-${hex(8, name)}`, name, content: parsed(content) };
    this.policies.set(policy.id, policy);
    return policy.id;
  }

  /** `UpdatePolicy` */
  updatePolicy(id: string, name: string, content: string): void {
    Object.assign(this.policy(id), { name, content: parsed(content) });
  }

  /** A policy; undefined where there is none. */
  findPolicy(id: string): Readonly<Policy> | undefined {
    return this.policies.get(id);
  }

  /** `DeletePolicy` @throws AwsError `PolicyInUseException` */
  deletePolicy(id: string): void {
    if ([...this.attached.values()].some((ids) => ids.has(id))) {
      throw new AwsError("PolicyInUseException", "The policy is attached to one or more entities.");
    }
    this.policies.delete(id);
  }

  /** `AttachPolicy` @throws AwsError `TargetNotFoundException`, `DuplicatePolicyAttachmentException` */
  attach(policyId: string, target: string): void {
    this.policy(policyId);
    if (target !== this.root && target !== this.unit && !this.isMember(target)) {
      throw new AwsError(
        "TargetNotFoundException",
        `The local organization has the root ${this.root}, the organizational unit ${this.unit}, and its accounts, but no ${target}.`,
      );
    }
    if (this.isAttached(policyId, target)) {
      throw new AwsError(
        "DuplicatePolicyAttachmentException",
        "A policy with the specified name is already attached to the target.",
      );
    }
    this.attached.set(target, (this.attached.get(target) ?? new Set()).add(policyId));
  }

  isAttached(policyId: string, target: string): boolean {
    return this.attached.get(target)?.has(policyId) === true;
  }

  /** `DetachPolicy` */
  detach(policyId: string, target: string): void {
    this.attached.get(target)?.delete(policyId);
  }

  /** `RegisterDelegatedAdministrator`. An account that is named is one of the organization. */
  registerAdministrator(accountId: string, service: string): void {
    if (accountId === this.managementAccountId) {
      throw new AwsError(
        "ConstraintViolationException",
        "You cannot register the management account as a delegated administrator.",
      );
    }
    const key = `${accountId}/${service}`;
    if (this.administrators.has(key)) {
      throw new AwsError(
        "AccountAlreadyRegisteredException",
        "The account is already a delegated administrator for this service.",
      );
    }
    if (!this.members.has(accountId)) this.members.set(accountId, undefined);
    this.administrators.add(key);
  }

  isAdministrator(accountId: string, service: string): boolean {
    return accountId === this.managementAccountId || this.administrators.has(`${accountId}/${service}`);
  }

  /** `DeregisterDelegatedAdministrator` */
  deregisterAdministrator(accountId: string, service: string): void {
    this.administrators.delete(`${accountId}/${service}`);
  }

  private policy(id: string): Policy {
    const policy = this.policies.get(id);
    if (policy !== undefined) return policy;
    throw new AwsError("PolicyNotFoundException", `The policy ${id} does not exist.`);
  }
}

function parsed(content: string): unknown {
  if (content.length > mostCharacters) {
    throw new AwsError(
      "ConstraintViolationException",
      `You have exceeded the number of characters of a policy: it has ${content.length}, and may have ${mostCharacters}.`,
    );
  }
  try {
    return JSON.parse(content);
  } catch {
    throw new AwsError(
      "MalformedPolicyDocumentException",
      "The provided policy document does not meet the requirements of the specified policy type.",
    );
  }
}

import { AwsError } from "../../account/aws-error";
import { readTemplate, type TemplateAccount, TemplateStack } from "./template";

export type TargetAccount = TemplateAccount;

interface StackSet {
  body: string;
  capabilities: readonly string[];
  /** Whether accounts that join later get it. */
  isAutomatic: boolean;
  /** Whether it was deployed to targets. */
  hasInstances: boolean;
  stacks: Map<string, TemplateStack>;
}

/** StackSets with service-managed permissions: one template in all accounts of an organization but the management account. */
export class StackSets {
  private readonly sets = new Map<string, StackSet>();

  /** @param accounts the accounts that there are */
  constructor(private readonly accounts: () => TargetAccount[]) {}

  /** `CreateStackSet` */
  create(name: string, set: Pick<StackSet, "body" | "capabilities" | "isAutomatic">): void {
    if (this.sets.has(name))
      throw new AwsError("NameAlreadyExistsException", `The StackSet ${name} exists already.`);
    readTemplate(set.body, set.capabilities);
    this.sets.set(name, { ...set, hasInstances: false, stacks: new Map() });
  }

  /** `UpdateStackSet` */
  update(name: string, set: Pick<StackSet, "body" | "capabilities">): void {
    const found = this.find(name);
    const template = readTemplate(set.body, set.capabilities);
    Object.assign(found, set);
    for (const stack of found.stacks.values()) stack.deploy(template);
  }

  exists(name: string): boolean {
    return this.sets.has(name);
  }

  /** `DeleteStackSet` @throws AwsError `StackSetNotEmptyException` */
  delete(name: string): void {
    if (this.find(name).hasInstances)
      throw new AwsError("StackSetNotEmptyException", "StackSet is not empty.");
    this.sets.delete(name);
  }

  /** `CreateStackInstances` */
  createInstances(name: string): void {
    const found = this.find(name);
    found.hasInstances = true;
    for (const account of this.accounts()) deploy(found, account);
  }

  hasInstances(name: string): boolean {
    return this.sets.get(name)?.hasInstances === true;
  }

  /** `DeleteStackInstances` */
  deleteInstances(name: string): void {
    const found = this.find(name);
    for (const stack of found.stacks.values()) stack.delete();
    found.stacks.clear();
    found.hasInstances = false;
  }

  /** Deploys to an account that joins what accounts get by themselves. */
  deployTo(account: TargetAccount): void {
    for (const set of this.sets.values()) if (set.hasInstances && set.isAutomatic) deploy(set, account);
  }

  private find(name: string): StackSet {
    const found = this.sets.get(name);
    if (found !== undefined) return found;
    throw new AwsError("StackSetNotFoundException", `StackSet ${name} not found`);
  }
}

function deploy({ body, capabilities, stacks }: StackSet, account: TargetAccount): void {
  if (stacks.has(account.id)) return;
  const stack = new TemplateStack(account);
  stack.deploy(readTemplate(body, capabilities));
  stacks.set(account.id, stack);
}

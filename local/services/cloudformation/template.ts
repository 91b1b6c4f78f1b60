import { AwsError } from "../../account/aws-error";
import type { Iam } from "../iam/iam";

/** An account into which a template is deployed. */
export interface TemplateAccount {
  readonly id: string;
  readonly partition: string;
  readonly iam: Iam;
}

interface Template {
  Resources: Record<string, TemplateResource>;
}

interface TemplateResource {
  Type: string;
  DependsOn?: string | string[];
  Properties?: Record<string, unknown>;
}

/** What deploys a type of resource. */
interface Handler {
  /** @returns what `Ref` is replaced by */
  put(account: TemplateAccount, properties: Record<string, unknown>, exists: boolean): string;
  remove(account: TemplateAccount, physicalId: string): void;
}

const handlers: Record<string, Handler> = {
  "AWS::IAM::Role": {
    put({ iam }, properties, exists) {
      const name = textIn(properties, "RoleName");
      if (!exists) iam.createRole(name, properties["AssumeRolePolicyDocument"]);
      iam.setTrustPolicy(name, properties["AssumeRolePolicyDocument"]);
      iam.bound(name, properties["PermissionsBoundary"] as string | undefined);
      iam.describe(name, properties["Description"] as string | undefined);
      const policies = (properties["Policies"] ?? []) as { PolicyName: string; PolicyDocument: unknown }[];
      const kept = policies.map(({ PolicyName }) => PolicyName);
      for (const old of iam.find(name)?.inline.keys() ?? []) {
        if (!kept.includes(old)) iam.deleteRolePolicy(name, old);
      }
      for (const { PolicyName, PolicyDocument } of policies)
        iam.putRolePolicy(name, PolicyName, PolicyDocument);
      return name;
    },
    remove({ iam }, name) {
      for (const policy of [...(iam.find(name)?.inline.keys() ?? [])]) iam.deleteRolePolicy(name, policy);
      iam.deleteRole(name);
    },
  },
  "AWS::IAM::ManagedPolicy": {
    put({ iam, partition, id }, properties, exists) {
      const arn = `arn:${partition}:iam::${id}:policy/${textIn(properties, "ManagedPolicyName")}`;
      if (!exists) iam.requireNoPolicy(arn);
      iam.createPolicy(arn, properties["PolicyDocument"]);
      return arn;
    },
    remove({ iam }, arn) {
      iam.deletePolicy(arn);
    },
  },
  "AWS::IAM::OIDCProvider": {
    put({ iam }, properties, exists) {
      const url = textIn(properties, "Url");
      return exists ? iam.oidcProviderArn(url) : iam.createOidcProvider(url);
    },
    remove({ iam }, arn) {
      iam.deleteOidcProvider(arn);
    },
  },
};

/** "Template size" in "Understand CloudFormation quotas", for a template that is in the request. */
const mostBytes = 51_200;

/**
 * Reads a template, with those of CloudFormation's checks that a mistake in it would meet.
 *
 * @throws AwsError `ValidationError`, `InsufficientCapabilitiesException`
 */
export function readTemplate(body: string, capabilities: readonly string[]): Template {
  if (Buffer.byteLength(body) > mostBytes) {
    throw invalid(
      `Member must have length less than or equal to ${mostBytes}: templateBody has ${Buffer.byteLength(body)}`,
    );
  }
  let template: Template;
  try {
    template = JSON.parse(body) as Template;
  } catch {
    throw invalid("Template format error: the local account reads JSON alone.");
  }
  const resources = Object.entries(template.Resources);
  const unknown = resources.filter(([, { Type }]) => !(Type in handlers)).map(([, { Type }]) => Type);
  if (unknown.length > 0) {
    throw invalid(`Template format error: the local account knows no ${unknown.join(", ")}.`);
  }
  for (const [name, resource] of resources) {
    for (const needed of neededBy(resource)) {
      if (needed in template.Resources) continue;
      throw invalid(`Template format error: ${name} depends on ${needed}, which is no resource of it.`);
    }
  }
  const isNamed = resources.some(
    ([, { Properties = {} }]) => "RoleName" in Properties || "ManagedPolicyName" in Properties,
  );
  if (isNamed && !capabilities.includes("CAPABILITY_NAMED_IAM")) {
    throw new AwsError("InsufficientCapabilitiesException", "Requires capabilities : [CAPABILITY_NAMED_IAM]");
  }
  return template;
}

/** A stack of CloudFormation in one account. */
export class TemplateStack {
  /** What stands for each resource in the account, in the order of creation. */
  private readonly made = new Map<string, { type: string; physicalId: string }>();

  constructor(private readonly account: TemplateAccount) {}

  /** Creates and changes what the template has, and deletes what it no longer has. */
  deploy({ Resources }: Template): void {
    const done = new Set<string>();
    const put = (name: string, resource: TemplateResource): void => {
      if (done.has(name)) return;
      done.add(name);
      for (const needed of neededBy(resource)) {
        const other = Resources[needed];
        if (other !== undefined) put(needed, other);
      }
      const before = this.made.get(name);
      const properties = this.resolved(resource.Properties ?? {}) as Record<string, unknown>;
      const physicalId = handlerOf(resource.Type).put(this.account, properties, before !== undefined);
      this.made.set(name, { type: resource.Type, physicalId });
    };
    for (const [name, resource] of Object.entries(Resources)) put(name, resource);
    this.remove((name) => !(name in Resources));
  }

  delete(): void {
    this.remove(() => true);
  }

  private remove(isToGo: (name: string) => boolean): void {
    for (const [name, { type, physicalId }] of [...this.made].reverse()) {
      if (!isToGo(name)) continue;
      handlerOf(type).remove(this.account, physicalId);
      this.made.delete(name);
    }
  }

  /** `Ref` and `Fn::Sub`, as far as they name resources of the template and the account. */
  private resolved(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((one) => this.resolved(one));
    if (typeof value !== "object" || value === null) return value;
    const entries = Object.entries(value);
    const [[key, argument] = []] = entries;
    if (entries.length === 1 && key === "Ref") return this.made.get(String(argument))?.physicalId;
    if (entries.length === 1 && key === "Fn::Sub") {
      return String(argument)
        .replaceAll("${AWS::Partition}", this.account.partition)
        .replaceAll("${AWS::AccountId}", this.account.id);
    }
    return Object.fromEntries(entries.map(([name, one]) => [name, this.resolved(one)]));
  }
}

function handlerOf(type: string): Handler {
  const handler = handlers[type];
  if (handler === undefined) throw invalid(`Template format error: the local account knows no ${type}.`);
  return handler;
}

/** The names of the resources that one depends on: `DependsOn`, and each `Ref`. */
function neededBy({ DependsOn = [], Properties = {} }: TemplateResource): string[] {
  const refs: string[] = [];
  JSON.stringify(Properties, (key, value: unknown) => {
    if (key === "Ref") refs.push(String(value));
    return value;
  });
  return [...[DependsOn].flat(), ...refs];
}

function textIn(properties: Record<string, unknown>, key: string): string {
  const value = properties[key];
  if (typeof value !== "string") throw invalid(`Property ${key} must be a string in the local account.`);
  return value;
}

function invalid(message: string): AwsError {
  return new AwsError("ValidationError", message);
}

import { AwsError } from "../aws-error";
import { accessKeyId } from "../ids";
import { managedPolicies } from "./iam-managed-policies";

interface Role {
  arn: string;
  name: string;
  trustPolicy: unknown;
  inline: Map<string, unknown>;
  attached: Set<string>;
}

/** IAM: roles with their policies, and the temporary credentials that stand for them. Global, as in AWS. */
export class Iam {
  private readonly roles = new Map<string, Role>();
  private readonly principals = new Map<string, string>();

  constructor(
    private readonly accountId: string,
    private readonly partition: string,
  ) {}

  createRole(name: string, trustPolicy: unknown, path = "/"): { arn: string; name: string } {
    const arn = `arn:${this.partition}:iam::${this.accountId}:role${path}${name}`;
    if (this.roles.has(name))
      throw new AwsError("EntityAlreadyExists", `Role with name ${name} already exists.`, 409);
    this.roles.set(name, { arn, name, trustPolicy, inline: new Map(), attached: new Set() });
    return { arn, name };
  }

  putRolePolicy(roleName: string, policyName: string, policy: unknown): void {
    this.role(roleName).inline.set(policyName, policy);
  }

  attachRolePolicy(roleName: string, policyArn: string): void {
    if (managedPolicy(policyArn) === undefined) {
      throw new AwsError("NoSuchEntity", `Policy ${policyArn} does not exist or is not attachable.`, 404);
    }
    this.role(roleName).attached.add(policyArn);
  }

  /** The policies that speak for a role, by its ARN; none for a role that does not exist. */
  identityPolicies(roleArn: string): { name: string; policy: unknown }[] {
    const role = this.findByArn(roleArn);
    if (role === undefined) return [];
    return [
      ...[...role.inline].map(([name, policy]) => ({ name, policy })),
      ...[...role.attached].map((arn) => ({ name: arn, policy: managedPolicy(arn) })),
    ];
  }

  /** @throws AwsError `NoSuchEntity` */
  trustPolicy(roleArn: string): unknown {
    const role = this.findByArn(roleArn);
    if (role === undefined) throw new AwsError("NoSuchEntity", `The role ${roleArn} cannot be found.`, 404);
    return role.trustPolicy;
  }

  /** Temporary credentials of a role; the endpoint tells callers apart by the access key. */
  credentials(roleArn: string): { accessKeyId: string; secretAccessKey: string; sessionToken: string } {
    const id = accessKeyId(roleArn);
    this.principals.set(id, roleArn);
    return {
      accessKeyId: id,
      secretAccessKey: "local-account-secret",
      sessionToken: "local-account-session",
    };
  }

  /** Whose access key it is: a role's ARN, or undefined for a key that this account never gave out. */
  principalOf(key: string): string | undefined {
    return this.principals.get(key);
  }

  private role(name: string): Role {
    const role = this.roles.get(name);
    if (role === undefined) {
      throw new AwsError("NoSuchEntity", `The role with name ${name} cannot be found.`, 404);
    }
    return role;
  }

  private findByArn(arn: string): Role | undefined {
    return [...this.roles.values()].find((role) => role.arn === arn);
  }
}

function managedPolicy(arn: string): unknown {
  return managedPolicies[arn.replace(/^arn:[^:]+:iam::aws:policy\//, "")];
}

import type { GetRoleResponse } from "@aws-sdk/client-iam";
import type { Authorization } from "../../account/authorization";
import { AwsError } from "../../account/aws-error";
import type { Clock } from "../../account/clock";
import { accessKeyId, hex } from "../../account/ids";
import { managedPolicies } from "./managed-policies";

interface Role {
  arn: string;
  path: string;
  created: Date;
  name: string;
  trustPolicy: unknown;
  inline: Map<string, unknown>;
  attached: Set<string>;
  /** The ARN of the policy that bounds it; undefined for a role without one. */
  boundary: string | undefined;
  description: string | undefined;
}

/** IAM: roles with their policies and temporary credentials. Global, as on AWS. */
export class Iam {
  private readonly roles = new Map<string, Role>();
  /** Managed policies of the account's own, by ARN. */
  private readonly policies = new Map<string, unknown>();
  private readonly oidcProviders = new Set<string>();
  private readonly principals = new Map<string, string>();

  constructor(
    private readonly accountId: string,
    private readonly partition: string,
    private readonly clock: Clock,
  ) {}

  createRole(name: string, trustPolicy: unknown, path = "/"): { arn: string; name: string } {
    const arn = `arn:${this.partition}:iam::${this.accountId}:role${path}${name}`;
    if (this.roles.has(name))
      throw new AwsError("EntityAlreadyExists", `Role with name ${name} already exists.`, 409);
    this.roles.set(name, {
      arn,
      path,
      created: this.clock.now(),
      name,
      trustPolicy,
      inline: new Map(),
      attached: new Set(),
      boundary: undefined,
      description: undefined,
    });
    return { arn, name };
  }

  listRoles(): readonly Readonly<Role>[] {
    return [...this.roles.values()];
  }

  /** A role of this name; undefined where there is none. */
  find(name: string): Readonly<Role> | undefined {
    return this.roles.get(name);
  }

  /** `UpdateRoleDescription` @param description undefined for none */
  describe(name: string, description: string | undefined): void {
    this.role(name).description = description;
  }

  /** `UpdateAssumeRolePolicy` */
  setTrustPolicy(name: string, trustPolicy: unknown): void {
    this.role(name).trustPolicy = trustPolicy;
  }

  /** @throws AwsError `EntityAlreadyExists` */
  requireNoPolicy(arn: string): void {
    if (this.policies.has(arn))
      throw new AwsError("EntityAlreadyExists", `A policy called ${arn} already exists.`, 409);
  }

  /** `DeletePolicy` @throws AwsError `DeleteConflict` while a role has it */
  deletePolicy(arn: string): void {
    if ([...this.roles.values()].some(({ attached, boundary }) => attached.has(arn) || boundary === arn))
      throw new AwsError("DeleteConflict", "Cannot delete a policy attached to entities.", 409);
    this.policies.delete(arn);
  }

  /** `CreateOpenIDConnectProvider` @returns its ARN @throws AwsError `EntityAlreadyExists` */
  createOidcProvider(url: string): string {
    const arn = this.oidcProviderArn(url);
    if (this.oidcProviders.has(arn))
      throw new AwsError("EntityAlreadyExists", `Provider with url ${url} already exists.`, 409);
    this.oidcProviders.add(arn);
    return arn;
  }

  oidcProviderArn(url: string): string {
    return `arn:${this.partition}:iam::${this.accountId}:oidc-provider/${url.replace("https://", "")}`;
  }

  hasOidcProvider(arn: string): boolean {
    return this.oidcProviders.has(arn);
  }

  /** `DeleteOpenIDConnectProvider` */
  deleteOidcProvider(arn: string): void {
    this.oidcProviders.delete(arn);
  }

  /** A managed policy of the account's own, as its owner made it. */
  createPolicy(arn: string, policy: unknown): void {
    this.policies.set(arn, policy);
  }

  /**
   * `PutRolePermissionsBoundary` and `DeleteRolePermissionsBoundary`
   *
   * @param policyArn undefined for no boundary
   * @throws AwsError `NoSuchEntity` for a policy that does not exist
   */
  bound(name: string, policyArn: string | undefined): void {
    if (policyArn !== undefined) this.managedPolicy(policyArn);
    this.role(name).boundary = policyArn;
  }

  /** The policy that bounds a role; undefined for a role without a boundary. */
  boundaryOf(roleArn: string): { name: string; policy: unknown } | undefined {
    const name = this.findByArn(roleArn)?.boundary;
    return name === undefined ? undefined : { name, policy: this.managedPolicy(name) };
  }

  /** `DeleteRole` @throws AwsError `DeleteConflict` while it has policies */
  deleteRole(name: string): void {
    const { inline, attached } = this.role(name);
    if (attached.size > 0)
      throw new AwsError("DeleteConflict", "Cannot delete entity, must detach all policies first.", 409);
    if (inline.size > 0)
      throw new AwsError("DeleteConflict", "Cannot delete entity, must delete policies first.", 409);
    this.roles.delete(name);
  }

  putRolePolicy(roleName: string, policyName: string, policy: unknown): void {
    this.role(roleName).inline.set(policyName, policy);
  }

  deleteRolePolicy(roleName: string, policyName: string): void {
    this.role(roleName).inline.delete(policyName);
  }

  detachRolePolicy(roleName: string, policyArn: string): void {
    this.role(roleName).attached.delete(policyArn);
  }

  attachRolePolicy(roleName: string, policyArn: string): void {
    this.managedPolicy(policyArn);
    this.role(roleName).attached.add(policyArn);
  }

  /** The identity policies of a role; empty for a role that does not exist. */
  identityPolicies(roleArn: string): { name: string; policy: unknown }[] {
    const role = this.findByArn(roleArn);
    if (role === undefined) return [];
    return [
      ...[...role.inline].map(([name, policy]) => ({ name, policy })),
      ...[...role.attached].map((arn) => ({ name: arn, policy: this.managedPolicy(arn) })),
    ];
  }

  /** @throws AwsError `NoSuchEntity` */
  trustPolicy(roleArn: string): unknown {
    const role = this.findByArn(roleArn);
    if (role === undefined) throw new AwsError("NoSuchEntity", `The role ${roleArn} cannot be found.`, 404);
    return role.trustPolicy;
  }

  /** Temporary credentials of a role. The endpoint identifies callers by their access key. */
  credentials(roleArn: string): { accessKeyId: string; secretAccessKey: string; sessionToken: string } {
    const id = accessKeyId(roleArn);
    this.principals.set(id, roleArn);
    return {
      accessKeyId: id,
      secretAccessKey: "local-account-secret",
      sessionToken: "local-account-session",
    };
  }

  /** The ARN of the role that an access key belongs to; undefined for a key that this account did not issue. */
  principalOf(key: string): string | undefined {
    return this.principals.get(key);
  }

  /** `GetRole` */
  async getRole(authorization: Authorization, principal: string, name: string): Promise<GetRoleResponse> {
    const role = this.role(name);
    await authorization.require({ principal, action: "iam:GetRole", resource: role.arn });
    return {
      Role: {
        Path: role.path,
        RoleName: role.name,
        RoleId: this.roleId(role.name),
        Arn: role.arn,
        CreateDate: role.created,
        ...(role.description !== undefined && { Description: role.description }),
        AssumeRolePolicyDocument: encodeURIComponent(JSON.stringify(role.trustPolicy ?? {})),
      },
    };
  }

  /** A session of a role, as STS and CloudTrail identify the caller. */
  session(roleArn: string): {
    arn: string;
    userId: string;
    name: string;
    role: { name: string; id: string };
  } {
    const role = this.findByArn(roleArn);
    const roleName = role?.name ?? roleArn;
    const id = this.roleId(roleName);
    return {
      arn: `arn:${this.partition}:sts::${this.accountId}:assumed-role/${roleName}/${sessionName}`,
      userId: `${id}:${sessionName}`,
      name: sessionName,
      role: { name: roleName, id },
    };
  }

  roleId(name: string): string {
    return `AROA${hex(17, name).toUpperCase()}`;
  }

  /** Whether a role with this ARN exists. */
  exists(roleArn: string): boolean {
    return this.findByArn(roleArn) !== undefined;
  }

  /** @throws AwsError `NoSuchEntity` */
  private managedPolicy(arn: string): unknown {
    const policy = this.policies.get(arn) ?? managedPolicies[arn.replace(/^arn:[^:]+:iam::aws:policy\//, "")];
    if (policy !== undefined) return policy;
    throw new AwsError("NoSuchEntity", `Policy ${arn} does not exist or is not attachable.`, 404);
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

/** The name of every session. */
const sessionName = "local";

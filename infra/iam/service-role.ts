import * as pulumi from "@pulumi/pulumi";
import * as aws from "../aws";
import type { Settings } from "../settings/settings";
import { policyDocument, type Statement } from "./policy-document";

/** What a service needs of its role. */
export interface RoleNeeds {
  /** The AWS service that assumes the role, such as `lambda.amazonaws.com`. */
  service: string;
  description: string;
  /** Bind the trust to this account. Left out where the service gives IAM no source to check. */
  conditions?: NonNullable<Statement["Condition"]>;
  /** What the role may do in every Region; may be empty. What it may do in one is granted by that Region's components. */
  statements: Statement[];
  /** The ARN of AWS's own policy for the service. */
  managedPolicy?: pulumi.Input<string>;
}

/** What an account asks of every role, whatever it is for. */
export type IamSettings = Pick<Settings, "permissionsBoundary" | "iamPath">;

export interface ServiceRoleArgs extends RoleNeeds {
  iam: IamSettings;
}

/** An IAM role that one AWS service assumes on behalf of this account, shared by all Regions. */
export class ServiceRole extends pulumi.ComponentResource {
  readonly role: aws.iam.Role;
  /** Depend on these before the service uses the role. */
  readonly permissions: pulumi.Resource[] = [];

  constructor(name: string, args: ServiceRoleArgs, opts: pulumi.ComponentResourceOptions) {
    super("xray-encryption-guard:index:ServiceRole", name, {}, opts);
    const parent = { parent: this };
    const { service, description, conditions, statements, managedPolicy } = args;
    const { permissionsBoundary, iamPath } = args.iam;
    this.role = new aws.iam.Role(
      name,
      {
        description,
        ...(iamPath !== "" && { path: iamPath }),
        ...(permissionsBoundary !== "" && { permissionsBoundary }),
        assumeRolePolicy: policyDocument({
          Sid: "OnlyThisServiceForThisAccount",
          Effect: "Allow",
          Principal: { Service: service },
          Action: "sts:AssumeRole",
          ...(conditions && { Condition: conditions }),
        }),
      },
      parent,
    );
    const role = this.role.name;
    if (managedPolicy !== undefined) {
      this.permissions.push(
        new aws.iam.RolePolicyAttachment(name, { role, policyArn: managedPolicy }, parent),
      );
    }
    if (statements.length > 0) {
      this.permissions.push(
        new aws.iam.RolePolicy(name, { role, policy: policyDocument(...statements) }, parent),
      );
    }
    this.registerOutputs({ roleArn: this.role.arn });
  }
}

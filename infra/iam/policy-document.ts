import * as pulumi from "@pulumi/pulumi";

/** One statement of an IAM policy. `Sid` says why it is there, in letters and digits only, as IAM requires. */
export interface Statement {
  Sid: string;
  Effect: "Allow" | "Deny";
  Principal?: pulumi.Input<Record<string, pulumi.Input<string>>> | "*";
  Action: string | string[];
  Resource?: pulumi.Input<string> | pulumi.Input<string>[];
  Condition?: Record<string, Record<string, pulumi.Input<string> | pulumi.Input<string>[]>>;
}

/** A statement that allows something. */
export function allow(
  Sid: string,
  Action: Statement["Action"],
  Resource: NonNullable<Statement["Resource"]>,
  Condition?: Statement["Condition"],
): Statement {
  return { Sid, Effect: "Allow", Action, Resource, ...(Condition && { Condition }) };
}

/** The same for an AWS service, in the policy of a resource. */
export function allowService(service: string, ...statement: Parameters<typeof allow>): Statement {
  return { ...allow(...statement), Principal: { Service: service } };
}

/**
 * Like `pulumi.interpolate`, but what is known at once stays text: so a policy can be measured before anything is made.
 */
export function interpolate(
  literals: TemplateStringsArray,
  ...values: pulumi.Input<string>[]
): pulumi.Input<string> {
  return values.every((value) => typeof value === "string")
    ? String.raw({ raw: literals }, ...values)
    : pulumi.interpolate(literals, ...values);
}

/** A policy document, as the JSON string that AWS takes. */
export function policyDocument(...statements: pulumi.Input<Statement>[]): pulumi.Output<string> {
  return pulumi.jsonStringify(documentOf(statements));
}

/** Characters of a policy document whose statements hold no outputs. It has no white space, which IAM would not count. */
export function policyLength(...statements: Statement[]): number {
  return JSON.stringify(documentOf(statements)).length;
}

function documentOf(statements: pulumi.Input<Statement>[]) {
  return { Version: "2012-10-17", Statement: statements };
}

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

/** A policy document, as the JSON string that AWS takes. */
export function policyDocument(...statements: pulumi.Input<Statement>[]): pulumi.Output<string> {
  return pulumi.jsonStringify({ Version: "2012-10-17", Statement: statements });
}

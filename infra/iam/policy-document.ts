import * as pulumi from "@pulumi/pulumi";

/** One statement of an IAM policy. `Sid` says why it is there, in letters and digits only, as IAM wants it. */
export interface Statement {
  Sid: string;
  Effect: "Allow" | "Deny";
  Principal?: pulumi.Input<Record<string, pulumi.Input<string>>> | "*";
  Action: string | string[];
  Resource?: pulumi.Input<string> | pulumi.Input<string>[];
  Condition?: Record<string, Record<string, pulumi.Input<string> | pulumi.Input<string>[]>>;
}

/** A policy document, as the JSON string that AWS takes. */
export function policyDocument(...statements: Statement[]): pulumi.Output<string> {
  return pulumi.jsonStringify({ Version: "2012-10-17", Statement: statements });
}

/** The trust policy of a role that one AWS service may assume, and only on behalf of this account. */
export function trustPolicy(
  service: string,
  condition: NonNullable<Statement["Condition"]> = {},
): pulumi.Output<string> {
  return policyDocument({
    Sid: "OnlyThisServiceForThisAccount",
    Effect: "Allow",
    Principal: { Service: service },
    Action: "sts:AssumeRole",
    ...(Object.keys(condition).length > 0 && { Condition: condition }),
  });
}

import * as pulumi from "@pulumi/pulumi";
import * as aws from "../aws";
import type { EvaluatorRole } from "../iam/evaluator-role";
import type { AwsAccount } from "../aws-account";
import { RuleFunction } from "./rule-function";

export interface EvaluatorArgs {
  account: AwsAccount;
  region: string;
  evaluatorRole: EvaluatorRole;
  alertTopic: aws.sns.Topic;
  logRetentionDays: number;
}

/** The function that AWS Config invokes, in one Region. */
export class Evaluator extends pulumi.ComponentResource {
  readonly function: aws.lambda.Function;
  readonly logGroup: aws.cloudwatch.LogGroup;
  /** Depend on it before a rule: AWS Config refuses one whose function it cannot invoke, and invokes a new one at once. */
  readonly ready: pulumi.Resource[];

  constructor(name: string, args: EvaluatorArgs, opts: pulumi.ComponentResourceOptions) {
    super("xray-encryption-guard:index:Evaluator", name, {}, opts);
    const { region } = args;
    const judging = new RuleFunction(
      name,
      {
        region,
        entry: "config-handler",
        description: "Judges X-Ray's encryption setting for an AWS Config rule.",
        role: args.evaluatorRole,
        alertTopic: args.alertTopic,
        logRetentionDays: args.logRetentionDays,
      },
      { parent: this },
    );
    this.function = judging.function;
    this.logGroup = judging.logGroup;
    const permission = new aws.lambda.Permission(
      name,
      {
        region,
        function: this.function.name,
        action: "lambda:InvokeFunction",
        principal: "config.amazonaws.com",
        // By account, because by rule would be a cycle: AWS Config checks the permission before it accepts the rule.
        sourceAccount: args.account.accountId,
      },
      { parent: this },
    );
    this.ready = [permission, judging.failuresHeard];
    this.registerOutputs({ function: this.function.name });
  }
}

import * as pulumi from "@pulumi/pulumi";
import * as aws from "../aws";
import type { AwsAccount } from "../aws-account";
import type { ServiceRole } from "../iam/service-role";
import type { Notifier } from "./notifier";
import { RuleFunction } from "./rule-function";

export interface EvaluatorArgs {
  account: AwsAccount;
  region: string;
  role: ServiceRole;
  notifier: Notifier;
  deadLetters: aws.sqs.Queue;
  logRetentionDays: number;
  logKeyArn: pulumi.Output<string> | undefined;
}

/** The Lambda function that AWS Config invokes, in one Region. */
export class Evaluator extends pulumi.ComponentResource {
  readonly function: aws.lambda.Function;
  readonly logGroup: aws.cloudwatch.LogGroup;
  /** Depend on these before a rule: AWS Config refuses a rule whose function it cannot invoke, and invokes it at once. */
  readonly ready: pulumi.Resource[];

  constructor(name: string, args: EvaluatorArgs, opts: pulumi.ComponentResourceOptions) {
    super("xray-encryption-guard:index:Evaluator", name, {}, opts);
    const { account, notifier, ...others } = args;
    const evaluator = new RuleFunction(
      name,
      {
        ...others,
        entry: "configHandler",
        description: "Evaluates X-Ray's encryption setting for an AWS Config rule.",
        environment: { NOTIFIER_ARN: notifier.function.arn },
      },
      { parent: this },
    );
    this.function = evaluator.function;
    this.logGroup = evaluator.logGroup;
    const permission = new aws.lambda.Permission(
      name,
      {
        region: args.region,
        function: this.function.name,
        action: "lambda:InvokeFunction",
        principal: "config.amazonaws.com",
        // By account, because by rule would be a cycle: AWS Config checks the permission before it accepts the rule.
        sourceAccount: account.accountId,
      },
      { parent: this },
    );
    this.ready = [
      permission,
      evaluator.failureDestination,
      notifier.letInvoke(name, args.role, { parent: this }),
      ...notifier.ready,
    ];
    this.registerOutputs({ function: this.function.name });
  }
}

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { evaluatorCode, evaluatorHandler } from "./evaluator-code";
import type { EvaluatorRole } from "./evaluator-role";
import type { Home } from "./home";
import { policyDocument } from "./policy-document";

/** Seconds an invocation may take. The evaluator's retries are tuned to fit (`rule/clients.ts`). */
const timeout = 60;

export interface EvaluatorArgs {
  home: Home;
  region: string;
  evaluatorRole: EvaluatorRole;
  /** Where an invocation goes that failed three times. */
  peopleTopic: aws.sns.Topic;
  logRetentionDays: number;
}

/** The Lambda function that judges, in one Region, with its log and the way for failures to be heard. */
export class Evaluator extends pulumi.ComponentResource {
  readonly function: aws.lambda.Function;
  /** Depend on it before a rule: AWS Config refuses a rule whose function it cannot invoke. */
  readonly permission: aws.lambda.Permission;

  constructor(name: string, args: EvaluatorArgs, opts: pulumi.ComponentResourceOptions) {
    super("xray-encryption-guard:index:Evaluator", name, {}, opts);
    const parent = { parent: this };
    const { region, evaluatorRole } = args;

    const logGroup = new aws.cloudwatch.LogGroup(
      name,
      { region, retentionInDays: args.logRetentionDays },
      parent,
    );
    const mayWriteAndTell = new aws.iam.RolePolicy(
      name,
      {
        role: evaluatorRole.role.name,
        policy: policyDocument(
          {
            Sid: "WriteItsOwnLog",
            Effect: "Allow",
            Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
            Resource: pulumi.interpolate`${logGroup.arn}:*`,
          },
          {
            // A failure destination is published to as the function's own role.
            Sid: "TellPeopleOfFailures",
            Effect: "Allow",
            Action: "sns:Publish",
            Resource: args.peopleTopic.arn,
          },
        ),
      },
      parent,
    );
    this.function = new aws.lambda.Function(
      name,
      {
        region,
        description: "Judges X-Ray's encryption setting for an AWS Config rule.",
        runtime: "nodejs24.x",
        architectures: ["arm64"],
        handler: evaluatorHandler,
        // An archive is hashed by content, so an unchanged rule previews without a diff.
        code: new pulumi.asset.AssetArchive({
          "index.js": new pulumi.asset.StringAsset(evaluatorCode()),
        }),
        role: evaluatorRole.role.arn,
        timeout,
        memorySize: 256,
        loggingConfig: { logFormat: "Text", logGroup: logGroup.name },
      },
      // The first invocation comes at once and must be able to log and report.
      { parent: this, dependsOn: [mayWriteAndTell, ...evaluatorRole.permissions] },
    );
    new aws.lambda.FunctionEventInvokeConfig(
      name,
      {
        region,
        functionName: this.function.name,
        maximumRetryAttempts: 2,
        destinationConfig: { onFailure: { destination: args.peopleTopic.arn } },
      },
      // Lambda checks at once that the role may publish there.
      { parent: this, dependsOn: [mayWriteAndTell] },
    );
    this.permission = new aws.lambda.Permission(
      name,
      {
        region,
        function: this.function.name,
        action: "lambda:InvokeFunction",
        principal: "config.amazonaws.com",
        // By account, because by rule would be a cycle: AWS Config checks the permission before it accepts the rule.
        sourceAccount: args.home.accountId,
      },
      parent,
    );
    this.registerOutputs({ function: this.function.name });
  }
}

import * as pulumi from "@pulumi/pulumi";
import * as aws from "../aws";
import { bundleHandler, type Entry } from "./bundle";
import { policyDocument, type Statement } from "../iam/policy-document";

/** Seconds an invocation may take. The retries of `rule/clients.ts` are tuned to fit. */
const timeout = 60;

export interface RuleFunctionArgs {
  region: string;
  /** Which of the rule's handlers it runs. */
  entry: Entry;
  description: string;
  role: { role: aws.iam.Role; permission: aws.iam.RolePolicy };
  /** What it may do in this Region, beyond writing its log and telling people. */
  statements?: Statement[];
  environment?: Record<string, pulumi.Input<string>>;
  /** Where an invocation goes that failed three times. */
  alertTopic: aws.sns.Topic;
  logRetentionDays: number;
}

/** A Lambda function of the rule's sources in one Region, with its log and the way for failures to be heard. */
export class RuleFunction extends pulumi.ComponentResource {
  readonly function: aws.lambda.Function;
  readonly logGroup: aws.cloudwatch.LogGroup;
  /** Depend on it before the function is invoked, or a failure of the first invocation is heard by nobody. */
  readonly failuresHeard: aws.lambda.FunctionEventInvokeConfig;

  constructor(name: string, args: RuleFunctionArgs, opts: pulumi.ComponentResourceOptions) {
    super("xray-encryption-guard:index:RuleFunction", name, {}, opts);
    const parent = { parent: this };
    const { region, role, alertTopic } = args;

    this.logGroup = new aws.cloudwatch.LogGroup(
      name,
      { region, retentionInDays: args.logRetentionDays },
      parent,
    );
    // A policy for each Region on the role they share: a Region added later changes nothing in the others.
    const inThisRegion = new aws.iam.RolePolicy(
      name,
      {
        role: role.role.name,
        policy: policyDocument(
          {
            Sid: "WriteItsOwnLog",
            Effect: "Allow",
            Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
            Resource: pulumi.interpolate`${this.logGroup.arn}:*`,
          },
          {
            // A failure destination is published to as the function's own role.
            Sid: "PublishAlerts",
            Effect: "Allow",
            Action: "sns:Publish",
            Resource: alertTopic.arn,
          },
          ...(args.statements ?? []),
        ),
      },
      parent,
    );
    this.function = new aws.lambda.Function(
      name,
      {
        region,
        description: args.description,
        runtime: "nodejs24.x",
        architectures: ["arm64"],
        handler: "index.handler",
        // An archive is hashed by content, so an unchanged rule previews without a diff.
        code: new pulumi.asset.AssetArchive({
          "index.js": new pulumi.asset.StringAsset(bundleHandler(args.entry)),
        }),
        role: role.role.arn,
        timeout,
        memorySize: 256,
        loggingConfig: { logFormat: "Text", logGroup: this.logGroup.name },
        ...(args.environment && { environment: { variables: args.environment } }),
      },
      // The first invocation comes at once and must be able to log and report.
      { parent: this, dependsOn: [inThisRegion, role.permission] },
    );
    this.failuresHeard = new aws.lambda.FunctionEventInvokeConfig(
      name,
      {
        region,
        functionName: this.function.name,
        maximumRetryAttempts: 2,
        destinationConfig: { onFailure: { destination: alertTopic.arn } },
      },
      // Lambda checks at once that the role may publish there.
      { parent: this, dependsOn: [inThisRegion] },
    );
    this.registerOutputs({ function: this.function.name });
  }
}

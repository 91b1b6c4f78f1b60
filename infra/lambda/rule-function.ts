import * as pulumi from "@pulumi/pulumi";
import { version } from "../../package.json";
import * as aws from "../aws";
import { allow, interpolate, policyDocument, type Statement } from "../iam/policy-document";
import type { ServiceRole } from "../iam/service-role";
import { handlersCode, type Entry } from "./handlers-code";

/** Seconds an invocation may take. The retries of `rule/clients.ts` are tuned to fit. */
const timeout = 60;

export interface RuleFunctionArgs {
  region: string;
  /** The handler that it runs, of those in `rule/handlers.ts`. */
  entry: Entry;
  /** What it does, in one sentence. */
  description: string;
  role: ServiceRole;
  /** What it may do in this Region, besides writing its log and keeping failed events. */
  statements?: Statement[];
  environment?: Record<string, pulumi.Input<string>>;
  /** Receives an invocation that failed three times. */
  deadLetters: aws.sqs.Queue;
  logRetentionDays: number;
  /** The ARN of the key that encrypts its log; undefined where none does. */
  logKeyArn: pulumi.Output<string> | undefined;
}

/** A Lambda function made from the sources in `rule/`, in one Region, with its log and a destination for failures. */
export class RuleFunction extends pulumi.ComponentResource {
  readonly function: aws.lambda.Function;
  readonly logGroup: aws.cloudwatch.LogGroup;
  /** Depend on it before the function is invoked, or nobody learns of a first invocation that fails. */
  readonly failureDestination: aws.lambda.FunctionEventInvokeConfig;

  constructor(name: string, args: RuleFunctionArgs, opts: pulumi.ComponentResourceOptions) {
    super("xray-encryption-guard:index:RuleFunction", name, {}, opts);
    const parent = { parent: this };
    const { region, role, deadLetters } = args;

    this.logGroup = new aws.cloudwatch.LogGroup(
      name,
      { region, retentionInDays: args.logRetentionDays, ...(args.logKeyArn && { kmsKeyId: args.logKeyArn }) },
      parent,
    );
    // One policy per Region on the shared role, so that a Region added later changes nothing in the others.
    const regionPolicy = new aws.iam.RolePolicy(
      name,
      {
        role: role.role.name,
        policy: policyDocument(
          ...functionStatements(this.logGroup.arn, deadLetters.arn),
          ...(args.statements ?? []),
        ),
      },
      parent,
    );
    this.function = new aws.lambda.Function(
      name,
      {
        region,
        // Tells which version is deployed to whoever sees nothing but the function.
        description: `${args.description} xray-encryption-guard ${version}.`,
        runtime: "nodejs24.x",
        architectures: ["arm64"],
        handler: `index.${args.entry}`,
        // Pulumi hashes an archive by content, so an unchanged rule previews without a diff.
        code: handlersCode().then(
          (code) => new pulumi.asset.AssetArchive({ "index.js": new pulumi.asset.StringAsset(code) }),
        ),
        role: role.role.arn,
        timeout,
        memorySize: 256,
        loggingConfig: { logFormat: "Text", logGroup: this.logGroup.name },
        ...(args.environment && { environment: { variables: args.environment } }),
      },
      // AWS Config invokes a new function at once, and that invocation must be able to log and report.
      { parent: this, dependsOn: [regionPolicy, ...role.permissions] },
    );
    this.failureDestination = new aws.lambda.FunctionEventInvokeConfig(
      name,
      {
        region,
        functionName: this.function.name,
        maximumRetryAttempts: 2,
        destinationConfig: { onFailure: { destination: deadLetters.arn } },
      },
      // Lambda checks at once that the role may send to the destination.
      { parent: this, dependsOn: [regionPolicy] },
    );
    this.registerOutputs({ function: this.function.name });
  }
}

/** What each function may do in its Region. */
export function functionStatements(
  logGroupArn: pulumi.Input<string>,
  deadLettersArn: pulumi.Input<string>,
): Statement[] {
  return [
    allow("WriteItsOwnLog", ["logs:CreateLogStream", "logs:PutLogEvents"], interpolate`${logGroupArn}:*`),
    // Lambda sends to the failure destination as the function's role.
    allow("KeepFailedEvents", "sqs:SendMessage", deadLettersArn),
  ];
}

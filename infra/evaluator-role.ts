import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Home } from "./home";
import { policyDocument, type Statement, trustPolicy } from "./policy-document";

export interface EvaluatorRoleArgs {
  home: Home;
  /** Whether to grant the four trace reads of AWS's tutorial. */
  traceReads: boolean;
}

/** The role of the evaluator, one for all Regions. What lies in one Region is granted by that Region's evaluator. */
export class EvaluatorRole extends pulumi.ComponentResource {
  readonly role: aws.iam.Role;
  /** Depend on it before the function is first invoked. */
  readonly permissions: pulumi.Resource[];

  constructor(name: string, args: EvaluatorRoleArgs, opts: pulumi.ComponentResourceOptions) {
    super("xray-encryption-guard:index:EvaluatorRole", name, {}, opts);
    const parent = { parent: this };

    this.role = new aws.iam.Role(
      name,
      {
        description: "The evaluator of X-Ray's encryption setting reads and reports as this role.",
        // Unconditional: Lambda takes only roles of the function's own account, and names no source account to check.
        assumeRolePolicy: trustPolicy("lambda.amazonaws.com"),
      },
      parent,
    );
    this.permissions = [
      new aws.iam.RolePolicy(
        name,
        { role: this.role.name, policy: policyDocument(...statements(args)) },
        parent,
      ),
    ];
    this.registerOutputs({ roleArn: this.role.arn });
  }
}

function statements({ home, traceReads }: EvaluatorRoleArgs): Statement[] {
  return [
    {
      // IAM cannot scope it to a rule: the result token does.
      Sid: "ReportVerdicts",
      Effect: "Allow",
      Action: "config:PutEvaluations",
      Resource: "*",
    },
    {
      // Items too large to send, and what a scheduled verdict is reported on. Neither can be scoped.
      Sid: "ReadWhatConfigRecorded",
      Effect: "Allow",
      Action: ["config:GetResourceConfigHistory", "config:ListDiscoveredResources"],
      Resource: "*",
    },
    {
      // A scheduled run judges the live setting. X-Ray has no resource to scope it to.
      Sid: "ReadTheLiveSetting",
      Effect: "Allow",
      Action: ["xray:GetEncryptionConfig", "xray:GetTraceSegmentDestination"],
      Resource: "*",
    },
    ...(traceReads ? [traceReadsOfTheTutorial] : []),
    {
      // Resolves aliases and sees a key's state. Whichever key X-Ray was given has to be looked at, also one of
      // another account; that account's key policy has the last word.
      Sid: "LookAtKeys",
      Effect: "Allow",
      Action: "kms:DescribeKey",
      Resource: pulumi.interpolate`arn:${home.partition}:kms:*:*:key/*`,
    },
  ];
}

/**
 * AWS's tutorial grants these and warns that AWS Config answers "out of scope" without X-Ray access. The evaluator never
 * calls them, so they stand apart and can be left out.
 */
const traceReadsOfTheTutorial: Statement = {
  Sid: "ReadTracesAsTheTutorialGrants",
  Effect: "Allow",
  Action: ["xray:BatchGetTraces", "xray:GetServiceGraph", "xray:GetTraceGraph", "xray:GetTraceSummaries"],
  Resource: "*",
};

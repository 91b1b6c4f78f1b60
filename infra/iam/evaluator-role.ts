import * as pulumi from "@pulumi/pulumi";
import * as aws from "../aws";
import type { AwsAccount } from "../aws-account";
import { rulePermissions } from "./rule-permissions";
import { policyDocument, type Statement, trustPolicy } from "./policy-document";
import type { Settings } from "../settings/settings";

export interface EvaluatorRoleArgs {
  account: AwsAccount;
  settings: Pick<Settings, "traceReads" | "transactionSearch" | "watchRecording">;
}

/** The role of the evaluator, one for all Regions. What lies in one Region is granted by that Region's evaluator. */
export class EvaluatorRole extends pulumi.ComponentResource {
  readonly role: aws.iam.Role;
  /** Depend on it before the function is first invoked. */
  readonly permission: aws.iam.RolePolicy;

  constructor(name: string, { account, settings }: EvaluatorRoleArgs, opts: pulumi.ComponentResourceOptions) {
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
    this.permission = new aws.iam.RolePolicy(
      name,
      {
        role: this.role.name,
        policy: policyDocument(
          reportVerdicts,
          readWhatConfigRecorded,
          ...rulePermissions(account, settings),
          ...(settings.watchRecording ? [lookAtTheRecorder] : []),
          ...(settings.traceReads ? [readTracesAsTheTutorialGrants] : []),
        ),
      },
      parent,
    );
    this.registerOutputs({ roleArn: this.role.arn });
  }
}

/** IAM cannot scope it to a rule: the result token does. */
const reportVerdicts: Statement = {
  Sid: "ReportVerdicts",
  Effect: "Allow",
  Action: "config:PutEvaluations",
  Resource: "*",
};

/** Items too large to send, and what a scheduled verdict is reported on. Neither can be scoped. */
const readWhatConfigRecorded: Statement = {
  Sid: "ReadWhatConfigRecorded",
  Effect: "Allow",
  Action: ["config:GetResourceConfigHistory", "config:ListDiscoveredResources"],
  Resource: "*",
};

/** Whether anything is recorded at all, whoever owns the recorder. */
const lookAtTheRecorder: Statement = {
  Sid: "LookAtTheRecorder",
  Effect: "Allow",
  Action: ["config:DescribeConfigurationRecorders", "config:DescribeConfigurationRecorderStatus"],
  Resource: "*",
};

/**
 * AWS's tutorial grants these and warns that AWS Config answers "out of scope" without X-Ray access. The evaluator never
 * calls them, so they stand apart and can be left out.
 */
const readTracesAsTheTutorialGrants: Statement = {
  Sid: "ReadTracesAsTheTutorialGrants",
  Effect: "Allow",
  Action: ["xray:BatchGetTraces", "xray:GetServiceGraph", "xray:GetTraceGraph", "xray:GetTraceSummaries"],
  Resource: "*",
};

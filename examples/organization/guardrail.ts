import { boundary, deployer, guard, issuer, previewer } from "./names";

/** Characters that AWS Organizations takes of one policy, white space not counted as the program writes none. */
export const mostCharacters = 10_240;

export interface GuardrailArgs {
  partition: string;
  /** `iamPath` of the fleet's stacks. */
  rolePath: string;
  /** Aliases of the keys that X-Ray may be given; `*` stands for any characters. */
  keys: readonly string[];
  /** Names of roles that may do everything here: for the day when nothing else helps, and a landing zone's own. */
  passing: readonly string[];
  /** Names of roles that make and keep the keys. */
  keyKeepers: readonly string[];
  /** Names of roles that have rules of their own in AWS Config. */
  ruleKeepers: readonly string[];
}

interface Denial {
  Sid: string;
  Effect: "Deny";
  Action: string | string[];
  Resource: string | string[];
  Condition: Record<string, Record<string, string | string[]>>;
}

/**
 * The service control policy: by it none but named roles change what the guard watches, or the guard. It gives nobody a right,
 * and binds neither the management account nor service-linked roles.
 *
 * The roles are named by their ARNs in every account. Who could make a role of such a name would pass, so nobody else may.
 */
export function guardrail(args: GuardrailArgs): { Version: "2012-10-17"; Statement: Denial[] } {
  const { partition, rolePath, keys, passing, keyKeepers, ruleKeepers } = args;
  const role = (name: string) => `arn:${partition}:iam::*:role/${name}`;
  const guardsRole = (name: string) => `arn:${partition}:iam::*:role${rolePath}${guard}-${name}`;
  const own = (service: string, resource: string) => `arn:${partition}:${service}:*:*:${resource}`;
  const always = [role(deployer), ...passing.map(role)];
  // StackSets makes its role in each account by a service-linked role, which no policy of this kind binds.
  const stackSets = role("stacksets-exec-*");

  return {
    Version: "2012-10-17",
    Statement: [
      deny("Encryption", ["xray:PutEncryptionConfig"], "*", [...always, guardsRole("remediation-*")]),
      deny("Spans", ["xray:UpdateTraceSegmentDestination"], "*", always, {
        // Back to X-Ray everybody may, and no value but this one is known to mean that.
        StringNotEquals: { "xray:TraceSegmentDestination": "XRay" },
      }),
      deny(
        "Recording",
        [
          "config:DeleteConfigurationRecorder",
          "config:DeleteDeliveryChannel",
          "config:DeleteRetentionConfiguration",
          "config:DisassociateResourceTypes",
          "config:PutConfigurationRecorder",
          "config:PutDeliveryChannel",
          "config:PutRetentionConfiguration",
          "config:StopConfigurationRecorder",
        ],
        "*",
        always,
      ),
      deny(
        "Rule",
        [
          "config:DeleteConfigRule",
          "config:DeleteEvaluationResults",
          "config:DeleteRemediation*",
          "config:PutConfigRule",
          "config:PutRemediation*",
        ],
        // AWS Config gives a rule's ARN a random ID, and IAM has no other name for it.
        "*",
        [...always, ...ruleKeepers.map(role)],
      ),
      deny(
        "Keys",
        [
          "kms:DeleteImportedKeyMaterial",
          "kms:DisableKey",
          "kms:PutKeyPolicy",
          "kms:RetireGrant",
          "kms:RevokeGrant",
          "kms:ScheduleKeyDeletion",
        ],
        own("kms", "key/*"),
        [...always, ...keyKeepers.map(role)],
        { "ForAnyValue:StringLike": { "kms:ResourceAliases": [...keys] } },
      ),
      deny(
        "WhichKeys",
        [
          "kms:CreateAlias",
          "kms:DeleteAlias",
          "kms:UpdateAlias",
          "logs:AssociateKmsKey",
          "logs:DisassociateKmsKey",
        ],
        [...keys.map((alias) => own("kms", alias)), own("logs", "log-group:aws/spans*")],
        [...always, ...keyKeepers.map(role)],
      ),
      deny(
        "Guard",
        [
          "cloudwatch:DeleteAlarms",
          "cloudwatch:DisableAlarmActions",
          "cloudwatch:PutMetricAlarm",
          "dynamodb:DeleteTable",
          "events:DeleteRule",
          "events:DisableRule",
          "events:PutRule",
          "events:PutTargets",
          "events:RemoveTargets",
          "lambda:AddPermission",
          "lambda:Delete*",
          "lambda:Put*",
          "lambda:RemovePermission",
          "lambda:Update*",
          "logs:DeleteLogGroup",
          "s3:DeleteBucket*",
          "s3:DeleteObject*",
          "s3:PutBucket*",
          "s3:PutLifecycleConfiguration",
          "sns:AddPermission",
          "sns:DeleteTopic",
          "sns:RemovePermission",
          "sns:SetTopicAttributes",
          "sqs:DeleteQueue",
          "sqs:SetQueueAttributes",
        ],
        [
          own("cloudwatch", `alarm:${guard}-*`),
          own("dynamodb", `table/${guard}-*`),
          own("events", `rule/${guard}-*`),
          own("lambda", `function:${guard}-*`),
          own("logs", `log-group:${guard}-*`),
          `arn:${partition}:s3:::${guard}-*`,
          own("sns", `${guard}-*`),
          own("sqs", `${guard}-*`),
        ],
        always,
      ),
      deny(
        "Roles",
        [
          "iam:Attach*",
          "iam:Create*",
          "iam:Delete*",
          "iam:Detach*",
          "iam:PassRole",
          "iam:Put*",
          "iam:Set*",
          "iam:Update*",
        ],
        [
          ...[deployer, previewer, "stacksets-exec-*", ...passing, ...keyKeepers, ...ruleKeepers].map(role),
          guardsRole("*"),
          `arn:${partition}:iam::*:policy/${boundary}`,
          `arn:${partition}:iam::*:policy/${deployer}*`,
          `arn:${partition}:iam::*:oidc-provider/${issuer}`,
        ],
        [...always, stackSets],
      ),
    ],
  };
}

function deny(
  Sid: string,
  Action: string[],
  Resource: string | string[],
  exceptFor: string[],
  onlyWhere: Denial["Condition"] = {},
): Denial {
  return {
    Sid,
    Effect: "Deny",
    Action: oneOrAll(Action),
    Resource: typeof Resource === "string" ? Resource : oneOrAll(Resource),
    Condition: { ArnNotLike: { "aws:PrincipalArn": oneOrAll(exceptFor) }, ...onlyWhere },
  };
}

/** Brackets count, too. */
function oneOrAll(values: string[]): string | string[] {
  const [only, ...others] = values;
  return only !== undefined && others.length === 0 ? only : values;
}

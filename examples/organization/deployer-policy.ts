import { actionsByType } from "../../audit/preflight/deployment-actions";
import type { Registration } from "../../stack-runner/run";
import { boundary, deployer, guard } from "./names";
import type { PolicyAccount } from "./policy-account";

/** A statement of a policy, without outputs: a template holds it, too. */
export interface PlainStatement {
  Sid: string;
  Effect: "Allow" | "Deny";
  Action: string[];
  Resource: string[];
  Condition?: Record<string, Record<string, string | string[]>>;
}

/** Where the stacks' state is. */
export interface State {
  /** The bucket's name; empty for Pulumi Cloud. */
  bucket: string;
  /** The ARN of the key that encrypts the stacks' secrets and the bucket; empty for none. */
  key: string;
}

/** Why each statement is there, by service. */
const reasons: Record<string, string> = {
  cloudformation: "CallConfigThroughCloudControl",
  cloudtrail: "MakeItsTrail",
  cloudwatch: "MakeItsAlarms",
  config: "RecordAndJudge",
  dynamodb: "MakeItsMemory",
  events: "ListenToEvents",
  iam: "MakeItsRoles",
  kms: "LookAtKeys",
  lambda: "MakeItsFunctions",
  logs: "MakeItsLogs",
  s3: "KeepItsHistory",
  sns: "MakeItsTopics",
  sqs: "MakeItsQueue",
  sts: "SeeWhichAccountThisIs",
  xray: "SetTheEncryption",
};

/** Actions by which a role gets rights or keeps them: allowed on roles within the boundary alone. */
const withinBoundary = [
  "iam:AttachRolePolicy",
  "iam:CreateRole",
  "iam:DeleteRole",
  "iam:DeleteRolePolicy",
  "iam:DetachRolePolicy",
  "iam:PutRolePermissionsBoundary",
  "iam:PutRolePolicy",
  "iam:UpdateAssumeRolePolicy",
];

const isRead = (action: string): boolean => /^\w+:(?:Describe|Get|List)/.test(action);

/**
 * What `pulumi up` of the guard needs in one account, in every Region and with every setting: the actions that preflight knows,
 * on what bears the guard's name.
 *
 * @param keys aliases of the keys that X-Ray may be given
 * @param rolePath `iamPath` of the fleet's stacks
 */
export function deployerStatements(
  place: PolicyAccount,
  { keys, rolePath, state }: { keys: readonly string[]; rolePath: string; state: State },
): PlainStatement[] {
  const roles = [`arn:${place.partition}:iam::${place.accountId}:role${rolePath}${guard}-*`];
  const permissionsBoundary = `arn:${place.partition}:iam::${place.accountId}:policy/${boundary}`;
  const needed = withoutNeeds(needs(place, rolePath), [...withinBoundary, "iam:PassRole", "kms:CreateGrant"]);
  return [
    ...needed,
    {
      Sid: "GiveItsRolesRightsWithinTheBoundary",
      Effect: "Allow",
      Action: withinBoundary,
      Resource: roles,
      Condition: { StringEquals: { "iam:PermissionsBoundary": permissionsBoundary } },
    },
    {
      Sid: "HandItsRolesToTheServicesThatUseThem",
      Effect: "Allow",
      Action: ["iam:PassRole"],
      Resource: roles,
      Condition: {
        StringEquals: {
          "iam:PassedToService": ["config.amazonaws.com", "lambda.amazonaws.com", "ssm.amazonaws.com"],
        },
      },
    },
    {
      // X-Ray creates a grant on the key in the name of whoever sets it.
      Sid: "LetXrayUseTheKeys",
      Effect: "Allow",
      Action: ["kms:CreateGrant"],
      Resource: [`arn:${place.partition}:kms:*:${place.accountId}:key/*`],
      Condition: { "ForAnyValue:StringLike": { "kms:ResourceAliases": [...keys] } },
    },
    {
      // `npm run audit -- preflight` asks as whoever deploys.
      Sid: "AskWhatItMayDo",
      Effect: "Allow",
      Action: ["iam:GetRole", "iam:SimulatePrincipalPolicy"],
      Resource: [`arn:${place.partition}:iam::${place.accountId}:role/${deployer}`],
    },
    ...stateStatements(place, state, "write"),
  ];
}

/** What `pulumi preview --refresh` needs: the reads of the same. */
export function previewerStatements(
  place: PolicyAccount,
  { rolePath, state }: { rolePath: string; state: State },
): PlainStatement[] {
  return [
    ...needs(place, rolePath).flatMap((statement) => {
      const Action = statement.Action.filter(isRead);
      return Action.length === 0 ? [] : [{ ...statement, Action }];
    }),
    ...stateStatements(place, state, "read"),
  ];
}

/** The needs of every type of resource that the guard declares, a statement for each kind of resource. */
function needs({ partition, accountId }: PolicyAccount, rolePath: string): PlainStatement[] {
  const location = { partition, accountId, region: "*", rolePath };
  // Of a resource that is to be made only the beginning of its name is known.
  const named = {
    name: `${guard}-`,
    inputs: {
      typeName: "AWS::Config::AggregationAuthorization",
      logGroupName: `${guard}-*`,
    },
  } as unknown as Registration;
  const all = Object.values(actionsByType).flatMap((types) =>
    types.flatMap(({ actions, resourceArn }) =>
      actions.map((action) => ({ action, resource: resourceArn(named, location) })),
    ),
  );
  all.push({ action: "sts:GetCallerIdentity", resource: "*" });
  const byKind = Map.groupBy(all, ({ action, resource }) => `${action.split(":")[0] ?? ""} ${resource}`);
  const count = new Map<string, number>();
  return [...byKind].map(([kind, found]) => {
    const [service = "", resource = ""] = kind.split(" ");
    const before = count.get(service) ?? 0;
    count.set(service, before + 1);
    const reason = reasons[service];
    if (reason === undefined) throw new Error(`Why a deployment calls ${service} is in no line of reasons.`);
    return {
      Sid: `${reason}${before === 0 ? "" : before + 1}`,
      Effect: "Allow",
      Action: [...new Set(found.map(({ action }) => action))].sort(),
      Resource: [resource],
    };
  });
}

function withoutNeeds(statements: PlainStatement[], actions: readonly string[]): PlainStatement[] {
  return statements.flatMap((statement) => {
    const Action = statement.Action.filter((action) => !actions.includes(action));
    return Action.length === 0 ? [] : [{ ...statement, Action }];
  });
}

function stateStatements(
  { partition }: PolicyAccount,
  { bucket, key }: State,
  access: "read" | "write",
): PlainStatement[] {
  const arn = `arn:${partition}:s3:::${bucket}`;
  const isWritten = access === "write";
  return [
    ...(bucket === ""
      ? []
      : ([
          { Sid: "FindTheState", Effect: "Allow", Action: ["s3:ListBucket"], Resource: [arn] },
          {
            Sid: "KeepTheState",
            Effect: "Allow",
            // A preview takes no lock and writes no state.
            Action: isWritten ? ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"] : ["s3:GetObject"],
            Resource: [`${arn}/.pulumi/*`],
          },
        ] satisfies PlainStatement[])),
    ...(key === ""
      ? []
      : ([
          {
            Sid: "ReadTheStacksSecrets",
            Effect: "Allow",
            // A preview of a new account makes a state that goes with the job.
            Action: ["kms:Decrypt", "kms:Encrypt", ...(isWritten ? ["kms:GenerateDataKey"] : [])],
            Resource: [key],
          },
        ] satisfies PlainStatement[])),
  ];
}

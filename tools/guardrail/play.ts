import { guardrail } from "../../examples/organization/guardrail";
import { boundary, deployer, guard } from "../../examples/organization/names";
import { accountTemplate } from "../../examples/organization/template";
import { Account } from "../../local/account/account";
import { LocalCloud } from "../../local/deployment/deploy";
import { Organization } from "../../local/services/organizations/organization";
import { runProgram } from "../../stack-runner/run";

/** The account where the calls are made, and the one that manages the organization. */
const member = "234567890123";
const management = "123456789012";
const region = "eu-west-1";

/** Names that the example's stack file gives. */
const passing = ["AWSControlTowerExecution", "break-glass"];
const keyKeeper = "key-keeper";
const ruleKeeper = "rule-keeper";
const keys = ["alias/xray-traces"];

/** Who calls: the columns of the table. */
export const callers = {
  administrator: "an administrator",
  deployer: `\`${deployer}\``,
  remediation: "the remediation's role",
  passing: "a role of `alwaysMay`",
  keyKeeper: "a role of `mayKeepKeys`",
  ruleKeeper: "a role of `mayKeepRules`",
  management: "an administrator of the management account",
} as const;

export type Caller = keyof typeof callers;

/** What came of a call: allowed, denied by the guardrail, or by no right of the caller's own. */
export type Answer = "may" | "denied" | "no right";

/** A call: the rows of the table. */
interface Call {
  what: string;
  action: string;
  resource: string;
  context?: Record<string, string | string[]>;
}

const arn = (service: string, resource: string) => `arn:aws:${service}:${region}:${member}:${resource}`;
const role = (name: string) => `arn:aws:iam::${member}:role/${name}`;
const ofTraces = { "kms:ResourceAliases": ["alias/xray-traces"] };
const ofOthers = { "kms:ResourceAliases": ["alias/orders"] };
const bounded = { "iam:PermissionsBoundary": `arn:aws:iam::${member}:policy/${boundary}` };
const name = (suffix: string) => `${guard}-${suffix}-1a2b3c4`;

export const calls: Call[] = [
  { what: "set X-Ray's encryption", action: "xray:PutEncryptionConfig", resource: "*" },
  {
    what: "move segments to CloudWatch Logs",
    action: "xray:UpdateTraceSegmentDestination",
    resource: "*",
    context: { "xray:TraceSegmentDestination": "CloudWatchLogs" },
  },
  {
    what: "move them back to X-Ray",
    action: "xray:UpdateTraceSegmentDestination",
    resource: "*",
    context: { "xray:TraceSegmentDestination": "XRay" },
  },
  {
    what: "take the key from the log group of spans",
    action: "logs:DisassociateKmsKey",
    resource: arn("logs", "log-group:aws/spans"),
  },
  ...[
    "StopConfigurationRecorder",
    "PutConfigurationRecorder",
    "DeleteConfigurationRecorder",
    "DisassociateResourceTypes",
  ].map((action) => ({
    what: `\`${action}\``,
    action: `config:${action}`,
    resource: arn("config", "configuration-recorder/default/1a2b3c4d5e6f7g8h"),
  })),
  ...[
    "PutDeliveryChannel",
    "DeleteDeliveryChannel",
    "PutRetentionConfiguration",
    "DeleteRetentionConfiguration",
  ].map((action) => ({ what: `\`${action}\``, action: `config:${action}`, resource: "*" })),
  ...["PutConfigRule", "DeleteConfigRule", "DeleteEvaluationResults"].map((action) => ({
    what: `\`${action}\``,
    action: `config:${action}`,
    resource: arn("config", "config-rule/config-rule-1a2b3c"),
  })),
  {
    what: "take the remediation from a rule",
    action: "config:DeleteRemediationConfiguration",
    resource: arn("config", "remediation-configuration/1a2b3c"),
  },
  ...["DisableKey", "ScheduleKeyDeletion", "PutKeyPolicy", "RevokeGrant", "RetireGrant"].map((action) => ({
    what: `\`${action}\` of X-Ray's key`,
    action: `kms:${action}`,
    resource: arn("kms", "key/1234abcd-12ab-34cd-56ef-1234567890ab"),
    context: ofTraces,
  })),
  {
    what: "the same of another key",
    action: "kms:DisableKey",
    resource: arn("kms", "key/2345bcde-12ab-34cd-56ef-1234567890ab"),
    context: ofOthers,
  },
  ...["UpdateAlias", "DeleteAlias"].map((action) => ({
    what: `\`${action}\` of X-Ray's key`,
    action: `kms:${action}`,
    resource: arn("kms", "alias/xray-traces"),
  })),
  ...["UpdateFunctionCode", "PutFunctionConcurrency", "DeleteFunction"].map((action) => ({
    what: `\`${action}\` of the evaluator`,
    action: `lambda:${action}`,
    resource: arn("lambda", `function:${name("eu-west-1-evaluator")}`),
  })),
  {
    what: "the same of another function",
    action: "lambda:DeleteFunction",
    resource: arn("lambda", "function:orders"),
  },
  {
    what: "delete the alert topic",
    action: "sns:DeleteTopic",
    resource: arn("sns", name("eu-west-1-alerts")),
  },
  {
    what: "silence an alarm",
    action: "cloudwatch:DisableAlarmActions",
    resource: arn("cloudwatch", `alarm:${name("eu-west-1-evaluator-silent")}`),
  },
  {
    what: "delete history",
    action: "s3:DeleteObject",
    resource: `arn:aws:s3:::${name("history")}/AWSLogs/item.json.gz`,
  },
  {
    what: "make a role that would pass",
    action: "iam:CreateRole",
    resource: role(name("remediation")),
    context: bounded,
  },
  {
    what: `change whom \`${deployer}\` trusts`,
    action: "iam:UpdateAssumeRolePolicy",
    resource: role(deployer),
  },
  {
    what: "hand the remediation's role to an automation",
    action: "iam:PassRole",
    resource: role(name("remediation")),
    context: { "iam:PassedToService": "ssm.amazonaws.com" },
  },
  {
    what: "change the roles' boundary",
    action: "iam:CreatePolicyVersion",
    resource: `arn:aws:iam::${member}:policy/${boundary}`,
  },
];

/** What AWS does itself, as roles that it links to its services and by those that StackSets makes. */
export const servicesCalls: (Call & { who: string; path: string })[] = [
  {
    who: "AWSServiceRoleForConfigRemediation",
    path: "/aws-service-role/remediation.config.amazonaws.com/",
    what: "hands the remediation's role to AWS's runbook",
    action: "iam:PassRole",
    resource: role(name("remediation")),
    context: { "iam:PassedToService": "ssm.amazonaws.com" },
  },
  {
    who: "AWSServiceRoleForConfigConforms",
    path: "/aws-service-role/config-conforms.amazonaws.com/",
    what: "puts a rule of a conformance pack",
    action: "config:PutConfigRule",
    resource: arn("config", "config-rule/config-rule-1a2b3c"),
  },
  {
    who: "AWSServiceRoleForCloudFormationStackSetsOrgMember",
    path: "/aws-service-role/member.org.stacksets.cloudformation.amazonaws.com/",
    what: "makes the role with which StackSets deploys",
    action: "iam:CreateRole",
    resource: role("stacksets-exec-0123456789abcdef"),
  },
  {
    who: "stacksets-exec-0123456789abcdef",
    path: "/",
    what: `makes \`${deployer}\``,
    action: "iam:CreateRole",
    resource: role(deployer),
  },
];

export interface Played {
  what: string;
  answers: Record<Caller, Answer>;
}

/**
 * Plays every call by every caller in a member account where the role is deployed, and the guard with its remediation: once with
 * the guardrail and once without, which tells a denial from a lack of rights.
 */
export async function play(policy: unknown = exampleGuardrail()): Promise<{
  rows: Played[];
  services: { who: string; what: string; answer: Answer }[];
}> {
  const [bare, guarded] = [await open(), await open(policy)];
  const answer = async (principal: string, call: Call, of: "account" | "management"): Promise<Answer> => {
    const { action, resource, context = {} } = call;
    const isKey = resource.includes(":key/");
    const request = {
      principal,
      action,
      resource,
      context,
      ...(isKey && { resourcePolicy: byIam(resource) }),
    };
    const decide = (opened: Opened) => opened[of].authorization.decide(request);
    if ((await decide(guarded)).allowed) return "may";
    return (await decide(bare)).allowed ? "denied" : "no right";
  };
  const rows: Played[] = [];
  for (const call of calls) {
    const answers: Partial<Record<Caller, Answer>> = {};
    for (const caller of Object.keys(callers) as Caller[]) {
      answers[caller] = await (caller === "management"
        ? answer(bare.management.administrator, elsewhere(call), "management")
        : answer(bare.roles[caller], call, "account"));
    }
    rows.push({ what: call.what, answers: answers as Record<Caller, Answer> });
  }
  const services = [];
  for (const { who, path, ...call } of servicesCalls) {
    const principal = `arn:aws:iam::${member}:role${path}${who}`;
    services.push({ who, what: call.what, answer: await answer(principal, call, "account") });
  }
  return { rows, services };
}

/** A key's policy as KMS makes it: IAM of the key's account decides. */
function byIam(resource: string): unknown {
  const Principal = { AWS: `arn:aws:iam::${resource.split(":")[4] ?? ""}:root` };
  return {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal, Action: "kms:*", Resource: "*" }],
  };
}

/** The guardrail with the names of the example's stack file. */
export function exampleGuardrail() {
  return guardrail({
    partition: "aws",
    rolePath: "/",
    keys,
    passing,
    keyKeepers: [keyKeeper],
    ruleKeepers: [ruleKeeper],
  });
}

export function exampleLength(): number {
  return JSON.stringify(exampleGuardrail()).length;
}

/** The same call in the management account. */
function elsewhere({ resource, context = {}, ...call }: Call): Call {
  const moved = <T>(value: T): T => JSON.parse(JSON.stringify(value).replaceAll(member, management)) as T;
  return { ...call, resource: moved(resource), context: moved(context) };
}

interface Opened {
  account: Account;
  management: Account;
  roles: Record<Exclude<Caller, "management">, string>;
}

async function open(policy?: unknown): Promise<Opened> {
  const organization = new Organization(management);
  const options = { defaultRegion: region, organization };
  const [managing, account] = [new Account(options), new Account({ ...options, id: member })];
  organization.stackSets.create("deployment", {
    body: JSON.stringify(
      accountTemplate({
        deployedFrom: "acme/xray-guard",
        deployedInEnvironments: ["fleet"],
        previewedOnBranch: "main",
        gitHubProvider: "create",
        keysAreCalled: keys,
        rolesAreUnder: "/",
        stateBucket: "",
        stateKey: "",
      }),
    ),
    capabilities: ["CAPABILITY_NAMED_IAM"],
    isAutomatic: true,
  });
  organization.stackSets.createInstances("deployment");
  await deployGuard(account);
  if (policy !== undefined)
    organization.attach(organization.createPolicy("guardrail", JSON.stringify(policy)), organization.unit);
  const make = (roleName: string, action: string, path?: string): string => {
    const made = account.iam.createRole(roleName, undefined, path);
    account.iam.putRolePolicy(roleName, "Policy", {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: action, Resource: "*" }],
    });
    return made.arn;
  };
  for (const { who, path, action } of servicesCalls) make(who, action, path);
  const found = account.iam.listRoles().find((one) => one.name.startsWith(`${guard}-remediation-`));
  if (found === undefined) throw new Error("The guard made no role for its remediation.");
  return {
    account,
    management: managing,
    roles: {
      administrator: account.administrator,
      deployer: role(deployer),
      remediation: found.arn,
      passing: make("break-glass", "*"),
      keyKeeper: make(keyKeeper, "kms:*"),
      ruleKeeper: make(ruleKeeper, "config:*"),
    },
  };
}

/** Deploys the roles of the guard with its remediation, within the boundary that the template made, and nothing else. */
async function deployGuard(account: Account): Promise<void> {
  const { kms } = await account.region(region);
  const key = kms.createKey({ id: "1234abcd-12ab-34cd-56ef-1234567890ab", accountId: account.id });
  kms.createAlias("alias/xray-traces", key.arn, account.id);
  await runProgram({
    stack: "dev",
    cloud: new LocalCloud(account, ({ type, inputs }) => (type.startsWith("aws:iam/") ? inputs : undefined)),
    config: {
      desiredKey: "alias/xray-traces",
      enforcement: "remediate",
      permissionsBoundary: `arn:aws:iam::${member}:policy/${boundary}`,
    },
  });
}

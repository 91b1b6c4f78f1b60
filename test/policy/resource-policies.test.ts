import assert from "node:assert/strict";
import type { Policies } from "@pulumi/policy";
import { configRuleTrigger } from "../../policy/policies/config-rule-trigger";
import { lambdaPermissionSourceAccount } from "../../policy/policies/lambda-permission-source-account";
import { roleLeastPrivilege } from "../../policy/policies/role-least-privilege";
import { topicPolicyBound } from "../../policy/policies/topic-policy-bound";
import { askAbout, unknown } from "./ask";

interface Case {
  it: string;
  type: string;
  props: Record<string, unknown>;
  config?: object;
  /** One for each violation, in order. */
  violations?: RegExp[];
  /** Whether the engine says that the policy could not be run. */
  unknown?: true;
}

function table(policy: Policies[number], cases: Case[]): void {
  describe(policy.name, () => {
    for (const { it: sentence, type, props, config, violations = [], unknown: isUnknown } of cases) {
      it(sentence, async () => {
        const answer = await askAbout(policy, { type, props }, config);
        assert.equal(answer.violations.length, violations.length, answer.violations.join("\n"));
        violations.forEach((violation, index) => assert.match(answer.violations[index] ?? "", violation));
        assert.equal(answer.unknown !== undefined, isUnknown === true, answer.unknown);
      });
    }
    it("has nothing to say about other resources", async () => {
      const answer = await askAbout(policy, { type: "aws:s3/bucket:Bucket", props: { policy: "{" } });
      assert.deepEqual(answer, { violations: [] });
    });
  });
}

const rule = "aws:cfg/rule:Rule";
const onChange = { eventSource: "aws.config", messageType: "ConfigurationItemChangeNotification" };
const onSchedule = { eventSource: "aws.config", messageType: "ScheduledNotification" };
const custom = (...sourceDetails: object[]) => ({ source: { owner: "CUSTOM_LAMBDA", sourceDetails } });
const scope = { complianceResourceTypes: ["AWS::XRay::EncryptionConfig"] };

table(configRuleTrigger, [
  {
    it: "passes a scope on a rule that evaluates changes",
    type: rule,
    props: { ...custom(onChange), scope },
  },
  { it: "passes a scope by tag", type: rule, props: { ...custom(onChange), scope: { tagKey: "team" } } },
  {
    it: "passes both triggers with scope and frequency",
    type: rule,
    props: { ...custom(onChange, { ...onSchedule, maximumExecutionFrequency: "One_Hour" }), scope },
  },
  { it: "passes a schedule without scope", type: rule, props: custom(onSchedule) },
  {
    it: "leaves AWS's managed rules alone",
    type: rule,
    props: { source: { owner: "AWS" }, maximumExecutionFrequency: "One_Hour" },
  },
  {
    it: "refuses a scope on a rule that only runs on schedule",
    type: rule,
    props: { ...custom(onSchedule), scope },
    violations: [/only runs on schedule and has a scope/],
  },
  {
    it: "refuses a rule that evaluates changes of everything",
    type: rule,
    props: { ...custom(onChange), scope: { complianceResourceTypes: [] } },
    violations: [/has no scope, .*: set scope\.complianceResourceTypes/],
  },
  {
    it: "lets a rule do so that is excepted by name",
    type: rule,
    props: custom(onChange),
    config: { unscopedRules: ["it"] },
  },
  { it: "refuses a rule without a trigger", type: rule, props: custom(), violations: [/has no trigger/] },
  {
    it: "refuses a frequency on the rule and on a change",
    type: rule,
    props: {
      ...custom({ ...onChange, maximumExecutionFrequency: "One_Hour" }),
      scope,
      maximumExecutionFrequency: "One_Hour",
    },
    violations: [/does not belong on the rule/, /ConfigurationItemChangeNotification has a frequency/],
  },
  { it: "cannot run on an unknown source", type: rule, props: { source: unknown }, unknown: true },
  {
    it: "cannot run on an unknown scope",
    type: rule,
    props: { ...custom(onChange), scope: unknown },
    unknown: true,
  },
]);

const permission = "aws:lambda/permission:Permission";
const config = { principal: "config.amazonaws.com" };
const account = "123456789012";

table(lambdaPermissionSourceAccount, [
  { it: "passes a service bound by account", type: permission, props: { ...config, sourceAccount: account } },
  {
    it: "passes a service bound by an ARN that names an account",
    type: permission,
    props: { principal: "events.amazonaws.com", sourceArn: `arn:aws:events:eu-west-1:${account}:rule/x` },
  },
  { it: "passes an account as principal", type: permission, props: { principal: account } },
  {
    it: "passes a role as principal",
    type: permission,
    props: { principal: `arn:aws:iam::${account}:role/x` },
  },
  {
    it: "passes everybody of an organization",
    type: permission,
    props: { principal: "*", principalOrgId: "o-1" },
  },
  {
    it: "lets a service in that is excepted",
    type: permission,
    props: config,
    config: { exceptServices: ["config.amazonaws.com"] },
  },
  {
    it: "refuses AWS Config for any account",
    type: permission,
    props: config,
    violations: [/^config\.amazonaws\.com may invoke the function for any account: set sourceAccount/],
  },
  {
    it: "refuses AWS Config by ARN alone, which cannot be known before the rule",
    type: permission,
    props: { ...config, sourceArn: `arn:aws:config:eu-west-1:${account}:config-rule/x` },
    violations: [/^config\.amazonaws\.com is let in for a rule.s ARN/],
  },
  {
    it: "refuses an ARN that names no account",
    type: permission,
    props: { principal: "s3.amazonaws.com", sourceArn: "arn:aws:s3:::bucket" },
    violations: [/^s3\.amazonaws\.com may invoke/],
  },
  {
    it: "refuses everybody",
    type: permission,
    props: { principal: "*" },
    violations: [/^Anyone may invoke/],
  },
  {
    it: "cannot run on an unknown account",
    type: permission,
    props: { ...config, sourceAccount: unknown },
    unknown: true,
  },
]);

const topicPolicy = "aws:sns/topicPolicy:TopicPolicy";
const service = (name: string) => ({ Service: `${name}.amazonaws.com` });
const document = (...Statement: object[]) => JSON.stringify({ Version: "2012-10-17", Statement });
const publish = (Principal: unknown, Condition?: object) => ({
  policy: document({
    Sid: "Publish",
    Effect: "Allow",
    Principal,
    Action: "sns:Publish",
    Resource: "*",
    Condition,
  }),
});
const bound = { StringEquals: { "aws:SourceAccount": account } };

table(topicPolicyBound, [
  { it: "passes a service bound by account", type: topicPolicy, props: publish(service("config"), bound) },
  {
    it: "passes whatever the letter case of the condition",
    type: topicPolicy,
    props: publish(service("config"), { stringequals: { "AWS:SourceAccount": [account] } }),
  },
  {
    it: "passes a service bound by an ARN that names an account",
    type: topicPolicy,
    props: publish(service("cloudwatch"), {
      ArnLike: { "aws:SourceArn": `arn:aws:cloudwatch:*:${account}:alarm:*` },
    }),
  },
  {
    it: "passes everybody of an organization",
    type: topicPolicy,
    props: publish("*", { StringEquals: { "aws:PrincipalOrgID": "o-abcdefghij" } }),
  },
  { it: "passes a named role", type: topicPolicy, props: publish({ AWS: `arn:aws:iam::${account}:role/x` }) },
  { it: "passes a topic without a policy", type: "aws:sns/topic:Topic", props: {} },
  {
    it: "lets a service in that is excepted",
    type: topicPolicy,
    props: publish(service("config")),
    config: { exceptServices: ["config.amazonaws.com"] },
  },
  {
    it: "refuses a service for any account",
    type: topicPolicy,
    props: publish(service("config")),
    violations: [/statement Publish allows config\.amazonaws\.com for any account: add a condition/],
  },
  {
    it: "refuses EventBridge and names the role that does instead",
    type: topicPolicy,
    props: publish(service("events")),
    violations: [/give the event target a roleArn/],
  },
  {
    it: "refuses everybody, on the topic itself too",
    type: "aws:sns/topic:Topic",
    props: publish({ AWS: "*" }),
    violations: [/allows anyone:/],
  },
  ...(
    [
      ["that lets in who does not say", { StringEqualsIfExists: { "aws:SourceAccount": account } }],
      ["that excludes an account", { StringNotEquals: { "aws:SourceAccount": account } }],
      ["that any account meets", { StringLike: { "aws:SourceAccount": "*" } }],
      ["that one of any accounts meets", { StringLike: { "aws:SourceAccount": [account, "*"] } }],
      ["on no account at all", { StringEquals: { "aws:SourceAccount": [] } }],
      ["on an ARN of any account", { ArnLike: { "aws:SourceArn": "arn:aws:config:*:*:*" } }],
      ["that no service meets", { StringEquals: { "aws:PrincipalOrgID": "o-abcdefghij" } }],
      ["that an empty request meets", { "ForAllValues:StringEquals": { "aws:SourceAccount": account } }],
    ] as const
  ).map(([what, condition]) => ({
    it: `refuses a condition ${what}`,
    type: topicPolicy,
    props: publish(service("config"), condition),
    violations: [/allows config\.amazonaws\.com for any account/],
  })),
  {
    it: "refuses everyone except some",
    type: topicPolicy,
    props: { policy: document({ Effect: "Allow", NotPrincipal: { AWS: account }, Action: "sns:Publish" }) },
    violations: [/statement 1 allows everyone except some/],
  },
  { it: "refuses what is not JSON", type: topicPolicy, props: { policy: "{" }, violations: [/is not JSON/] },
  { it: "refuses no document", type: topicPolicy, props: {}, violations: [/has no list of statements/] },
  { it: "cannot run on an unknown policy", type: topicPolicy, props: { policy: unknown }, unknown: true },
]);

const grant = (statement: object) => ({ policy: document({ Effect: "Allow", Sid: "May", ...statement }) });
const trust = (name: string, Condition?: object) => ({
  assumeRolePolicy: document({
    Effect: "Allow",
    Principal: service(name),
    Action: "sts:AssumeRole",
    Condition,
  }),
});
const role = "aws:iam/role:Role";
const rolePolicy = "aws:iam/rolePolicy:RolePolicy";
const attachment = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
const bucket = "arn:aws:s3:::bucket";

table(roleLeastPrivilege, [
  {
    it: "passes * for what IAM cannot scope, in any letter case",
    type: rolePolicy,
    props: grant({ Action: ["config:PutEvaluations", "XRAY:getencryptionconfig"], Resource: "*" }),
  },
  {
    it: "passes * for what the pack's configuration says cannot be scoped",
    type: rolePolicy,
    props: grant({ Action: "ec2:DescribeVpcs", Resource: "*" }),
    config: { unscopedActions: ["ec2:DescribeVpcs"] },
  },
  {
    it: "passes named resources",
    type: rolePolicy,
    props: grant({ Action: "s3:GetObject", Resource: bucket }),
  },
  {
    it: "passes a family of actions that AWS writes with a wildcard",
    type: rolePolicy,
    props: grant({ Action: "kms:GenerateDataKey*", Resource: "arn:aws:kms:eu-west-1:123456789012:key/x" }),
  },
  {
    it: "passes a denial of everything",
    type: rolePolicy,
    props: { policy: document({ Effect: "Deny", Action: "*", Resource: "*" }) },
  },
  { it: "passes a service trusted for one account", type: role, props: trust("config", bound) },
  { it: "passes Lambda, which names no account when it assumes a role", type: role, props: trust("lambda") },
  {
    it: "passes an AWS managed policy that is not all of a service",
    type: attachment,
    props: { policyArn: "arn:aws:iam::aws:policy/service-role/AWS_ConfigRole" },
  },
  {
    it: "refuses every action, one service's, and a family",
    type: rolePolicy,
    props: grant({ Action: ["*", "s3:*", "s3:Get*"], Resource: bucket }),
    violations: [/statement May allows \*: list/, /allows s3:\*/, /allows s3:Get\*/],
  },
  {
    it: "refuses * for what can be scoped",
    type: "aws:iam/policy:Policy",
    props: grant({ Action: ["config:PutEvaluations", "s3:GetObject"], Resource: ["*"] }),
    violations: [/allows s3:GetObject on \*: name the resources/],
  },
  {
    it: "refuses all actions except some and all resources except some",
    type: rolePolicy,
    props: grant({ NotAction: "iam:*", NotResource: bucket }),
    violations: [/all actions except some/, /all resources except some/],
  },
  {
    it: "refuses the same in a role's inline policies",
    type: role,
    props: { ...trust("lambda"), inlinePolicies: [grant({ Action: "*", Resource: bucket })] },
    violations: [/In the inline policy, statement May allows \*/],
  },
  {
    it: "refuses a service trusted for any account",
    type: role,
    props: trust("config"),
    violations: [/In the trust policy, statement 1 trusts config\.amazonaws\.com for any account/],
  },
  {
    it: "refuses Lambda too where the configuration says so",
    type: role,
    props: trust("lambda"),
    config: { unboundServices: [] },
    violations: [/trusts lambda/],
  },
  {
    it: "refuses trust in everybody",
    type: role,
    props: { assumeRolePolicy: document({ Effect: "Allow", Principal: "*", Action: "sts:AssumeRole" }) },
    violations: [/trusts \* for any account/],
  },
  {
    it: "refuses AWS's policies that allow everything",
    type: attachment,
    props: { policyArn: "arn:aws:iam::aws:policy/AdministratorAccess" },
    violations: [/AdministratorAccess, which allows far more than one task needs/],
  },
  {
    it: "refuses them on the role itself too",
    type: role,
    props: { ...trust("lambda"), managedPolicyArns: ["arn:aws:iam::aws:policy/AmazonS3FullAccess"] },
    violations: [/AmazonS3FullAccess/],
  },
  { it: "refuses a policy that cannot be read", type: rolePolicy, props: {}, violations: [/has no list/] },
  { it: "cannot run on an unknown policy", type: rolePolicy, props: { policy: unknown }, unknown: true },
  {
    it: "tells what is wrong with one document though another is unknown",
    type: role,
    props: { assumeRolePolicy: unknown, inlinePolicies: [grant({ Action: "*", Resource: bucket })] },
    violations: [/allows \*/],
    unknown: true,
  },
]);

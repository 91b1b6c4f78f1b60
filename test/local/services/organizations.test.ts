import assert from "node:assert/strict";
import type { Account } from "../../../local/account/account";
import { Organization } from "../../../local/services/organizations/organization";
import type { Properties } from "../../../local/provider/properties";
import { LocalProvider } from "../../../local/provider/provider";
import { openAccount, trust } from "../accounts";

const management = "123456789012";
const member = "234567890123";

const policyType = "aws:organizations/policy:Policy";
const attachmentType = "aws:organizations/policyAttachment:PolicyAttachment";
const administratorType = "aws:organizations/delegatedAdministrator:DelegatedAdministrator";
const stackSetType = "aws:cloudformation/stackSet:StackSet";
const instanceType = "aws:cloudformation/stackSetInstance:StackSetInstance";
const aggregatorType = "aws:cfg/configurationAggregator:ConfigurationAggregator";

const denial = (action: string, extra: object = {}) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Sid: "No", Effect: "Deny", Action: action, Resource: "*", ...extra }],
  });

const template = (resources: object) => JSON.stringify({ Resources: resources });
const roleTemplate = (name: string) =>
  template({
    Role: { Type: "AWS::IAM::Role", Properties: { RoleName: name, AssumeRolePolicyDocument: {} } },
  });
const stackSet = (name: string, templateBody: string): Properties => ({
  name,
  permissionModel: "SERVICE_MANAGED",
  capabilities: ["CAPABILITY_NAMED_IAM"],
  autoDeployment: { enabled: true },
  templateBody,
});

/** An organization with its management account and a member, and providers of both. */
async function open() {
  const organization = new Organization(management);
  const accounts = [
    await openAccount({ id: management, organization }),
    await openAccount({ id: member, organization }),
  ] as const;
  const make = async (account: Account, type: string, inputs: Properties) => {
    const provider = await LocalProvider.configure(async () => account, { region: "eu-west-1" });
    const created = await provider.create({ type, name: "it", inputs, isPreview: false });
    return { provider, type, name: "it", inputs, ...created };
  };
  const [managing, bound] = accounts;
  return { organization, managing, bound, make };
}

type Opened = Awaited<ReturnType<typeof open>>;

async function may(account: Account, action: string, principal = account.administrator): Promise<boolean> {
  return (await account.authorization.decide({ principal, action, resource: "*" })).allowed;
}

describe("the local account's organization", () => {
  const refusals: [what: string, error: RegExp, act: (opened: Opened) => Promise<unknown>][] = [
    [
      "a policy of a member account",
      /AccessDeniedException/,
      ({ bound, make }) => make(bound, policyType, { name: "no", content: denial("xray:*") }),
    ],
    [
      "a policy of an account that is in no organization",
      /AWSOrganizationsNotInUseException/,
      async ({ make }) => make(await openAccount(), policyType, { name: "no", content: denial("xray:*") }),
    ],
    [
      "a policy that is too long",
      /ConstraintViolationException: .*10241, and may have 10240/,
      ({ managing, make }) => {
        const short = denial("xray:*");
        const content = denial("xray:*", { Extra: "x".repeat(10_241 - short.length - ',"Extra":""'.length) });
        return make(managing, policyType, { name: "no", content });
      },
    ],
    [
      "a policy that is no JSON",
      /MalformedPolicyDocumentException/,
      ({ managing, make }) => make(managing, policyType, { name: "no", content: "{" }),
    ],
    [
      "a second policy of a name",
      /DuplicatePolicyException/,
      async ({ managing, make }) => {
        await make(managing, policyType, { name: "no", content: denial("xray:*") });
        return make(managing, policyType, { name: "no", content: denial("kms:*") });
      },
    ],
    [
      "a target that it does not have",
      /TargetNotFoundException/,
      async ({ managing, make }) => {
        const { id } = await make(managing, policyType, { name: "no", content: denial("xray:*") });
        return make(managing, attachmentType, { policyId: id, targetId: "ou-exam-other000" });
      },
    ],
    [
      "to delete a policy that is attached",
      /PolicyInUseException/,
      async ({ managing, make, organization }) => {
        const policy = await make(managing, policyType, { name: "no", content: denial("xray:*") });
        await make(managing, attachmentType, { policyId: policy.id, targetId: organization.root });
        return policy.provider.delete(policy);
      },
    ],
    [
      "a policy of another type",
      /simulates service control policies, not TAG_POLICY/,
      ({ managing, make }) => make(managing, policyType, { name: "no", type: "TAG_POLICY", content: "{}" }),
    ],
    [
      "the management account as a delegated administrator",
      /ConstraintViolationException/,
      ({ managing, make }) =>
        make(managing, administratorType, {
          accountId: management,
          servicePrincipal: "config.amazonaws.com",
        }),
    ],
    [
      "an administrator who is one already",
      /AccountAlreadyRegisteredException/,
      async ({ managing, make }) => {
        const one = { accountId: member, servicePrincipal: "config.amazonaws.com" };
        await make(managing, administratorType, one);
        return make(managing, administratorType, one);
      },
    ],
    [
      "an aggregator of a member that is no delegated administrator",
      /OrganizationAccessDeniedException/,
      ({ bound, make }) => {
        const { arn } = bound.iam.createRole("aggregator", trust("config.amazonaws.com"));
        const organizationAggregationSource = { roleArn: arn, allRegions: true };
        return make(bound, aggregatorType, { name: "all", organizationAggregationSource });
      },
    ],
    [
      "an aggregator with a role that does not exist",
      /InvalidRoleException/,
      ({ managing, make }) =>
        make(managing, aggregatorType, {
          name: "all",
          organizationAggregationSource: {
            roleArn: `arn:aws:iam::${management}:role/none`,
            allRegions: true,
          },
        }),
    ],
    [
      "a StackSet of a member account",
      /AccessDeniedException/,
      ({ bound, make }) => make(bound, stackSetType, stackSet("set", roleTemplate("deployer"))),
    ],
    [
      "named roles without the capability",
      /InsufficientCapabilitiesException/,
      ({ managing, make }) =>
        make(managing, stackSetType, { ...stackSet("set", roleTemplate("deployer")), capabilities: [] }),
    ],
    [
      "a template that is too long",
      /ValidationError: .*51200/,
      ({ managing, make }) => make(managing, stackSetType, stackSet("set", roleTemplate("x".repeat(51_200)))),
    ],
    [
      "a type of resource that it cannot make",
      /ValidationError: .*AWS::EC2::VPC/,
      ({ managing, make }) =>
        make(managing, stackSetType, stackSet("set", template({ Net: { Type: "AWS::EC2::VPC" } }))),
    ],
    [
      "a reference to no resource",
      /ValidationError: .*depends on None/,
      ({ managing, make }) =>
        make(
          managing,
          stackSetType,
          stackSet("set", template({ Role: { Type: "AWS::IAM::Role", DependsOn: "None" } })),
        ),
    ],
    [
      "a second StackSet of a name",
      /NameAlreadyExistsException/,
      async ({ managing, make }) => {
        await make(managing, stackSetType, stackSet("set", roleTemplate("deployer")));
        return make(managing, stackSetType, stackSet("set", roleTemplate("deployer")));
      },
    ],
    [
      "instances under a unit that it does not have",
      /ValidationError: Organizational unit ou-exam-other000/,
      async ({ managing, make }) => {
        await make(managing, stackSetType, stackSet("set", roleTemplate("deployer")));
        const deploymentTargets = { organizationalUnitIds: ["ou-exam-other000"] };
        return make(managing, instanceType, { stackSetName: "set", deploymentTargets });
      },
    ],
    [
      "to delete a StackSet that has instances",
      /StackSetNotEmptyException/,
      async ({ managing, make, organization }) => {
        const set = await make(managing, stackSetType, stackSet("set", roleTemplate("deployer")));
        const deploymentTargets = { organizationalUnitIds: [organization.unit] };
        await make(managing, instanceType, { stackSetName: "set", deploymentTargets });
        return set.provider.delete(set);
      },
    ],
    [
      "a role that an account has already",
      /EntityAlreadyExists/,
      async ({ managing, bound, make, organization }) => {
        bound.iam.createRole("deployer", {});
        await make(managing, stackSetType, stackSet("set", roleTemplate("deployer")));
        const deploymentTargets = { organizationalUnitIds: [organization.unit] };
        return make(managing, instanceType, { stackSetName: "set", deploymentTargets });
      },
    ],
  ];
  for (const [what, error, act] of refusals) {
    it(`refuses ${what}`, async () => {
      await assert.rejects(act(await open()), error);
    });
  }

  it("binds the members under a target, and neither the management account nor service-linked roles", async () => {
    const { organization, managing, bound, make } = await open();
    const linked = bound.iam.createRole(
      "AWSServiceRoleForConfig",
      {},
      "/aws-service-role/config.amazonaws.com/",
    );
    bound.iam.putRolePolicy(linked.name, "All", JSON.parse(denial("*").replace("Deny", "Allow")));
    const { id } = await make(managing, policyType, { name: "no", content: denial("xray:*") });
    assert.equal(await may(bound, "xray:PutEncryptionConfig"), true);
    const attachment = await make(managing, attachmentType, { policyId: id, targetId: organization.unit });
    assert.equal(await may(bound, "xray:PutEncryptionConfig"), false);
    assert.equal(await may(bound, "config:PutEvaluations"), true);
    assert.equal(await may(managing, "xray:PutEncryptionConfig"), true);
    assert.equal(await may(bound, "xray:PutEncryptionConfig", linked.arn), true);
    await attachment.provider.delete(attachment);
    assert.equal(await may(bound, "xray:PutEncryptionConfig"), true);
  });

  it("deploys a StackSet to members, to those that come later, and not to the management account", async () => {
    const { organization, managing, bound, make } = await open();
    const set = await make(managing, stackSetType, stackSet("set", roleTemplate("deployer")));
    const deploymentTargets = { organizationalUnitIds: [organization.root] };
    const instances = await make(managing, instanceType, { stackSetName: "set", deploymentTargets });
    const later = await openAccount({ id: "345678901234", organization });
    const accounts = [managing, bound, later];
    const having = (name: string) => accounts.map(({ iam }) => iam.find(name) !== undefined);
    assert.deepEqual(having("deployer"), [false, true, true]);
    const inputs = stackSet(
      "set",
      template({ Other: { Type: "AWS::IAM::Role", Properties: { RoleName: "other" } } }),
    );
    await set.provider.update({ ...set, oldInputs: set.inputs, inputs, isPreview: false });
    assert.deepEqual(
      [having("deployer"), having("other")],
      [
        [false, false, false],
        [false, true, true],
      ],
    );
    await instances.provider.delete(instances);
    assert.deepEqual(having("other"), [false, false, false]);
    await set.provider.delete(set);
  });

  it("lets a delegated administrator have an aggregator", async () => {
    const { managing, bound, make } = await open();
    const { arn } = bound.iam.createRole("aggregator", trust("config.amazonaws.com"));
    await make(managing, administratorType, {
      accountId: member,
      servicePrincipal: "config.amazonaws.com",
    });
    const organizationAggregationSource = { roleArn: arn, allRegions: true };
    const { id } = await make(bound, aggregatorType, { name: "all", organizationAggregationSource });
    assert.equal(id, "all");
  });
});

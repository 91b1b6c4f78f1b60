import { mostCharacters } from "../../examples/organization/guardrail";
import { type Answer, type Caller, callers, exampleLength, play } from "../guardrail/play";
import { page, table } from "./markdown";

const words: Record<Answer, string> = { may: "yes", denied: "**no**", "no right": "·" };

/** What people may do about an organization's guardrail; the tables are what the simulator of IAM answered. */
export async function guardrailPage(): Promise<string> {
  const { rows, services } = await play();
  const names = Object.keys(callers) as Caller[];
  return page(
    "Who can still change X-Ray's encryption in an organization?",
    `This project notices a change; a service control policy prevents it. [examples/organization](../examples/organization) has one,
made for [this control](../examples/organization/guardrail.ts): by it none but named roles set X-Ray's encryption, move segments
to CloudWatch Logs, stop or change AWS Config's recorder, channel and rule, disable or delete X-Ray's keys, or change the guard's
functions, topics, alarms, history and roles. With the names of the example's stack file it has ${exampleLength()} characters; AWS takes
${mostCharacters}, and a longer one is refused before anything is deployed.`,
    "## Who may what",
    `Each row is a call in a member account, played by the simulator of IAM that the [local account](local-account.md) uses, with the
guardrail and without it. **yes**: allowed. **no**: the guardrail denies what the caller's own policies allow. ·: these give
the caller no right to it, with or without the guardrail. The deployment role has the policies that the StackSet gives it, the
remediation's role those of a deployed guard; administrators have all rights.`,
    table(
      ["call", ...names.map((name) => callers[name])],
      rows.map(({ what, answers }) => [what, ...names.map((name) => words[answers[name]])]),
    ),
    "A role of `mayKeepKeys` has all rights in KMS here, and one of `mayKeepRules` all in AWS Config.",
    "## What AWS does itself",
    `Service-linked roles are not bound by such policies: that is AWS's word
([Organizations User Guide](https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html#not-restricted-by-scp)),
and the local account holds to it. The last row is no such role: the guardrail names it.`,
    table(
      ["role", "what it does", "may it"],
      services.map(({ who, what, answer }) => [`\`${who}\``, what, words[answer]]),
    ),
    "## What it does not bind",
    `- **The management account.** No user, role or root user there is bound, whatever the policy is attached to
  ([the same page](https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html)). Deploy the
  guard there, too, and keep other work out of it.
- **Service-linked roles**, as above: who makes a service do something by its own role is not held back.
- **Whoever may leave.** An account that leaves the organization leaves its policies: deny \`organizations:LeaveOrganization\`
  by a policy of its own.
- **Rules, one by one.** AWS Config gives the ARN of a rule a random ID, and IAM has no other name for it: so none but the named
  roles put or delete any rule of the account. Teams that keep rules of their own are named in \`mayKeepRules\`.
- **A key without the alias.** Keys are recognized by \`kms:ResourceAliases\`. Their aliases are guarded for that reason.
- **What has been wrong before.** It changes no setting: the guard tells which account is wrong today.

Whoever could make a role of a name that passes would pass. So the guardrail also keeps everybody else from making or changing
those roles, from passing them to a service, and from changing the policy that bounds them.`,
    "## Beside Control Tower",
    `Control Tower attaches controls of its own to every organizational unit that it governs
([mandatory controls](https://docs.aws.amazon.com/controltower/latest/controlreference/mandatory-controls.html)). A call must pass
all policies, so these add up:

- "Disallow Configuration Changes to AWS Config" denies the seven calls that stop, put and delete recorder, channel and
  retention, to all but \`AWSControlTowerExecution\`. So the deployment role cannot make a recorder there either: take
  \`recorder: existing\`.
- "Disallow Changes to AWS Config Rules Set Up by AWS Control Tower" is for rules with the tag
  \`aws-control-tower: managed-by-control-tower\` alone. This project's rule has no such tag, so only this guardrail guards it.
- "Disallow Changes to AWS IAM Roles Set Up by AWS Control Tower and AWS CloudFormation" is for Control Tower's own roles and
  \`stacksets-exec-*\`, not for the deployment role.
- None of them is about X-Ray or its keys.
- Name \`AWSControlTowerExecution\` in \`alwaysMay\`. Otherwise the guardrail stops Control Tower from updating its own recorder.
- A target may have
  [ten policies](https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html), and Control Tower's count.`,
    "## How this is proved",
    `\`test/organization/guardrail.test.ts\` holds these tables against what must hold, and takes statements out of the policy to see
that it notices. \`test/engine/organization.engine.test.ts\` deploys the program by Pulumi's own CLI into a local organization, and
calls there. The simulator is not AWS: try the policy on one account first, as AWS advises.`,
  );
}

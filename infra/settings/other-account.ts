import type * as pulumi from "@pulumi/pulumi";
import { StackConfigError } from "./stack-config-error";
import type { Subscriber } from "./subscribers";

/**
 * The account of AWS's examples is nobody's. Whatever runs this program without AWS has it: reviews, preflight, the local
 * account. There what is of any account is let pass; preflight compares it with the account that it is run for.
 */
const exampleAccount = "123456789012";

/** What is named by an ARN and must be of the account that the stack is deployed into. */
export interface AccountSettings {
  notify: pulumi.UnwrappedObject<Subscriber>[];
  permissionsBoundary: string;
}

/** The errors of what is of another account: what it may name there, such as a key or a topic, is not looked at. */
export function ofAnotherAccount(settings: AccountSettings, accountId: string): StackConfigError[] {
  if (accountId === exampleAccount) return [];
  return [queueOfAnother(settings.notify, accountId), boundaryOfAnother(settings, accountId)].filter(
    (problem) => problem !== undefined,
  );
}

/**
 * AWS asks the owner of another account's queue to confirm what this account subscribes, and `pulumi up` waits for that and
 * fails.
 */
function queueOfAnother(
  notify: pulumi.UnwrappedObject<Subscriber>[],
  accountId: string,
): StackConfigError | undefined {
  const found = notify.find(
    ({ protocol, endpoint }) => protocol === "sqs" && accountOf(endpoint) !== accountId,
  );
  if (found === undefined) return undefined;
  const { name, endpoint, isSecret } = found;
  return new StackConfigError(
    "notify",
    // One that is known later may be a secret, too, and has a name without it.
    isSecret === true ? "[secret]" : name,
    `the queue is of account ${accountOf(endpoint)}, and this one is ${accountId}, whose subscription its owner would have to confirm; let the owner subscribe it to a topic of theirs, and list that topic under notifyTopics.`,
  );
}

/** IAM takes a policy of the role's own account as its boundary, or one of AWS's. */
function boundaryOfAnother(
  { permissionsBoundary: arn }: AccountSettings,
  accountId: string,
): StackConfigError | undefined {
  const owner = accountOf(arn);
  if (arn === "" || owner === "aws" || owner === accountId) return undefined;
  return new StackConfigError(
    "permissionsBoundary",
    arn,
    `the policy is of account ${owner}, and this one is ${accountId}, whose roles take a policy of their own account alone; create it there and name that one.`,
  );
}

function accountOf(arn: string): string | undefined {
  return arn.split(":")[4];
}

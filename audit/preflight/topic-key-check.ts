import { DescribeKeyCommand, GetKeyPolicyCommand } from "@aws-sdk/client-kms";
import { callAws, isNamed } from "../aws/aws-call";
import type { Clients } from "../aws/clients";
import { type Check, checker } from "./check";

/** A statement of a policy as people may write one. */
interface Statement {
  Effect?: string;
  Principal?: string | Record<string, string | string[]>;
  Action?: string | string[];
}

/** What SNS does with a topic's key, as whoever publishes. */
const actions = ["kms:GenerateDataKey", "kms:Decrypt"];

/**
 * Whether those who publish to the alert topic may use its key, as far as the key's own policy says. What conditions ask for
 * is not looked at.
 *
 * @param key a key reference
 * @throws AuditError when AWS does not answer
 */
export async function checkTopicKey(clients: Clients, key: string): Promise<Check[]> {
  const { region } = clients;
  const { pass, warn, fail } = checker(region, "topic key");
  const arn = await arnOf(clients, key);
  if (arn === undefined) {
    return [fail(`There is no key ${key} in ${region}.`, "create it, or set `topicKey` to one that exists")];
  }
  const statements = await policyOf(clients, arn);
  const lets = (isMeant: (type: string, principal: string) => boolean) =>
    actions.every((action) =>
      statements.some(
        (statement) => allows(statement, action) && principalsOf(statement).some((one) => isMeant(...one)),
      ),
    );
  const account = arn.split(":")[4] ?? "";
  const isAccount = (type: string, name: string) =>
    type === "AWS" && (name === "*" || name === account || name.endsWith(`::${account}:root`));
  const cure = "give it the policy that docs/messages.md has";
  const problems = [
    ...(lets((type, name) => name === "*" || (type === "Service" && name === "cloudwatch.amazonaws.com"))
      ? []
      : [
          warn(
            `The policy of key ${key} does not name CloudWatch, whose alarm on the notifier then reaches nobody.`,
            cure,
          ),
        ]),
    ...(lets(isAccount)
      ? []
      : [
          warn(
            `The policy of key ${key} leaves nothing to IAM, so the notifier may perhaps not publish.`,
            cure,
          ),
        ]),
  ];
  return problems.length > 0
    ? problems
    : [pass(`The policy of key ${key} lets the notifier and CloudWatch publish to the alert topic.`)];
}

/** @returns undefined for a key that does not exist */
async function arnOf({ kms, region }: Clients, key: string): Promise<string | undefined> {
  return callAws({ what: `the key ${key}`, action: "kms:DescribeKey", region }, async () => {
    try {
      return (await kms.send(new DescribeKeyCommand({ KeyId: key }))).KeyMetadata?.Arn;
    } catch (error) {
      if (isNamed(error, "NotFoundException")) return undefined;
      throw error;
    }
  });
}

async function policyOf({ kms, region }: Clients, arn: string): Promise<Statement[]> {
  const command = new GetKeyPolicyCommand({ KeyId: arn, PolicyName: "default" });
  const { Policy = "{}" } = await callAws(
    { what: `the policy of key ${arn}`, action: "kms:GetKeyPolicy", region },
    () => kms.send(command),
  );
  const { Statement: statements = [] } = JSON.parse(Policy) as { Statement?: Statement | Statement[] };
  return [statements].flat();
}

function allows({ Effect, Action = [] }: Statement, action: string): boolean {
  const isMeant = (pattern: string) => {
    const begin = /^[^*]*/.exec(pattern)?.[0].toLowerCase() ?? "";
    return pattern.includes("*") ? action.toLowerCase().startsWith(begin) : begin === action.toLowerCase();
  };
  return Effect === "Allow" && [Action].flat().some(isMeant);
}

function principalsOf({ Principal = {} }: Statement): [type: string, name: string][] {
  if (typeof Principal === "string") return [["AWS", Principal]];
  return Object.entries(Principal).flatMap(([type, names]) =>
    [names].flat().map((name): [string, string] => [type, name]),
  );
}

import { partition } from "@aws-sdk/core/client";
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

/** Who besides this account's roles uses a key, and for what. */
interface KeyUse {
  /** What the line is about, and the setting that names the key. */
  about: string;
  setting: string;
  /** What a role of the stack does with the key, as this account's IAM lets it. */
  ofRole: string[];
  service: { principal: string; actions: string[] };
  /** Sentences' ends: what the service that is left out means, what a role may then not do, and what works otherwise. */
  words: { withoutService: string; withoutAccount: string; works: string };
  /** The page that has the policy. */
  page: string;
}

/** What SNS does with a topic's key, as whoever publishes; and S3 with a bucket's, as whoever delivers. */
const encrypting = ["kms:GenerateDataKey", "kms:Decrypt"];

/**
 * Whether those who publish to the alert topic may use its key, as far as the key's own policy says. What conditions ask for
 * is not looked at.
 *
 * @param key a key reference
 * @throws AuditError when AWS does not answer
 */
export function checkTopicKey(clients: Clients, key: string): Promise<Check[]> {
  return checkUse(clients, key, {
    about: "topic key",
    setting: "topicKey",
    ofRole: encrypting,
    service: { principal: "cloudwatch.amazonaws.com", actions: encrypting },
    words: {
      withoutService: "does not name CloudWatch, whose alarm on the notifier then reaches nobody",
      withoutAccount: "so the notifier may perhaps not publish",
      works: "lets the notifier and CloudWatch publish to the alert topic",
    },
    page: "docs/messages.md",
  });
}

/** The same for those who use the key of what is stored: CloudWatch Logs of the Region, and the recorder's role. */
export function checkStorageKey(clients: Clients, key: string): Promise<Check[]> {
  const { region } = clients;
  return checkUse(clients, key, {
    about: "storage key",
    setting: "storageKey",
    ofRole: encrypting,
    service: {
      principal: `logs.${region}.${partition(region).dnsSuffix}`,
      actions: ["kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey", "kms:DescribeKey"],
    },
    words: {
      withoutService: "does not name CloudWatch Logs, which then makes no log with it",
      withoutAccount: "so AWS Config may perhaps not deliver",
      works: "lets CloudWatch Logs and the recorder's role encrypt",
    },
    page: "docs/options.md",
  });
}

async function checkUse(clients: Clients, key: string, use: KeyUse): Promise<Check[]> {
  const { region } = clients;
  const { pass, warn, fail } = checker(region, use.about);
  const arn = await arnOf(clients, key);
  if (arn === undefined) {
    return [
      fail(`There is no key ${key} in ${region}.`, `create it, or set \`${use.setting}\` to one that exists`),
    ];
  }
  const statements = await policyOf(clients, arn);
  const lets = (actions: string[], isMeant: (type: string, principal: string) => boolean) =>
    actions.every((action) =>
      statements.some(
        (statement) => allows(statement, action) && principalsOf(statement).some((one) => isMeant(...one)),
      ),
    );
  const account = arn.split(":")[4] ?? "";
  const isAccount = (type: string, name: string) =>
    type === "AWS" && (name === "*" || name === account || name.endsWith(`::${account}:root`));
  const { principal, actions } = use.service;
  const isService = (type: string, name: string) =>
    name === "*" || (type === "Service" && name === principal);
  const cure = `give it the policy that ${use.page} has`;
  const problems = [
    ...(lets(actions, isService)
      ? []
      : [warn(`The policy of key ${key} ${use.words.withoutService}.`, cure)]),
    ...(lets(use.ofRole, isAccount)
      ? []
      : [warn(`The policy of key ${key} leaves nothing to IAM, ${use.words.withoutAccount}.`, cure)]),
  ];
  return problems.length > 0 ? problems : [pass(`The policy of key ${key} ${use.words.works}.`)];
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

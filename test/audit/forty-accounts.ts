import { hour } from "../../local/account/clock";
import type { Account } from "../../local/account/account";
import { LocalCloud } from "../../local/deployment/deploy";
import { deployStack, provideKeys, readLocalStack } from "../../local/deployment/local-stack";
import { openAccount } from "../../local/endpoint/open-account";

export const regions = ["eu-central-1", "eu-north-1", "eu-west-1", "us-east-1", "us-west-2"];
/** The account that asks. */
export const asking = "999999999999";
export const role = "Auditor";

const desired = "alias/xray-traces";

/** How an account fares. Hours are from the deployment on. */
export interface Fate {
  name: "refusing" | "unguarded" | "partly guarded" | "wrong" | "put right" | "right";
  /** How many accounts fare so. */
  accounts: number;
  /** Regions with a guard. */
  guarded: string[];
  /** When an account's first Regions are set to the default encryption, how many of them, and for how long. */
  wrong?: (index: number) => { regions: number; at: number; hours: number };
}

/** How long an account is watched, in hours. */
const watched = 12;

export const fates: Fate[] = [
  { name: "refusing", accounts: 4, guarded: [] },
  { name: "unguarded", accounts: 4, guarded: [] },
  { name: "partly guarded", accounts: 6, guarded: regions.slice(0, 3) },
  {
    name: "wrong",
    accounts: 6,
    guarded: regions,
    // Until the end.
    wrong: (index) => ({ regions: 2, at: 1 + index, hours: Infinity }),
  },
  {
    name: "put right",
    accounts: 6,
    guarded: regions,
    wrong: (index) => ({ regions: 1, at: 2, hours: 1 + index }),
  },
  { name: "right", accounts: 14, guarded: regions },
];

/** Opens forty accounts behind one endpoint, deploys guards into them, and lets half a day pass. The caller closes them. */
export async function openForty(): Promise<{
  home: Account;
  accounts: Map<string, Fate>;
  close(): Promise<void>;
}> {
  const home = await openAccount({ id: asking, defaultRegion: "eu-west-1" });
  const opened: Account[] = [];
  const accounts = new Map<string, Fate>();
  const close = async (): Promise<void> => {
    for (const account of [...opened, home]) await account.close();
  };
  try {
    for (const fate of fates) {
      for (let index = 0; index < fate.accounts; index += 1) {
        const id = String(100_000_000_000 + accounts.size);
        accounts.set(id, fate);
        const account = await openAccount({ id, defaultRegion: "eu-west-1", beside: home });
        opened.push(account);
        await live(account, fate, index);
      }
    }
    await home.advance(watched * hour);
    return { home, accounts, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** What happens in one account, up to the end. Its functions' processes end with it: forty accounts have four hundred. */
async function live(account: Account, fate: Fate, index: number): Promise<void> {
  letIn(account, fate.name === "refusing" ? "111111111111" : asking);
  if (fate.guarded.length > 0) {
    const config = { regions: fate.guarded, desiredKey: desired, label: `${fate.name} ${index}` };
    const stack = readLocalStack("dev", config);
    await provideKeys(stack.expected, account);
    await set(account, fate.guarded, { Type: "KMS", KeyId: desired });
    await deployStack(stack, account, new LocalCloud(account));
  }
  const wrong = fate.wrong?.(index);
  if (wrong === undefined) await account.advance(watched * hour);
  else {
    const chosen = fate.guarded.slice(0, wrong.regions);
    await account.advance(wrong.at * hour);
    await set(account, chosen, { Type: "NONE" });
    const hours = Math.min(wrong.hours, watched - wrong.at);
    await account.advance(hours * hour);
    if (wrong.hours !== Infinity) await set(account, chosen, { Type: "KMS", KeyId: desired });
    await account.advance((watched - wrong.at - hours) * hour);
  }
  for (const { lambda } of account.openRegions()) lambda.stop();
}

async function set(
  account: Account,
  names: readonly string[],
  setting: { Type: "NONE" } | { Type: "KMS"; KeyId: string },
): Promise<void> {
  for (const name of names)
    await (await account.region(name)).xray.putEncryptionConfig(account.administrator, setting);
}

/** A role that may read what a report needs, for one account. */
function letIn(account: Account, whom: string): void {
  account.iam.createRole(role, {
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Principal: { AWS: `arn:aws:iam::${whom}:root` }, Action: "sts:AssumeRole" },
    ],
  });
  account.iam.putRolePolicy(role, "ReadEvidence", {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: readerActions, Resource: "*" }],
  });
}

/** docs/audit.md: what the role in each account may do. */
const readerActions = [
  ...["xray:GetEncryptionConfig", "xray:GetTraceSegmentDestination", "kms:DescribeKey", "kms:ListAliases"],
  ...["config:DescribeConfigRules", "config:GetComplianceDetailsByConfigRule"],
  ...["config:DescribeConfigRuleEvaluationStatus", "config:DescribeConfigurationRecorders"],
  ...["config:DescribeConfigurationRecorderStatus", "config:ListDiscoveredResources"],
  ...["config:GetResourceConfigHistory", "cloudtrail:LookupEvents", "lambda:GetFunctionConfiguration"],
  ...["logs:FilterLogEvents", "config:DescribeDeliveryChannels", "s3:ListBucket", "s3:GetObject"],
];

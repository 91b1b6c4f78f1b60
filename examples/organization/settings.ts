import * as pulumi from "@pulumi/pulumi";

/** What the stack's configuration says, checked. */
export interface Settings {
  organizationId: string;
  guardedUnder: string[];
  deployedFrom: string;
  deployedInEnvironments: string[];
  previewedOnBranch: string;
  gitHubProvider: string;
  keysAreCalled: string[];
  rolesAreUnder: string;
  alwaysMay: string[];
  mayKeepKeys: string[];
  mayKeepRules: string[];
  securityAccount: string;
  logArchiveAccount: string;
  reachedAs: string;
  aggregator: string;
  logArchive: string;
  told: string[];
  collectedRegions: string[];
  historyKeptForDays: number;
  stateBucket: string;
  stateKey: string;
}

type Key = keyof Settings;

interface Form {
  is: RegExp;
  /** After "expected". */
  expected: string;
}

const roleName: Form = { is: /^[\w+=,.@-]{1,64}$/, expected: "the name of a role, such as break-glass" };
const createOrExisting: Form = { is: /^(?:create|existing)$/, expected: "create or existing" };
const account: Form = { is: /^\d{12}$/, expected: "an account's ID of twelve digits, in quotes" };

/** What each text, and each text of a list, looks like. */
const forms: Record<Exclude<Key, "historyKeptForDays">, Form> = {
  organizationId: { is: /^o-[a-z0-9]{10,32}$/, expected: "an organization's ID, such as o-exampleorgid" },
  guardedUnder: {
    is: /^(?:r-[0-9a-z]{4,32}|ou-[0-9a-z]{4,32}-[0-9a-z]{8,32})$/,
    expected: "the ID of a root or of an organizational unit, such as ou-exam-workload",
  },
  deployedFrom: {
    is: /^(?:[\w.-]+\/[\w.-]+|[\w.-]+@\d+\/[\w.-]+@\d+)$/,
    expected:
      "a GitHub repository with its owner, such as acme/xray-guard, or acme@123456/xray-guard@456789 where GitHub's tokens have IDs",
  },
  deployedInEnvironments: {
    is: /^[\w.-]+$/,
    expected: "the name of a GitHub environment, such as canary",
  },
  previewedOnBranch: { is: /^[\w./-]+$/, expected: "the name of a branch, such as main" },
  gitHubProvider: createOrExisting,
  keysAreCalled: {
    is: /^alias\/(?!aws\/)[\w/*-]+$/,
    expected: "the alias of a key of your own, such as alias/xray-traces",
  },
  rolesAreUnder: { is: /^\/(?:[!-.0-~]+\/)*$/, expected: "a path from slash to slash, such as /platform/" },
  alwaysMay: roleName,
  mayKeepKeys: roleName,
  mayKeepRules: roleName,
  securityAccount: account,
  logArchiveAccount: account,
  reachedAs: roleName,
  aggregator: createOrExisting,
  logArchive: createOrExisting,
  told: { is: /^[^\s@]+@[^\s@]+$/, expected: "an e-mail address" },
  collectedRegions: { is: /^[a-z]{2,4}(?:-[a-z]+)+-\d$/, expected: "a Region, such as eu-west-1" },
  stateBucket: {
    is: /^(?:[a-z0-9][a-z0-9.-]{1,61}[a-z0-9])?$/,
    expected: "a bucket's name, without s3://",
  },
  stateKey: {
    is: /^(?:arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[A-Za-z0-9-]+)?$/,
    expected: "the ARN of a KMS key",
  },
};

/** Without one of these there is nobody who deploys, or nothing that is guarded. */
const neverEmpty: readonly Key[] = ["guardedUnder", "deployedInEnvironments", "keysAreCalled"];

/**
 * Reads the stack's configuration.
 *
 * @throws RunError with the key, its value and what is expected
 */
export function readSettings(config = new pulumi.Config()): Settings {
  const texts = Object.fromEntries(
    (Object.keys(forms) as (keyof typeof forms)[]).map((key) => [key, read(config, key)]),
  ) as unknown as Omit<Settings, "historyKeptForDays">;
  const settings = { ...texts, historyKeptForDays: config.requireNumber("historyKeptForDays") };
  const { historyKeptForDays: days, securityAccount, logArchiveAccount } = settings;
  if (!Number.isInteger(days) || days < 30) refuse("historyKeptForDays", days, "a whole number from 30 on");
  if (securityAccount === logArchiveAccount)
    refuse(
      "logArchiveAccount",
      logArchiveAccount,
      "another account than securityAccount, so that who is told cannot delete the history",
    );
  return settings;
}

const lists: readonly Key[] = [
  "guardedUnder",
  "deployedInEnvironments",
  "keysAreCalled",
  "alwaysMay",
  "mayKeepKeys",
  "mayKeepRules",
  "told",
  "collectedRegions",
];

function read(config: pulumi.Config, key: keyof typeof forms): string | string[] {
  const { is, expected } = forms[key];
  if (!lists.includes(key)) {
    const text = config.require(key);
    return is.test(text) ? text : refuse(key, text, expected);
  }
  const values = config.requireObject<unknown[]>(key);
  if (values.length === 0 && neverEmpty.includes(key)) refuse(key, values, `${expected}, at least once`);
  return values.map((value, index) => {
    if (typeof value !== "string" || !is.test(value)) return refuse(key, value, expected);
    return values.indexOf(value) === index ? value : refuse(key, value, "each once");
  });
}

function refuse(key: Key, value: unknown, expected: string): never {
  throw new pulumi.RunError(`${key} is ${JSON.stringify(value)}: expected ${expected}.`);
}

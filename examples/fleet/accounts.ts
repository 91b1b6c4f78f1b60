import { partition } from "@aws-sdk/core/client";
import * as path from "node:path";
import { closest } from "fastest-levenshtein";
import { isMap } from "../../stack-runner/config-type";
import { quoted } from "../../stack-runner/text";
import { readYamlFile } from "../../stack-runner/yaml-file";

/** An account, with what is common to all of them filled in. */
export interface Account {
  /** The stack's name. */
  name: string;
  /** Twelve digits. */
  id: string;
  label: string;
  environment: string;
  regions: string[];
  /** ARNs of the roles that CI assumes. */
  roles: Record<RoleName, string>;
  /** Settings by key, as in a stack file. */
  config: Record<string, unknown>;
}

/** What `accounts.yaml` says. */
export interface Fleet {
  canary: string;
  /** As `pulumi stack init --secrets-provider` takes it. */
  secretsProvider: string;
  accounts: Account[];
}

type RoleName = "deploy" | "plan";

/** What is wrong with `accounts.yaml`: a sentence on each line, meant to be printed alone. */
export class FleetError extends Error {
  override readonly name = "FleetError";
}

/** Jobs of one matrix (docs.github.com/actions/reference/limits). */
const mostAccounts = 256;

const keys = {
  fleet: ["canary", "roles", "permissionsBoundary", "secretsProvider", "config", "environments", "accounts"],
  account: ["id", "label", "environment", "regions", "roles", "permissionsBoundary", "config"],
  roles: ["deploy", "plan"] as RoleName[],
};

/**
 * Reads the file that lists the accounts.
 *
 * @throws FleetError with all that is wrong, a line each
 * @throws StackError for what is no YAML
 */
export function readFleet(file: string): Fleet {
  const read = readYamlFile(file);
  const problems: string[] = [];
  const say = (where: string, what: string): void => void problems.push(`${where}: ${what}`);
  const name = path.basename(file);
  knownKeys(name, read, keys.fleet, say);
  const mapAt = (key: string): Record<string, unknown> => mapOf(name, read, key, say);
  const { canary, secretsProvider = "default", permissionsBoundary } = read;
  const common: Common = {
    roles: mapAt("roles"),
    permissionsBoundary,
    config: mapAt("config"),
    environments: mapAt("environments"),
  };
  const accounts = Object.entries(mapAt("accounts")).flatMap(([one, entry]) =>
    accountOf(one, entry, common, say),
  );
  const names = accounts.map((account) => account.name);
  if (accounts.length === 0) say(name, "it lists no account: add one under 'accounts'.");
  if (accounts.length > mostAccounts)
    say(
      name,
      `it lists ${accounts.length} accounts, and a matrix has at most ${mostAccounts} jobs: split it.`,
    );
  for (const { region, owners } of guardedTwice(accounts))
    say(
      owners.join(" and "),
      `both guard ${region} of one account: give one of them its own id, or another Region.`,
    );
  if (typeof canary !== "string") say(name, "'canary' must name the account that is deployed first.");
  else if (!names.includes(canary)) say(name, `'canary' is ${noSuch("account", canary, names)}`);
  if (typeof secretsProvider !== "string")
    say(name, "'secretsProvider' must be a text, such as awskms:///ARN-OF-THE-KEY?region=REGION.");
  if (problems.length > 0) throw new FleetError(problems.join("\n"));
  return { canary: canary as string, secretsProvider: secretsProvider as string, accounts };
}

/** @throws FleetError with the nearest name, where there is no such account */
export function accountNamed(name: string, { accounts }: Fleet): Account {
  const found = accounts.find((account) => account.name === name);
  if (found !== undefined) return found;
  throw new FleetError(
    `There is ${noSuch(
      "account",
      name,
      accounts.map((one) => one.name),
    )}`,
  );
}

type Say = (where: string, what: string) => void;

/** What all accounts have in common. */
type Common = Record<"roles" | "config" | "environments", Record<string, unknown>> & {
  permissionsBoundary: unknown;
};

/** Regions of an account that are in two stacks: an account may have several, for other Regions each. */
function guardedTwice(accounts: readonly Account[]): { region: string; owners: string[] }[] {
  const guards = accounts.flatMap(({ name, id, regions }) =>
    [...new Set(regions)].map((region) => ({ name, region, key: `${id} ${region}` })),
  );
  return [...Map.groupBy(guards, ({ key }) => key).values()]
    .filter(({ length }) => length > 1)
    .map((twice) => ({ region: twice[0]?.region ?? "", owners: twice.map(({ name }) => name) }));
}

function accountOf(name: string, entry: unknown, common: Common, say: Say): Account[] {
  if (!/^[\w.-]{1,100}$/.test(name))
    say(name, "a stack's name has letters, digits, '-', '_' and '.' alone, at most 100.");
  if (!isMap(entry)) {
    say(name, "it must be a map, with id, environment and regions.");
    return [];
  }
  knownKeys(name, entry, keys.account, say);
  const { id, environment, regions, label = name } = entry;
  if (typeof id !== "string" || !/^\d{12}$/.test(id))
    say(name, `its id is ${quoted(id ?? "")}: expected twelve digits, in quotation marks.`);
  if (typeof label !== "string") say(name, "its label must be a text.");
  if (typeof environment !== "string")
    say(name, "it has no environment: name one of those under 'environments'.");
  else if (!(environment in common.environments))
    say(name, `there is ${noSuch("environment", environment, Object.keys(common.environments))}`);
  const listed = regionsOf(name, regions, say);
  const roles = { ...common.roles, ...mapOf(name, entry, "roles", say) };
  knownKeys(`${name}, roles`, roles, keys.roles, say);
  const arnOf = (kind: "role" | "policy", given: unknown): string =>
    `arn:${partition(listed[0] ?? "us-east-1").name}:iam::${String(id)}:${kind}/${String(given)}`;
  const roleOf = (role: RoleName): string => {
    const { [role]: given = "" } = roles;
    if (given === "" || given === null)
      say(name, `it has no role to ${role} with: name one under 'roles', as '${role}'.`);
    else if (!isIamName(given))
      say(
        name,
        `its role to ${role} with is ${quoted(given)}: expected its name alone, such as pulumi-deployer.`,
      );
    return arnOf("role", given);
  };
  const { permissionsBoundary: boundary = common.permissionsBoundary } = entry;
  if (boundary !== undefined && !isIamName(boundary))
    say(name, "its permissionsBoundary must be the name of a policy, such as workload-boundary.");
  const ofEnvironment = mapOf("environments", common.environments, String(environment), say);
  const bounded = boundary === undefined ? {} : { permissionsBoundary: arnOf("policy", boundary) };
  const config = { ...bounded, ...common.config, ...ofEnvironment, ...mapOf(name, entry, "config", say) };
  for (const key of ["regions", "label"])
    if (key in config) say(name, `'${key}' stands in a 'config': it belongs beside 'id'.`);
  return [
    {
      name,
      id: String(id),
      label: String(label),
      environment: String(environment),
      regions: listed,
      roles: { deploy: roleOf("deploy"), plan: roleOf("plan") },
      config,
    },
  ];
}

/** A name as IAM takes it, with or without a path before it. */
function isIamName(given: unknown): boolean {
  return typeof given === "string" && /^[\w+=,.@-]+(?:\/[\w+=,.@-]+)*$/.test(given);
}

function regionsOf(name: string, regions: unknown, say: Say): string[] {
  if (!Array.isArray(regions) || regions.length === 0 || !regions.every((one) => typeof one === "string")) {
    say(name, "its regions must be a list, such as [eu-west-1].");
    return [];
  }
  for (const twice of new Set(regions.filter((one, index) => regions.indexOf(one) !== index)))
    say(name, `it lists ${twice} twice: remove one.`);
  return regions;
}

/** The map under a key; an empty one where there is none. */
function mapOf(
  where: string,
  entry: Record<string, unknown>,
  key: string,
  say: Say,
): Record<string, unknown> {
  const value = entry[key] ?? {};
  if (isMap(value)) return value;
  say(where, `'${key}' must be a map.`);
  return {};
}

function knownKeys(where: string, entry: Record<string, unknown>, known: readonly string[], say: Say): void {
  for (const key of Object.keys(entry))
    if (!known.includes(key))
      say(where, `'${key}' is read by nobody: did you mean '${closest(key, known)}'?`);
}

function noSuch(what: string, name: string, names: readonly string[]): string {
  const cure = names.length > 0 ? `: did you mean '${closest(name, names)}'?` : ".";
  return `no ${what} '${name}'${cure}`;
}

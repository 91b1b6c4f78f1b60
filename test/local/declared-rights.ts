import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import type { Account } from "../../local/account/account";
import { openAccount as openLocalAccount } from "../../local/endpoint/open-account";
import { LocalCloud, type Mutate } from "../../local/deployment/deploy";
import { createConfiguredKeys } from "../../local/scenario/configured-keys";
import { parseScenario, type Scenario } from "../../local/scenario/file";
import { playScenario } from "../../local/scenario/player";
import { readExpectedStack } from "../../local/scenario/stack-expectations";
import { runProgram } from "../../stack-runner/run";

/** A resource on its way into the account. */
type Resource = Parameters<Mutate>[0];

interface Statement {
  Sid?: string;
  Action: string | string[];
  Condition?: Record<string, Record<string, unknown>>;
  [member: string]: unknown;
}

/** One thing that a program declares and that may be taken away: by its name, and what then arrives. */
export interface Right {
  name: string;
  without: Mutate;
}

/** The states of the deployed resources by kind and short name: `Topic people`. */
export type States = Map<string, Record<string, unknown>>;

/** What somebody tries who should not be let in. */
export type Attempt = (account: Account, states: States) => Promise<void>;

const region = "eu-west-1";

/** A scenario beside this file. */
export function scenarioOf(name: string): Scenario {
  const file = path.join(__dirname, `${name}.yaml`);
  return parseScenario(path.basename(file), readFileSync(file, "utf8"));
}

/** Of the topic of a central account. */
export const centralKey = "arn:aws:kms:eu-west-1:210987654321:key/99999999-8888-7777-6666-555555555555";

const expected = readExpectedStack(
  { desiredKey: "alias/xray-traces", trigger: "both", frequency: "One_Hour", topicKey: "alias/alerts" },
  region,
);

/** The real program's resources for a scenario's config in the order of their creation, each with the inputs that it would be created with. */
export async function declaredResources(scenario: Scenario): Promise<Resource[]> {
  const resources: Resource[] = [];
  await inAccount(async (account) => {
    const cloud = new LocalCloud(account, (resource) => {
      resources.push(resource);
      return resource.inputs;
    });
    await runProgram({ stack: "dev", cloud, config: scenario.config });
  });
  return resources;
}

/** Creates the resources in an account of their own and hands it over, until `use` is done. */
export async function deployed<T>(
  resources: readonly Resource[],
  mutate: Mutate,
  use: (account: Account, states: States) => Promise<T>,
): Promise<T> {
  return inAccount(async (account) => {
    const cloud = new LocalCloud(account, mutate);
    const states: States = new Map();
    for (const resource of resources) {
      const { state } = await cloud.create(resource);
      states.set(`${kindOf(resource)} ${shortNameOf(resource)}`, state);
    }
    return use(account, states);
  });
}

/** What is noticed when the resources are deployed and everything happens. */
export async function problemsOf(
  resources: readonly Resource[],
  mutate: Mutate,
  scenario: Scenario,
): Promise<string[]> {
  const problems: string[] = [];
  try {
    await deployed(resources, mutate, (account) => playScenario(account, expected, scenario, problems));
  } catch (error) {
    problems.push(error instanceof Error ? error.message : String(error));
  }
  return problems;
}

/** Each action of each statement of each policy, and each permission and attachment. */
export function declaredRights(resources: readonly Resource[]): Right[] {
  return resources.flatMap((resource) => {
    if (/:(Permission|RolePolicyAttachment)$/.test(resource.type)) {
      const name = `${kindOf(resource)} ${shortNameOf(resource)}`;
      return [{ name, without: (one: Resource) => (isSame(one, resource) ? undefined : one.inputs) }];
    }
    return policiesOf(resource).flatMap(([input, statements]) =>
      statements.flatMap((statement, index) =>
        [statement.Action].flat().map((action) => ({
          name: nameOf(resource, statement, action),
          without: replacing(resource, input, () =>
            statements.flatMap((other, place) => (place === index ? withoutAction(other, action) : [other])),
          ),
        })),
      ),
    );
  });
}

/** Each key of each statement's condition, and what bounds a permission. */
export function declaredConditions(resources: readonly Resource[]): Right[] {
  return resources.flatMap((resource) => {
    if (resource.type.endsWith(":Permission")) {
      const bound = ["sourceAccount", "sourceArn"].filter((key) => resource.inputs[key] !== undefined);
      return bound.map((key) => {
        const { [key]: _, ...unbound } = resource.inputs;
        return {
          name: `${kindOf(resource)} ${shortNameOf(resource)} ${key}`,
          without: (one: Resource) => (isSame(one, resource) ? unbound : one.inputs),
        };
      });
    }
    return policiesOf(resource).flatMap(([input, statements]) =>
      statements.flatMap((statement) =>
        Object.entries(statement.Condition ?? {}).flatMap(([operator, keys]) =>
          Object.keys(keys).map((key) => ({
            name: nameOf(resource, statement, key),
            without: replacing(resource, input, () =>
              statements.map((other) => (other === statement ? withoutKey(other, operator, key) : other)),
            ),
          })),
        ),
      ),
    );
  });
}

/** Several mutations, one after the other. */
export function all(...mutations: Mutate[]): Mutate {
  return (resource) =>
    mutations.reduce<Record<string, unknown> | undefined>(
      (inputs, mutate) => inputs && mutate({ ...resource, inputs }),
      resource.inputs,
    );
}

/** An output of a deployed resource. */
export function stateOf(states: States, resource: string, output: string): string {
  const value = states.get(resource)?.[output];
  assert.equal(typeof value, "string", `${resource} has no ${output}`);
  return String(value);
}

/**
 * Says of intruders, each named by the condition that keeps it out, that the conditions together keep all of them out, and
 * that each comes in without its own.
 */
export function describeIntruders(
  intruders: Record<string, Attempt>,
  resources: () => readonly Resource[],
  right: (name: string) => Right,
): void {
  it("all conditions together keep all intruders out", () =>
    deployed(
      resources(),
      ({ inputs }) => inputs,
      async (account, states) => {
        for (const [name, attempt] of Object.entries(intruders)) {
          await assert.rejects(attempt(account, states), { code: "AccessDeniedException" }, name);
        }
      },
    ));

  for (const [name, attempt] of Object.entries(intruders)) {
    it(`${name}: without it an intruder comes in`, () => deployed(resources(), right(name).without, attempt));
  }
}

async function inAccount<T>(use: (account: Account) => Promise<T>): Promise<T> {
  const notifyTopics = [{ arn: "arn:aws:sns:eu-west-1:210987654321:xray-encryption", key: centralKey }];
  const account = await openLocalAccount({ defaultRegion: region, notifyTopics });
  try {
    createConfiguredKeys(expected, await account.region(region));
    return await use(account);
  } finally {
    await account.close();
  }
}

function policiesOf({ inputs }: Resource): [input: string, statements: Statement[]][] {
  return ["assumeRolePolicy", "policy"].flatMap((input): [string, Statement[]][] => {
    const policy = inputs[input];
    if (typeof policy !== "string") return [];
    return [[input, (JSON.parse(policy) as { Statement: Statement[] }).Statement]];
  });
}

/** Gives a policy other statements; a policy without any is left out, and nobody may assume a role without any. */
function replacing(resource: Resource, input: string, statements: () => Statement[]): Mutate {
  return (one) => {
    if (!isSame(one, resource)) return one.inputs;
    const left = statements();
    if (left.length === 0 && input === "policy") return undefined;
    return { ...one.inputs, [input]: JSON.stringify({ Version: "2012-10-17", Statement: left }) };
  };
}

function withoutAction(statement: Statement, action: string): Statement[] {
  const left = [statement.Action].flat().filter((one) => one !== action);
  return left.length === 0 ? [] : [{ ...statement, Action: left }];
}

function withoutKey(statement: Statement, operator: string, key: string): Statement {
  const { Condition = {}, ...unconditional } = statement;
  const { [key]: _, ...keys } = Condition[operator] ?? {};
  const { [operator]: __, ...others } = Condition;
  const condition = Object.keys(keys).length === 0 ? others : { ...others, [operator]: keys };
  return Object.keys(condition).length === 0 ? unconditional : { ...unconditional, Condition: condition };
}

function nameOf(resource: Resource, statement: Statement, what: string): string {
  return `${kindOf(resource)} ${shortNameOf(resource)}: ${statement.Sid ?? "a statement"}, ${what}`;
}

/** `RolePolicy` */
export function kindOf({ type }: { type: string }): string {
  return type.slice(type.lastIndexOf(":") + 1);
}

/** The name without what all of them begin with. */
export function shortNameOf({ name }: { name: string }): string {
  return name.replace("xray-encryption-guard-", "").replace(/^eu-west-1-?/, "") || "region";
}

function isSame(one: { type: string; name: string }, other: { type: string; name: string }): boolean {
  return one.type === other.type && one.name === other.name;
}

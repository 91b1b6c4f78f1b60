// Whom the resources of a guard let in by policies of their own, read from what it registers.
import type { PlainArgs } from "../../infra/settings/guard-args";
import type { Registration } from "../../stack-runner/run";

/** The least, then each option that lets in somebody else; a row is shown with the first that has it. */
export const entranceStacks: [when: string, args: PlainArgs][] = [
  ["always", { trigger: "change" }],
  ["`trigger: periodic`", { trigger: "periodic" }],
  ["`fastDetection: true`", { fastDetection: true }],
  ["`trail: create`", { trail: "create" }],
  ["`enforcement: remediate`", { desiredKey: "alias/xray-traces", enforcement: "remediate" }],
];

/** A key of the request's context, and the pattern of what it must be. */
export interface Bound {
  key: string;
  pattern: string;
}

/** One statement by which a resource lets somebody in, or keeps everybody out. */
export interface Entrance {
  /** `Role recorder: OnlyThisServiceForThisAccount` */
  name: string;
  effect: "Allow" | "Deny";
  /** A service's name, a role's ARN, or `*`. */
  who: string;
  actions: string[];
  /** ARNs, which may be patterns: the resource itself, or what is in it. */
  on: string[];
  onlyWhere: Bound[];
}

interface Statement {
  Sid?: string;
  Effect: "Allow" | "Deny";
  Principal?: string | Record<string, string>;
  Action: string | string[];
  Resource?: string | string[];
  Condition?: Record<string, Record<string, string>>;
}

/** Every statement of the trust policies, and of the policies of buckets, topics, queues and functions. */
export function entrancesOf(registrations: readonly Registration[]): Entrance[] {
  const functions = new Map(
    registrations
      .filter(({ type }) => type === "aws:lambda/function:Function")
      .map(({ state }) => [state["name"], String(state["arn"])]),
  );
  return registrations.flatMap((one): Entrance[] => {
    const { type, inputs, state } = one;
    const kind = type.slice(type.lastIndexOf(":") + 1);
    const title = `${kind} ${shortName(one)}`;
    if (kind === "Permission") {
      return [permission(title, inputs, functions.get(inputs["function"]) ?? String(inputs["function"]))];
    }
    if (kind === "Role") {
      return statements(inputs["assumeRolePolicy"]).map((each) =>
        entrance(title, each, String(state["arn"])),
      );
    }
    // A role's own policies name no principal: they let in nobody.
    return typeof inputs["policy"] === "string"
      ? statements(inputs["policy"]).flatMap((each) =>
          each.Principal === undefined ? [] : [entrance(title, each, "")],
        )
      : [];
  });
}

/** The name without what all of them begin with, the guard's name and its Region. */
export function shortName({ name }: { name: string }): string {
  return name.replace(/^(xray-encryption-)?guard-/, "").replace(/^[a-z]+(-[a-z]+)+-\d-/, "");
}

function permission(title: string, inputs: Record<string, unknown>, on: string): Entrance {
  const bounds: Record<string, string> = { sourceAccount: "aws:SourceAccount", sourceArn: "aws:SourceArn" };
  return {
    name: title,
    effect: "Allow",
    who: String(inputs["principal"]),
    actions: [String(inputs["action"])],
    on: [on],
    onlyWhere: Object.entries(bounds).flatMap(([input, key]) => {
      const pattern = inputs[input];
      return typeof pattern === "string" ? [{ key, pattern }] : [];
    }),
  };
}

function entrance(title: string, statement: Statement, itself: string): Entrance {
  const { Sid = "", Effect, Principal = "", Action, Resource = itself, Condition = {} } = statement;
  return {
    name: `${title}: ${Sid}`,
    effect: Effect,
    who: typeof Principal === "string" ? Principal : Object.values(Principal).join(", "),
    actions: [Action].flat(),
    on: [Resource].flat(),
    onlyWhere: Object.values(Condition).flatMap((keys) =>
      Object.entries(keys).map(([key, pattern]) => ({ key, pattern })),
    ),
  };
}

function statements(policy: unknown): Statement[] {
  return (JSON.parse(String(policy)) as { Statement: Statement[] }).Statement;
}

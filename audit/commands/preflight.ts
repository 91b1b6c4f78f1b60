import { partition } from "@aws-sdk/core/client";
import { whoIsAsking } from "../aws/clients";
import { type Reason } from "../cli/exit-codes";
import { type Graph, readGraph } from "../preflight/graph";
import { inParallel } from "../aws/in-parallel";
import { jsonVersion } from "../cli/json";
import { type Permission, permissionsFor, policyFor } from "../preflight/permissions";
import { type Check, preflightPermissions, preflightRegion } from "../preflight/preflight";
import { checkLines } from "../cli/print";
import { checkRegion, chooseRegions } from "../cli/regions";
import { atLeastOne, type Command, type Context } from "./command";

/** Whether the stack can be deployed; or, with `--permissions`, what that takes. */
export const preflight: Command = async (context) => {
  const { options, print, connect } = context;
  if (options.permissions) return printPermissions(context);
  const graph = await graphFor(context);
  const [first] = atLeastOne(graph.regions.map(({ region }) => checkRegion(region)));
  const caller = await whoIsAsking(connect(first));
  const permissions = permissionsOf(graph, caller.account, first);
  const regional = await inParallel(graph.regions, (plan) => preflightRegion(connect(plan.region), plan));
  const checks: Check[] = [
    {
      region: undefined,
      outcome: "pass",
      about: "credentials",
      finding: `Account ${caller.account}, as ${caller.arn}.`,
      cure: undefined,
      unread: false,
    },
    ...regional.flat(),
    ...(await preflightPermissions(connect(first), caller, permissions)),
  ];
  print(
    options.format === "json"
      ? `${JSON.stringify({ version: jsonVersion, kind: "preflight", account: caller.account, stack: options.stack, checks: checks.map((check) => ({ ...check, region: check.region ?? null, cure: check.cure ?? null })) }, null, 2)}\n`
      : checkLines(checks, context),
  );
  return reasonOf(checks);
};

function reasonOf(checks: readonly Check[]): Reason {
  if (checks.some(({ outcome }) => outcome === "fail")) return "notReady";
  return checks.some(({ unread }) => unread) ? "partial" : "ok";
}

async function printPermissions(context: Context): Promise<Reason> {
  const { options, print } = context;
  const graph = await graphFor(context);
  const [first] = atLeastOne(graph.regions.map(({ region }) => checkRegion(region)));
  // AWS is asked nothing, so the account is any.
  const permissions = permissionsOf(graph, "*", first);
  if (options.format === "json") print(`${JSON.stringify(policyFor(permissions), null, 2)}\n`);
  else for (const { action, resource } of permissions) print(`${action} ${resource}\n`);
  return "ok";
}

function permissionsOf({ registrations }: Graph, account: string, region: string): Permission[] {
  return permissionsFor(registrations, { partition: partition(region).name, account, region });
}

async function graphFor({ options, directory }: Context): Promise<Graph> {
  return readGraph(options.stack, {
    ...(options.regions !== undefined && { regions: chooseRegions(options.regions) }),
    ...(directory !== undefined && { directory }),
  });
}

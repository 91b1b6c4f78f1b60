import { partition } from "@aws-sdk/core/client";
import { callerIdentity } from "../aws/clients";
import { type Reason } from "../cli/exit-codes";
import { checkBoundary } from "../preflight/boundary-check";
import { type Graph, readGraph } from "../preflight/graph";
import { inParallel } from "../aws/in-parallel";
import { contextOf, type Permission, permissionsFor, policyFor } from "../preflight/permissions";
import { type Check, checker } from "../preflight/check";
import { describePlan } from "../preflight/plan";
import { preflightPermissions, preflightRegion } from "../preflight/preflight";
import { checkRegion, chooseRegions } from "../cli/regions";
import { answerChecks } from "./answer-checks";
import { atLeastOne, type Command, type Context } from "./command";

/** Whether the stack can be deployed; with `--permissions`, which permissions that needs. */
export const preflight: Command = async (context) => {
  const { options, connect, now: here } = context;
  if (options.permissions) return printPermissions(context);
  const graph = await graphFor(context);
  const [first] = atLeastOne(graph.regions.map(({ region }) => checkRegion(region)));
  const caller = await callerIdentity(connect(first));
  const permissions = permissionsOf(graph, caller.account, first);
  const regional = await inParallel(graph.regions, (plan) =>
    preflightRegion(connect(plan.region), plan, caller, caller.simulatedTime ?? here),
  );
  const checks: Check[] = [
    checker(undefined, "credentials").pass(`Account ${caller.account}, as ${caller.arn}.`),
    ...describePlan(graph),
    ...checkBoundary(graph, caller.account),
    ...regional.flat(),
    ...(await preflightPermissions(connect(first), caller, permissions, contextOf(graph.registrations))),
  ];
  return answerChecks("preflight", checks, caller, context, { stack: options.stack });
};

async function printPermissions(context: Context): Promise<Reason> {
  const { options, print } = context;
  const graph = await graphFor(context);
  const [first] = atLeastOne(graph.regions.map(({ region }) => checkRegion(region)));
  // AWS is not called, so the account is unknown.
  const permissions = permissionsOf(graph, "*", first);
  if (options.format === "json") print(`${JSON.stringify(policyFor(permissions), null, 2)}\n`);
  else for (const { action, resource } of permissions) print(`${action} ${resource}\n`);
  return "ok";
}

function permissionsOf({ registrations }: Graph, accountId: string, region: string): Permission[] {
  return permissionsFor(registrations, { partition: partition(region).name, accountId, region });
}

async function graphFor({ options, directory }: Context): Promise<Graph> {
  return readGraph(options.stack, {
    ...(options.regions !== undefined && { regions: chooseRegions(options.regions) }),
    ...(directory !== undefined && { directory }),
  });
}
